// The calls of the hall screen: the newest on top, flashing; as many as fit in large letters.  Where
// every counter stands is below them in small ones.

import { officeNow } from "./office_time.js";
import { byId, h } from "./page.js";
import { said } from "./board_words.js";

const FLASH_MS = 10_000;
const FEW_COUNTERS = 10; // up to here one column of calls is enough
const SMALLEST = 0.4; // of the letters of a call
const COLUMNS = 10; // of the counters below
const ROWS_ON_A_PHONE = 4;
const phone = matchMedia("(max-width: 700px)");
const upright = matchMedia("(max-aspect-ratio: 1/1)");

const flashing = new Map(); // ticket id -> until when, ms
let shown = new Map(); // ticket id -> how often it had been called at the last look
let isFirst = true;

const newestFirst = (a, b) => b.ticket.called_at.localeCompare(a.ticket.called_at);

/** Tickets called, or called again, since the last look; at first only what is new. */
export function newCalls(counters) {
  const busy = counters.filter((each) => each.ticket);
  const found = busy.filter(({ ticket }) => {
    const isNew = (shown.get(ticket.id) ?? 0) < ticket.calls;
    const isRecent = officeNow() - Date.parse(ticket.called_at) < FLASH_MS;
    return isNew && (!isFirst || isRecent);
  });
  for (const { ticket } of found) flashing.set(ticket.id, performance.now() + FLASH_MS);
  shown = new Map(busy.map(({ ticket }) => [ticket.id, ticket.calls]));
  isFirst = false;
  return found.length > 0;
}

/** Show the calls, only the newest if it `isCalm`; how much room is below them, of the calls' place. */
export function showCalls(counters, isCalm) {
  const busy = counters.filter((each) => each.ticket).sort(newestFirst);
  const isMany = counters.length > FEW_COUNTERS;
  document.body.classList.toggle("many", isMany);
  const { large, row, free } = measures();
  const columns = isMany && !upright.matches ? 2 : 1;
  const rows = phone.matches ? ROWS_ON_A_PHONE : Math.max(1, Math.floor((free - large) / row));
  const room = isCalm ? 1 : 1 + rows * columns;
  const listed = busy.slice(0, room);
  put(byId("calls"), listed, call, fit);
  showFlashing();
  const taken = listed.length ? large + Math.ceil((listed.length - 1) / columns) * row : 0;
  return 1 - taken / free;
}

/** The heights in board.css, and what is free for calls, in px. */
function measures() {
  const style = getComputedStyle(byId("calls"));
  const [large, row] = ["--large", "--row"].map(
    (name) => (parseFloat(style.getPropertyValue(name)) * (upright.matches ? innerWidth : innerHeight)) / 100,
  );
  const place = byId("calls").parentElement;
  return { large, row, free: place.clientHeight - byId("calls-heading").offsetHeight };
}

function call(counter) {
  return h(
    "li",
    { "data-ticket": counter.ticket.id, "data-state": counter.ticket.state },
    h("b", { class: "label" }, counter.ticket.label),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    h("b", { class: "counter" }, counter.number),
  );
}

/** A label that is longer than usual gets smaller letters rather than be cut. */
function fit(row) {
  const size = parseFloat(getComputedStyle(row).fontSize);
  for (let part = 1; part > SMALLEST && row.scrollWidth > row.clientWidth; part -= 0.01)
    row.style.fontSize = `${size * (part - 0.01)}px`;
}

/** Let what was just called flash, and nothing else. */
export function showFlashing() {
  const now = performance.now();
  for (const [ticket, until] of flashing) if (until < now) flashing.delete(ticket);
  for (const row of byId("calls").children) {
    row.classList.toggle("flash", flashing.has(Number(row.dataset.ticket)));
  }
}

/** Every counter in the office's order: whom it has, or that it is paused or closed. */
export function showCounters(counters) {
  const rows = Math.ceil(counters.length / COLUMNS) || 1;
  byId("counters").style.setProperty("--columns", Math.ceil(counters.length / rows) || 1);
  put(byId("counters"), counters, place, fit);
}

/** Draw a list anew only when it, or the screen, has changed: its animations would begin again. */
export function put(list, items, draw, then = () => {}) {
  const wanted = JSON.stringify([items, innerWidth, innerHeight]);
  if (list.dataset.shown === wanted) return;
  list.dataset.shown = wanted;
  list.replaceChildren(...items.map(draw));
  for (const each of list.children) then(each);
}

function place({ number, state, ticket }) {
  const what = ticket ? h("b", { class: "label" }, ticket.label) : state === "paused" ? said("paused") : "–";
  const shownState = ticket ? ticket.state : state;
  return h("li", { "data-state": shownState }, h("b", { class: "counter" }, number), h("span", { class: "at" }, what));
}
