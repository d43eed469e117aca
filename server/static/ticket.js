// My ticket on a phone: where I stand, and loudly when I am called.

import { Problem, Unreachable, get, post } from "./api.js";
import { follow } from "./live.js";
import { clockText, officeNow } from "./office_time.js";
import { byId, nameOf, say, setText, settings, start, word } from "./page.js";
import { ratingOf } from "./ticket_rating.js";

const BUZZ_MS = [400, 200, 400, 200, 400];
const ENDED = ["finished", "no_show", "cancelled"];
const UNCALLED = ["serving", "finished", "cancelled"]; // nobody is called from there
const QUIET_MS = 30 * 60_000; // an end may be taken back for a while; after that nobody asks
const AGAIN_MS = 5000; // between two looks at whether a time is over
const STEP_MIN = 5;
const STEP_S = STEP_MIN * 60;
const HERE = `/tickets/${settings.ticket}`;

const followRating = ratingOf(settings.ticket);

const seen = { ticket: null, calls: 0, today: "", services: {}, isSentOn: false };

async function showHall(hall) {
  seen.today = hall.business_day;
  seen.services = Object.fromEntries(hall.services.map((each) => [each.code, nameOf(each)]));
  if (isLongOver(seen.ticket)) return;
  try {
    show(await get(HERE), hall);
  } catch (error) {
    // Without an answer the banner says so, and the next snapshot asks again.
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

function isLongOver(ticket) {
  if (ticket === null || !ENDED.includes(ticket.state)) return false;
  return officeNow() > Date.parse(ticket.requeue_until ?? ticket.finished_at) + QUIET_MS;
}

function show(ticket, hall) {
  const was = seen.ticket;
  if (was !== null && was.service !== ticket.service) seen.isSentOn = true;
  const calls = hall.counters.find((each) => each.ticket?.id === ticket.id)?.ticket.calls ?? 0;
  if (ticket.state === "called" && calls > seen.calls) buzz();
  Object.assign(seen, { ticket, calls });
  showTicket();
}

/** How the ticket stands for whoever holds it: a number of another day is neither here nor there. */
function standing({ state, business_day }) {
  return state === "waiting" && business_day > seen.today ? "later" : state;
}

function showTicket() {
  const { ticket } = seen;
  if (ticket === null) return;
  const state = standing(ticket);
  const isWaiting = state === "waiting";
  const isAtCounter = state === "called" || state === "serving";
  document.body.dataset.state = state;
  setText(byId("service"), seen.services[ticket.service] ?? "");
  setText(byId("state"), word(state, { ...ticket, day: dayOf(ticket.business_day) }));
  setText(byId("more"), more(ticket, state));
  byId("ahead").hidden = !isWaiting;
  setText(byId("ahead"), ticket.ahead ? word("ahead", ticket) : word("first"));
  byId("wait").hidden = !isWaiting || !ticket.wait_s;
  setText(byId("wait"), ticket.wait_s ? waitText(ticket.wait_s) : "");
  byId("counter").hidden = !isAtCounter && state !== "parked";
  setText(byId("counter"), ticket.counter ?? "");
  byId("stops").hidden = ticket.stops.length === 0 || ENDED.includes(state);
  setText(byId("stops"), word("stops", { services: ticket.stops.map(nameFor).join(" → ") }));
  byId("requeue").hidden = !mayComeBack(ticket);
  byId("cancel").hidden = !isWaiting && state !== "called" && state !== "later";
  byId("keep-open").hidden = UNCALLED.includes(state);
  followRating(state === "finished");
  document.title = state === "called" ? word("title_called", ticket) : word("title");
}

/** A likely wait in whole minutes, in steps of five: more would promise what nobody knows. */
function waitText({ low, high }) {
  const [least, most] = [Math.floor(low / STEP_S) * STEP_MIN, Math.ceil(high / STEP_S) * STEP_MIN];
  return least > 0
    ? word("wait", { low: least, high: Math.max(most, least + STEP_MIN) })
    : word("wait_under", { high: Math.max(most, STEP_MIN) });
}

const nameFor = (code) => seen.services[code] ?? code;

/** A second sentence: what to do now, or what happens next. */
function more(ticket, state) {
  if (state === "no_show") {
    return mayComeBack(ticket) ? word("back_until", { time: timeOf(ticket.requeue_until) }) : word("too_late");
  }
  if (state === "parked" && ticket.return_at) return word("returns_at", { time: timeOf(ticket.return_at) });
  if (state === "waiting" && ticket.due_at) return word("due", { time: timeOf(ticket.due_at) });
  return state === "waiting" && seen.isSentOn ? word("sent_on", { service: nameFor(ticket.service) }) : "";
}

const mayComeBack = ({ requeue_until }) =>
  requeue_until !== null && officeNow() <= Date.parse(requeue_until);

const timeOf = (at) => clockText(Date.parse(at), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const dayOf = (day) => day.split("-").reverse().join("/");

/** A phone that was never touched may not buzz, and the browser would complain. */
function buzz() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(BUZZ_MS);
}

async function cancel() {
  if (byId("confirm").returnValue === "cancel") await move("cancel");
}

async function move(verb) {
  say(byId("problem"), "");
  try {
    seen.ticket = { ...seen.ticket, ...(await post(`${HERE}/${verb}`)), requeue_until: null };
    showTicket();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("problem"), error.message);
  }
}

start(() => {
  byId("cancel").addEventListener("click", () => {
    byId("confirm").returnValue = "keep";
    byId("confirm").showModal();
  });
  byId("confirm").addEventListener("close", cancel);
  byId("requeue").addEventListener("click", () => move("requeue"));
  setInterval(showTicket, AGAIN_MS);
  return follow(showHall);
});
