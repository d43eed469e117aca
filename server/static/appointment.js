// My appointment on a phone: the code, and giving it back.

import { Problem, Unreachable, post } from "./api.js";
import { follow } from "./live.js";
import { longDayText } from "./office_time.js";
import { byId, say, setText, settings, start, word } from "./page.js";

const PAST = 100; // events: more than come between this page's making and its first look
const MOVES = ["arrived", "expired", "booking_cancelled"];

function showState(state) {
  document.body.dataset.state = state;
  setText(byId("state"), word(state));
  byId("keep").hidden = state !== "booked";
}

async function cancel() {
  if (byId("confirm").returnValue !== "cancel") return;
  say(byId("problem"), "");
  try {
    showState((await post(`/appointments/${settings.code}/cancel`)).state);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("problem"), error.message);
  }
}

/** Somebody has come to it, or it is over: the page says what follows. */
function onEvent(name, data) {
  const isMine = MOVES.includes(name) && data.appointment === settings.appointment;
  if (isMine && data.seq > settings.seen && document.body.dataset.state === "booked") location.reload();
}

start(() => {
  setText(byId("day"), longDayText(settings.day));
  showState(settings.state);
  byId("cancel").addEventListener("click", () => {
    byId("confirm").returnValue = "keep";
    byId("confirm").showModal();
  });
  byId("confirm").addEventListener("close", cancel);
  return follow(() => {}, onEvent, PAST);
});
