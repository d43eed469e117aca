// The hall screen.  The newest call stands on top and flashes; nothing scrolls, so what does not fit
// in large letters goes into the strip in small ones, oldest first.

import { follow } from "./live.js";
import { clockText, officeNow } from "./office_time.js";
import { byId, h, setText, start } from "./page.js";

const FLASH_MS = 10_000;
const FEW_COUNTERS = 10; // up to here one column of calls is enough
const FEW_CALLS = 5; // one large, four below
const SMALLEST = 0.5; // of the letters of a list
const MANY_CALLS = 9; // one large, two columns of four below

const flashing = new Map(); // ticket id -> until when, ms
let shown = new Map(); // ticket id -> how often it had been called at the last look
let isFirst = true;

function showHall(hall) {
  const busy = hall.counters.filter((each) => each.ticket).sort(newestFirst);
  const isMany = hall.counters.length > FEW_COUNTERS;
  const room = isMany ? MANY_CALLS : FEW_CALLS;
  document.body.classList.toggle("many", isMany);
  byId("calls").replaceChildren(...busy.slice(0, room).map(call));
  byId("others").replaceChildren(...busy.slice(room).map(other));
  byId("empty").hidden = busy.length > 0;
  flash(busy);
  showWaits(hall.services.filter((each) => !each.has_ended || each.waiting > 0));
  showLine("missed", hall.missed.map((each) => each.label));
  showLine("paused", hall.counters.filter((each) => each.state === "paused").map((each) => each.number));
  fit(byId("waits"));
}

const newestFirst = (a, b) => b.ticket.called_at.localeCompare(a.ticket.called_at);

function call(counter) {
  return h(
    "li",
    { "data-ticket": counter.ticket.id, "data-state": counter.ticket.state },
    h("b", { class: "label" }, counter.ticket.label),
    h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
    h("b", { class: "counter" }, counter.number),
  );
}

const other = (counter) => h("li", {}, h("b", {}, counter.ticket.label), " → ", counter.number);

/** Flash what was called, or called again, since the last look; at first only what is new. */
function flash(busy) {
  for (const { ticket } of busy) {
    const isNew = (shown.get(ticket.id) ?? 0) < ticket.calls;
    const isRecent = officeNow() - Date.parse(ticket.called_at) < FLASH_MS;
    if (isNew && (!isFirst || isRecent)) flashing.set(ticket.id, performance.now() + FLASH_MS);
  }
  shown = new Map(busy.map(({ ticket }) => [ticket.id, ticket.calls]));
  isFirst = false;
  showFlashing();
}

function showFlashing() {
  const now = performance.now();
  for (const [ticket, until] of flashing) if (until < now) flashing.delete(ticket);
  for (const row of byId("calls").children) {
    row.classList.toggle("flash", flashing.has(Number(row.dataset.ticket)));
  }
}

function showWaits(services) {
  byId("waits").style.setProperty("--rows", services.length);
  byId("waits").replaceChildren(
    ...services.map((each) =>
      h(
        "li",
        { class: each.waiting ? null : "quiet" },
        h("b", { class: "letter" }, each.code),
        h("span", { class: "name turns" }, h("span", { lang: "vi" }, each.name), h("span", { lang: "en" }, each.name_en)),
        h("b", { class: "n" }, each.waiting),
        h("span", { class: "next" }, each.next.slice(0, 3).join(" ")),
      ),
    ),
  );
}

/** Make the letters of a list smaller until nothing of it is cut, whatever its names are. */
function fit(list) {
  for (let size = 1; size >= SMALLEST; size -= 0.05) {
    list.style.setProperty("--fit", size);
    if (list.scrollHeight <= list.clientHeight) return;
  }
}

function showLine(name, items) {
  byId(`${name}-line`).hidden = items.length === 0;
  setText(byId(name), items.join(", "));
}

function showClock() {
  const now = officeNow();
  setText(byId("clock"), clockText(now, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  setText(byId("date"), clockText(now, { day: "2-digit", month: "2-digit", year: "numeric" }));
  showFlashing();
}

start(() => {
  setInterval(showClock, 1000);
  return follow((hall) => {
    showHall(hall);
    showClock();
  });
});
