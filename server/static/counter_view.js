// What a clerk's page shows: the ticket in hand and why it was called, who waits, who is parked.

import { clockText, officeNow, since } from "./office_time.js";
import { byId, h, hasWord, nameOf, setText, word } from "./page.js";

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** A service as people call it, by its code if the office has it no more. */
export const serviceName = (services, code) => (services[code] ? nameOf(services[code]) : code);

export const timeOf = (at) => clockText(Date.parse(at), CLOCK);

/** The ticket in hand: what it is, since when, why, and what follows. */
export function showHand({ counter, services, calls }) {
  const { ticket } = counter;
  setText(byId("label"), ticket?.label ?? "-");
  setText(byId("service"), ticket ? serviceName(services, ticket.service) : "");
  setText(byId("doing"), word(ticket?.state ?? "nobody"));
  setText(byId("timer"), ticket ? lasting(ticket, calls) : "");
  setText(byId("why"), ticket ? whySentence(counter.why, services) : "");
  const stops = ticket ? counter.stops.map((code) => serviceName(services, code)) : [];
  setText(byId("stops"), stops.length ? word("stops", { services: stops.join(" → ") }) : "");
  setText(byId("long"), counter.is_long ? word("is_long") : "");
  document.body.dataset.hand = ticket?.state ?? "";
}

const lasting = (ticket, calls) =>
  ticket.state === "serving"
    ? word("served_for", { time: since(ticket.started_at) })
    : word(calls > 1 ? "called_again" : "called_for", { time: since(ticket.called_at), calls });

/** Why a ticket was called, as one sentence; nothing for a word that this page does not know. */
function whySentence(why, services) {
  if (why === null || !hasWord(`why_${why.why}`)) return "";
  const service = why.service ? serviceName(services, why.service) : "";
  return word(`why_${why.why}`, { ...why, service });
}

export function showQueues(services) {
  const total = services.reduce((sum, each) => sum + each.waiting, 0);
  setText(byId("total"), total);
  byId("queues").replaceChildren(
    ...services.map((each) =>
      h(
        "li",
        {},
        h("span", { class: "letter" }, each.code),
        h("span", { class: "name" }, nameOf(each)),
        h("span", { class: "n" }, each.waiting),
        h("span", { class: "next" }, each.next.length ? word("next", { labels: each.next.join(" · ") }) : ""),
      ),
    ),
  );
}

/** The parked tickets, each a button with the key that calls it back. */
export function showParked(tickets, mayResume, resume) {
  const seen = JSON.stringify([tickets, mayResume]);
  if (byId("parked").dataset.seen === seen) return;
  byId("parked").dataset.seen = seen;
  byId("parked-line").hidden = tickets.length === 0;
  byId("parked").replaceChildren(
    ...tickets.map((ticket, index) =>
      h(
        "button",
        { type: "button", "aria-disabled": String(!mayResume), onclick: () => resume(ticket.id) },
        index < 9 ? h("kbd", {}, index + 1) : "",
        h("b", {}, ticket.label),
        ticket.return_at ? h("span", {}, word("returns_at", { time: timeOf(ticket.return_at) })) : "",
      ),
    ),
  );
}

/** Seconds in which the last act can still be taken back. */
export function undoLeft_s({ undo }) {
  return undo === null ? 0 : Math.ceil((Date.parse(undo.until) - officeNow()) / 1000);
}

/** What can be taken back, while it can. */
export function showUndo(counter) {
  const left_s = undoLeft_s(counter);
  const key = `undo_${counter.undo?.event}`;
  byId("undo").hidden = left_s <= 0 || !hasWord(key);
  byId("undo").setAttribute("aria-disabled", "false");
  if (byId("undo").hidden) return;
  setText(byId("undo-what"), word("undo", { act: word(key, counter.undo) }));
  setText(byId("undo-left"), word("undo_left", { s: left_s }));
}
