// A clerk's counter: what is in hand, who waits, who is parked, and the keys.  What may be pressed
// when is a table, the same one the server has; the server has the last word.

import { Problem, Unreachable, get, post } from "./api.js";
import { ask, prepareDialogs } from "./counter_dialogs.js";
import { watchResults } from "./counter_result.js";
import { serviceName, showHand, showParked, showQueues, showUndo, undoLeft_s } from "./counter_view.js";
import { helpEvent, watchHelps } from "./helps.js";
import { follow } from "./live.js";
import { byId, say, setText, settings, start, word } from "./page.js";
import { goToPaperless, paperEvent, watchPapers } from "./papers.js";

const HERE = `/counters/${encodeURIComponent(settings.counter)}`;
const GUARD_MS = 600; // after a call: a second press of the same key was meant for the first

/** Which acts each state in hand allows; "" is nothing in hand. */
const ALLOWED = {
  "": ["call-next", "pause", "call", "walk-direct", "resume"],
  called: ["recall", "start", "finish", "no-show", "pause", "finish-next", "park", "transfer"],
  serving: ["finish", "pause", "finish-next", "park", "transfer"],
};

const KEYS = {
  Space: "call-next", KeyN: "call-next", KeyR: "recall", KeyB: "start",
  KeyF: "finish", KeyV: "no-show", KeyP: "pause",
  KeyG: "finish-next", KeyK: "park", KeyT: "transfer", KeyC: "call", KeyD: "walk-direct",
  KeyU: "undo", Backspace: "undo",
};

const CALLS = ["call-next", "finish-next", "call", "resume"];

const SAID = {
  "call-next": "said_called", "finish-next": "said_called", call: "said_called", resume: "said_called",
  recall: "said_recalled", start: "said_started", finish: "said_finished", "no-show": "said_no_show",
  park: "said_parked", transfer: "said_transferred", "walk-direct": "said_started", undo: "said_undone",
};

/** Events that may change what the page shows without changing this counter in the hall. */
const STIRRING = ["parked", "requeued", "resumed", "cancelled", "transferred", "undone", "reminded", "setting_changed"];

const desk = { counter: null, hall: null, services: {}, calls: 1, seen: "", isBusy: false, guardedUntil: 0, acts: 0 };
const keys = { isOn: localStorage.getItem("keys") !== "off" };

const inHand = () => desk.counter?.ticket ?? null;

function isAllowed(act) {
  if (desk.counter === null) return false;
  if (act === "undo") return undoLeft_s(desk.counter) > 0;
  return ALLOWED[inHand()?.state ?? ""].includes(act);
}

const isFree = (act) => !desk.isBusy && performance.now() >= desk.guardedUntil && isAllowed(act);

/** Do `act`, after its dialog if it has one; `body` is what a button says already. */
async function press(act, body = null) {
  if (!isFree(act)) return;
  const wish = body ?? (await ask(act, desk));
  if (wish === null || !isFree(act)) return;
  desk.isBusy = true;
  desk.acts += 1;
  say(byId("problem"), "");
  let problem = null;
  try {
    await (act === "pause" ? pauseOrOpen() : move(act, wish));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    problem = error;
  } finally {
    desk.isBusy = false;
    desk.acts += 1;
  }
  if (problem !== null) await explain(problem);
  else await reread();
}

async function move(act, body) {
  const isBoth = act === "finish-next";
  const ticket = await post(`${HERE}/${isBoth ? "call-next" : act}`, isBoth ? { finish_current: true } : body);
  const isHeld = ticket !== null && ticket.state in ALLOWED;
  if (CALLS.includes(act) && isHeld) desk.guardedUntil = performance.now() + GUARD_MS;
  const state = CALLS.includes(act) ? "open" : desk.counter.state; // a call opens the counter
  const isSame = isHeld && ticket.id === inHand()?.id;
  const fresh = isSame ? {} : { why: null, is_long: false, stops: [] };
  showCounter({ ...desk.counter, ...fresh, state, ticket: isHeld ? ticket : null, undo: null });
  say(byId("said"), saying(act, ticket));
}

function saying(act, ticket) {
  if (ticket === null) return word("nobody_waits");
  if (act === "recall" && ticket.state === "no_show") return word("said_no_show", ticket);
  const goesOn = act === "finish" && ticket.state === "waiting";
  const service = serviceName(desk.services, ticket.service);
  return word(goesOn ? "said_goes_on" : SAID[act], { ...ticket, service });
}

