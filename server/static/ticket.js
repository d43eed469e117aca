// My ticket on a phone: where I stand, and loudly when I am called.

import { Problem, Unreachable, get, post } from "./api.js";
import { follow } from "./live.js";
import { byId, nameOf, say, setText, settings, start, word } from "./page.js";

const BUZZ_MS = [400, 200, 400, 200, 400];
const ENDED = ["finished", "no_show", "cancelled"];
const HERE = `/tickets/${settings.ticket}`;

let last = null;

async function showHall(hall) {
  if (last !== null && ENDED.includes(last.state)) return;
  try {
    show(await get(HERE), hall);
  } catch (error) {
    // Without an answer the banner says so, and the next snapshot asks again.
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

function show(ticket, hall) {
  const service = hall.services.find((each) => each.code === ticket.service);
  setText(byId("service"), service ? nameOf(service) : "");
  showState(ticket);
  const calls = hall.counters.find((each) => each.ticket?.id === ticket.id)?.ticket.calls ?? 0;
  if (ticket.state === "called" && calls > (last?.calls ?? 0)) buzz();
  last = { ...ticket, calls };
}

function showState(ticket) {
  const { state } = ticket;
  document.body.dataset.state = state;
  setText(byId("state"), word(state, ticket));
  const isWaiting = state === "waiting";
  byId("ahead").hidden = !isWaiting;
  setText(byId("ahead"), ticket.ahead ? word("ahead", ticket) : word("first"));
  byId("counter").hidden = state !== "called" && state !== "serving";
  setText(byId("counter"), ticket.counter ?? "");
  byId("cancel").hidden = !isWaiting && state !== "called";
  document.title = state === "called" ? word("title_called", ticket) : word("title");
}

/** A phone that was never touched may not buzz, and the browser would complain. */
function buzz() {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(BUZZ_MS);
}

async function cancel() {
  if (byId("confirm").returnValue !== "cancel") return;
  say(byId("problem"), "");
  try {
    showState(await post(`${HERE}/cancel`));
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
  return follow(showHall);
});
