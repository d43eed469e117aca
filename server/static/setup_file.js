// The set-up as one file: out, and in after a look at what it would change; and usual hours.

import { get, post, put } from "./api.js";
import { h, say, settings, word } from "./page.js";
import { told, unlessPeopleWait } from "./setup_said.js";
import { historyTable, isAdmin } from "./setup_list.js";
import { last } from "./setup_values.js";

/** The section. */
export function fileView(said) {
  const problem = h("p", { class: "problem", role: "alert" });
  const plan = h("div", { "aria-live": "polite" });
  const state = { kind: "", problem, plan, said };
  const choose = h("input", {
    type: "file",
    id: "file",
    accept: ".toml,text/plain",
    onchange: (event) => look(state, event.target),
  });
  const incoming = [
    h("h3", {}, word("file_in")),
    h("p", {}, word("file_in_help")),
    h("label", { for: "file" }, word("file_choose"), " "),
    choose,
    problem,
    plan,
  ];
  return [
    h("h3", {}, word("file_out")),
    h("p", {}, word("file_out_help")),
    h(
      "p",
      {},
      h("a", { class: "button", href: "/api/v1/setup/export", download: "setup.toml" }, word("file_save")),
    ),
    ...(isAdmin ? incoming : []),
  ];
}

/** Show what the file would change; nothing is changed by looking. */
async function look(state, input) {
  const [file] = input.files;
  state.plan.replaceChildren();
  say(state.problem, "");
  if (!file) return;
  await told(state, null, async () => {
    const { document, changes } = await post("/setup/try", { text: await file.text() });
    if (changes.length === 0) return state.plan.replaceChildren(h("p", { class: "said" }, word("file_same")));
    const go = h(
      "button",
      { type: "button", class: "main", onclick: () => bring(state, document, changes.length) },
      word("file_go", { n: changes.length }),
    );
    return state.plan.replaceChildren(
      h("p", { class: "said" }, word("file_would", { n: changes.length })),
      historyTable(changes, null),
      h("p", {}, go),
    );
  });
  input.value = "";
}

const bring = (state, document, n) =>
  told(state, null, async () => {
    if (!(await unlessPeopleWait(put, "/setup", document))) return;
    state.said(word("file_done", { n }), null);
  });

/** What stands over the schedules of an office that has none. */
export function usualHours(records, said) {
  const isThere = [...records.schedule.values()].some((versions) => last(versions).value !== null);
  if (isThere) return "";
  const problem = h("p", { class: "problem", role: "alert" });
  const start = () => told({ kind: "", problem }, null, () => putHours(said));
  const button = isAdmin
    ? h("button", { type: "button", class: "main", id: "usual-hours", onclick: start }, word("hours_start"))
    : "";
  return h(
    "div",
    { class: "notice-box" },
    h("p", {}, h("b", {}, word("hours_none"))),
    isAdmin ? h("p", {}, word("hours_offer")) : "",
    button,
    problem,
  );
}

async function putHours(said) {
  const [usual, held] = await Promise.all([get("/setup/usual-hours"), get("/setup")]);
  const there = new Set(held.day.map((each) => each.date));
  const days = [...held.day, ...usual.day.filter((each) => !there.has(each.date))];
  await put("/setup", { schedule: [...held.schedule, ...usual.schedule], day: days });
  said(word("hours_done", { day: settings.today }), null);
}
