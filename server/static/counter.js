// A clerk's counter: what is in hand, who waits, six keys.  What may be pressed when is a table,
// the same one the server has; the server has the last word.

import { Problem, Unreachable, get, post } from "./api.js";
import { follow } from "./live.js";
import { since } from "./office_time.js";
import { byId, h, nameOf, say, setText, settings, start, word } from "./page.js";

const HERE = `/counters/${encodeURIComponent(settings.counter)}`;
const GUARD_MS = 600; // after a call: a second press of the same key was meant for the first

/** Which acts each state in hand allows; "" is nothing in hand. */
const ALLOWED = {
  "": ["call-next", "pause"],
  called: ["recall", "start", "finish", "no-show", "pause"],
  serving: ["finish", "pause"],
};

const KEYS = {
  Space: "call-next", KeyN: "call-next", KeyR: "recall", KeyB: "start",
  KeyF: "finish", KeyV: "no-show", KeyP: "pause",
};

const SAID = {
  "call-next": "said_called", recall: "said_recalled", start: "said_started",
  finish: "said_finished", "no-show": "said_no_show",
};

const desk = { counter: null, services: {}, calls: 1, seen: "", isBusy: false, guardedUntil: 0, acts: 0 };
const keys = { isOn: localStorage.getItem("keys") !== "off" };

const inHand = () => desk.counter?.ticket ?? null;
const isAllowed = (act) => desk.counter !== null && ALLOWED[inHand()?.state ?? ""].includes(act);

async function press(act) {
  if (desk.isBusy || performance.now() < desk.guardedUntil || !isAllowed(act)) return;
  desk.isBusy = true;
  desk.acts += 1;
  say(byId("problem"), "");
  let problem = null;
  try {
    await (act === "pause" ? pauseOrOpen() : move(act));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    problem = error;
  } finally {
    desk.isBusy = false;
    desk.acts += 1;
  }
  if (problem !== null) await explain(problem);
}

async function move(act) {
  const ticket = await post(`${HERE}/${act}`);
  const isHeld = ticket !== null && ticket.state in ALLOWED;
  if (act === "call-next" && isHeld) desk.guardedUntil = performance.now() + GUARD_MS;
  const state = act === "call-next" ? "open" : desk.counter.state; // a call opens the counter
  showCounter({ ...desk.counter, state, ticket: isHeld ? ticket : null });
  say(byId("said"), ticket === null ? word("nobody_waits") : word(SAID[act], ticket));
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
    desk.seen = ""; // read again with the next snapshot
  }
}

function showCounter(counter) {
  desk.counter = counter;
  const { ticket, state } = counter;
  setText(byId("label"), ticket?.label ?? "-");
  setText(byId("service"), ticket ? nameOf(desk.services[ticket.service] ?? { name: "" }) : "");
  setText(byId("doing"), word(ticket?.state ?? "nobody"));
  setText(byId("state"), word(state));
  byId("state").dataset.state = state;
  document.body.dataset.hand = ticket?.state ?? "";
  setText(byId("pause-word"), word(state === "open" ? "pause" : "reopen"));
  for (const button of document.querySelectorAll("[data-act]")) {
    button.setAttribute("aria-disabled", String(!isAllowed(button.dataset.act)));
  }
  showTimer();
}

function showTimer() {
  const ticket = inHand();
  const { calls } = desk;
  const told = {
    called: () => word(calls > 1 ? "called_again" : "called_for", { time: since(ticket.called_at), calls }),
    serving: () => word("served_for", { time: since(ticket.started_at) }),
  };
  setText(byId("timer"), ticket ? told[ticket.state]() : "");
}

async function showHall(hall) {
  desk.services = Object.fromEntries(hall.services.map((each) => [each.code, each]));
  const own = hall.counters.find((each) => each.number === settings.counter);
  desk.calls = own.ticket?.calls ?? 1;
  const seen = JSON.stringify(own);
  const isSame = seen === desk.seen;
  desk.seen = seen;
  if (!isSame) await reread();
  showQueues(own.services.map((code) => desk.services[code]));
}

function showQueues(services) {
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

function onKey(event) {
  const act = KEYS[event.code];
  if (!act || !keys.isOn || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  // On a button that has the focus the space bar presses that button, as everywhere.
  if (event.code === "Space" && event.target.closest("button, a, input, select")) return;
  event.preventDefault();
  press(act);
}

function onClick(event) {
  press(event.currentTarget.dataset.act);
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

start(() => {
  for (const button of document.querySelectorAll("[data-act]")) {
    button.addEventListener("click", onClick);
  }
  addEventListener("keydown", onKey);
  byId("keys").addEventListener("click", turnKeys);
  byId("sign-out").addEventListener("click", signOut);
  showKeys();
  setInterval(showTimer, 1000);
  return follow(showHall);
});
