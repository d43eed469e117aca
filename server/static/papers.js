// Paper for the staff: which numbers wait without a slip and why, another slip, rolls that run out.

import { Problem, Unreachable, get, post } from "./api.js";
import { since } from "./office_time.js";
import { byId, h, hasWord, say, setText, word } from "./page.js";

const LOOK_MS = 5000; // a printer's state makes no event
const GATHER_MS = 200;

/** Events after which somebody may have paper who had none, or the other way round. */
const STIRRING = [
  "slip_printed", "slip_failed", "slip_moved", "slip_asked_again", "roll_changed",
  "called", "cancelled", "requeued", "undone",
];

let timer = null;

/** Keep what is said about paper as it is now. */
export async function watchPapers() {
  clearTimeout(timer);
  timer = setTimeout(watchPapers, LOOK_MS);
  if (document.hidden) return;
  try {
    show(await get("/slips"));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

/** Look soon, if this event is about paper. */
export function paperEvent(name) {
  if (!STIRRING.includes(name)) return;
  clearTimeout(timer);
  timer = setTimeout(watchPapers, GATHER_MS);
}

/** The key for it: open the list and stand on the newest number's button, or close it again. */
export function goToPaperless() {
  const list = byId("paperless");
  if (list.hidden) return;
  list.open = !list.open;
  if (list.open) list.querySelector("button")?.focus();
}

function show({ tickets, printers }) {
  setText(byId("paper-low"), printers.filter((each) => each.is_low).map(lowSentence).join(" "));
  byId("paperless").hidden = tickets.length === 0;
  setText(byId("paperless-count"), word("paper_without", { n: tickets.length }));
  fill(byId("paperless-list"), tickets, paperlessLine);
  for (const item of byId("paperless-list").children) {
    setText(item.querySelector(".since"), word("paper_since", { time: since(item.dataset.since) }));
  }
  if (byId("rolls")) fill(byId("rolls"), printers, rollLine);
}

/** New lines only when something changed: a button that has the focus keeps it. */
function fill(list, things, line) {
  const seen = JSON.stringify(things);
  if (list.dataset.seen === seen) return;
  list.dataset.seen = seen;
  const held = list.contains(document.activeElement) ? document.activeElement.dataset.of : null;
  list.replaceChildren(...things.map(line));
  if (held) list.querySelector(`button[data-of="${CSS.escape(held)}"]`)?.focus();
}

function lowSentence(printer) {
  if (printer.sensor === "out") return word("paper_trouble_out", printer);
  if (printer.left_m === null) return word("paper_low", printer);
  return word("paper_low_m", { ...printer, m: metres(printer) });
}

const metres = ({ left_m }) => left_m.toLocaleString(document.documentElement.lang);

function paperlessLine(ticket) {
  const press = () => act(async () => {
    const { slip } = await post(`/tickets/${ticket.ticket}/reprint`);
    say(byId("paper-said"), word("paper_sent", { label: ticket.label, place: slip.place }));
  });
  return h(
    "li",
    { "data-since": ticket.since, "data-state": ticket.state },
    h("b", { class: "label" }, ticket.label),
    h("span", { class: "why" }, whyOf(ticket)),
    h("small", {}, h("span", { class: "since" }), ticket.kiosk ? ` · ${word("paper_kiosk", ticket)}` : ""),
    h("button", { type: "button", "data-of": ticket.label, onclick: press }, word("paper_reprint")),
  );
}

function whyOf(ticket) {
  const key = `paper_${ticket.reason}`;
  const reason = hasWord(key) ? word(key, ticket) : "";
  const unsure = ticket.state === "unknown" ? word("paper_unsure", ticket) : "";
  return [reason, unsure].filter(Boolean).join(" ");
}

function rollLine(printer) {
  const press = () => act(async () => {
    await post(`/printers/${encodeURIComponent(printer.printer)}/new-roll`);
    say(byId("paper-said"), word("paper_new_roll_said", printer));
  });
  const said = printer.left_m === null ? word("paper_not_counted", printer) : word("paper_left", { ...printer, m: metres(printer) });
  return h(
    "li",
    { "data-low": String(printer.is_low) },
    h("span", {}, said),
    h("button", { type: "button", "data-of": printer.printer, onclick: press }, word("paper_new_roll")),
  );
}

async function act(work) {
  setText(byId("paper-said"), "");
  setText(byId("paper-problem"), "");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    say(byId("paper-problem"), error.message);
  }
  await watchPapers();
}
