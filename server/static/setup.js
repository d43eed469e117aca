// The set-up of the office, for administrators to change and managers to read.
//
// The address says what is shown: `#service` is a list, `#service/A` one record, `#service/+` a new one.

import { Problem, Unreachable, post } from "./api.js";
import { byId, h, say, setText, settings, start, word } from "./page.js";
import { daysView } from "./setup_days.js";
import { RULES, isSingle } from "./setup_fields.js";
import { fileView, usualHours } from "./setup_file.js";
import { recordList } from "./setup_list.js";
import { recordView } from "./setup_record.js";
import { slipList } from "./setup_slip.js";
import { stripBox } from "./setup_strip.js";
import { speakerBox } from "./setup_zone.js";
import { load, recordName } from "./setup_values.js";

const SECTIONS = ["service", "group", "counter", "schedule", "day", "rules", "rating", "numbering", "printer", "slip", "zone", "file"];

/** `asked` is the address that is being loaded, or was. */
const shown = { address: "", asked: null, isDirty: () => false, year: Number(settings.today.slice(0, 4)) };

/** What the address asks for. */
function wanted() {
  const [section, key] = location.hash.slice(1).split("/");
  const kind = SECTIONS.includes(section) ? section : SECTIONS[0];
  return { kind, key: isSingle(kind) ? RULES : key && decodeURIComponent(key) };
}

async function show() {
  const address = location.hash;
  shown.asked = address;
  const { kind, key } = wanted();
  markSection(kind);
  try {
    const records = await load();
    const { parts, isDirty } = await content(kind, key, records);
    if (location.hash !== address) return; // somebody has gone on meanwhile
    Object.assign(shown, { isDirty, address });
    byId("section-heading").replaceChildren(...heading(kind, key));
    byId("lead").textContent = word(`lead_${kind}`);
    byId("content").replaceChildren(...parts);
    byId("content").dataset.address = address;
    setText(byId("problem"), "");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    say(byId("problem"), error.message);
  }
}

async function content(kind, key, records) {
  const isDirty = () => false;
  if (kind === "file") return { parts: fileView(said), isDirty };
  if (key) {
    const view = recordView(kind, key, records, said);
    return { parts: [view.element], isDirty: view.isDirty };
  }
  if (kind === "day") return { parts: await daysView(records, shown.year, chooseYear), isDirty };
  if (kind === "slip") return { parts: slipList(records.slip), isDirty };
  const tools = {
    schedule: () => usualHours(records, said),
    printer: () => stripBox(said),
    zone: () => speakerBox(records),
  };
  const above = kind in tools ? [tools[kind]()] : [];
  return { parts: [...above, ...recordList(kind, records[kind])], isDirty };
}

function heading(kind, key) {
  if (!key || isSingle(kind)) return [word(`list_${kind}`)];
  return [
    h("a", { href: `#${kind}` }, word(`list_${kind}`)),
    " › ",
    key === "+" ? word(`add_${kind}`) : recordName(kind, key),
  ];
}

function markSection(kind) {
  for (const link of document.querySelectorAll("#sections a")) {
    if (link.hash === `#${kind}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Something was done: say so, and show it, where the address leads next. */
async function said(sentence, address) {
  shown.isDirty = () => false;
  if (address !== null && address !== location.hash) {
    history.pushState(null, "", address);
  }
  await show();
  say(byId("said"), sentence);
  byId("said").scrollIntoView({ block: "nearest" });
}

function chooseYear(year) {
  shown.year = year;
  return show();
}

async function moved() {
  if (location.hash === shown.asked) return; // the first look had it already: a second would undo what was pressed
  if (shown.isDirty() && !confirm(word("leave_sure"))) {
    history.pushState(null, "", shown.address || "#");
    return;
  }
  setText(byId("said"), "");
  await show();
  byId("section-heading").focus({ preventScroll: true });
  scrollTo(0, 0);
}

async function signOut() {
  await post("/session/end");
  location.assign("/manage");
}

start(async () => {
  addEventListener("hashchange", moved);
  addEventListener("beforeunload", (event) => shown.isDirty() && event.preventDefault());
  byId("sign-out").addEventListener("click", signOut);
  await show();
});