async function pauseOrOpen() {
  const verb = desk.counter.state === "open" ? "pause" : "open";
  showCounter(await post(`${HERE}/${verb}`));
  say(byId("said"), word(verb === "open" ? "said_open" : "said_paused"));
}

async function explain(problem) {
  if (problem.status === 401) location.reload();
  say(byId("said"), "");
  say(byId("problem"), problem.message);
  await reread();
}

/** Look at the counter again; an answer that an act has overtaken is thrown away. */
async function reread() {
  const acts = desk.acts;
  try {
    const counter = await get(HERE);
    if (acts === desk.acts) showCounter(counter);
    else desk.seen = "";
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    if (error.status === 404) say(byId("problem"), error.message); // the set-up has it no more
    desk.seen = ""; // read again with the next snapshot
  }
}

function showCounter(counter) {
  desk.counter = counter;
  const { state } = counter;
  showHand(desk);
  showParked(counter.parked, isAllowed("resume"), (ticket) => press("resume", { ticket }));
  setText(byId("state"), word(state));
  byId("state").dataset.state = state;
  setText(byId("pause-word"), word(state === "open" ? "pause" : "reopen"));
  for (const button of document.querySelectorAll("[data-act], [data-more]")) {
    button.setAttribute("aria-disabled", String(!isAllowed(actOf(button))));
  }
  showUndo(counter);
}

const actOf = (button) => button.dataset.act ?? button.dataset.more;

async function showHall(hall) {
  desk.hall = hall;
  desk.services = Object.fromEntries(hall.services.map((each) => [each.code, each]));
  const own = hall.counters.find((each) => each.number === settings.counter);
  desk.calls = own?.ticket?.calls ?? 1;
  const seen = JSON.stringify(own ?? null);
  const isSame = seen === desk.seen;
  desk.seen = seen;
  if (!isSame) await reread();
  const services = (own?.services ?? []).map((code) => desk.services[code]);
  showQueues(services.filter((each) => each));
}

function onEvent(name) {
  paperEvent(name);
  helpEvent(name);
  if (STIRRING.includes(name)) desk.seen = "";
}

function onKey(event) {
  if (!keys.isOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open]")) return; // its keys are its own
  if (event.code === "KeyI") return goToPaperless();
  const act = KEYS[event.code];
  const parked = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  // On a button that has the focus the space bar presses that button, as everywhere.
  if (event.code === "Space" && event.target.closest("button, a, input, select")) return;
  if (!act && !parked) return;
  event.preventDefault();
  if (act) press(act);
  else resumeNth(Number(parked[1]));
}

function resumeNth(n) {
  const ticket = desk.counter?.parked[n - 1]?.id;
  if (ticket) press("resume", { ticket });
}

function onClick(event) {
  press(actOf(event.currentTarget));
  // After the mouse the space bar calls again; after Tab and Enter the focus stays where it is.
  if (event.detail > 0) event.currentTarget.blur();
}

function showKeys() {
  byId("keys").setAttribute("aria-pressed", String(keys.isOn));
  setText(byId("keys"), word(keys.isOn ? "keys_on" : "keys_off"));
}

function turnKeys(event) {
  keys.isOn = !keys.isOn;
  localStorage.setItem("keys", keys.isOn ? "on" : "off");
  showKeys();
  if (event.detail > 0) event.currentTarget.blur();
}

/** A counter with nobody in hand closes with its clerk. */
async function signOut() {
  try {
    if (inHand() === null) await post(`${HERE}/close`);
    await post("/session/end");
    location.reload();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("problem"), error.message);
  }
}

function tick() {
  if (desk.counter === null) return;
  showHand(desk);
  showUndo(desk.counter);
}

start(() => {
  for (const button of document.querySelectorAll("[data-act], [data-more]")) {
    button.addEventListener("click", onClick);
  }
  prepareDialogs(HERE);
  addEventListener("keydown", onKey);
  byId("keys").addEventListener("click", turnKeys);
  byId("sign-out").addEventListener("click", signOut);
  watchResults();
  showKeys();
  setInterval(tick, 1000);
  watchPapers();
  watchHelps();
  return follow(showHall, onEvent);
});
