// Taking a number: choice -> asking -> number | sorry -> choice.
// One key for each service and visit to the choice: a double tap, or a second try after the network
// failed, gives one ticket.

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { follow } from "./live.js";
import { byId, h, language, nameOf, say, setText, settings, start, word } from "./page.js";

const SLIP_PATIENCE_S = 8;
const LOOK_S = 12; // printed: read the number, take the slip
const SCAN_S = 30; // no slip: time to take out a phone
const IDLE_MS = 45_000; // after which the next citizen gets Vietnamese again

const visit = { screen: "choice", keys: {}, services: {}, service: null, ticket: null, timers: [] };

function show(screen) {
  visit.screen = screen;
  for (const name of ["choice", "asking", "number", "sorry"]) byId(name).hidden = name !== screen;
}

function back() {
  visit.timers.splice(0).forEach(clearInterval);
  visit.keys = {};
  if (language !== "vi") location.href = `/language/vi?back=${encodeURIComponent(settings.path)}`;
  else show("choice");
  document.body.dataset.paper = "";
}

function backIn(seconds) {
  visit.timers.splice(0).forEach(clearInterval);
  let left = seconds;
  const tell = () => {
    for (const line of document.querySelectorAll(".countdown")) {
      setText(line, word("back_in", { s: left }));
    }
    if (left-- === 0) back();
  };
  tell();
  visit.timers.push(setInterval(tell, 1000));
}

async function take(service) {
  if (visit.screen !== "choice" && visit.screen !== "sorry") return;
  visit.timers.splice(0).forEach(clearInterval);
  visit.service = service;
  visit.keys[service.code] ??= newKey();
  show("asking");
  try {
    const body = { service: service.code, language };
    showNumber(await post("/tickets", body, visit.keys[service.code]));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("why"), error.message);
    show("sorry");
    backIn(SCAN_S);
  }
}

function showNumber(ticket) {
  visit.ticket = ticket.id;
  setText(byId("label"), ticket.label);
  setText(byId("service"), nameOf(visit.service));
  setText(byId("ahead"), ticket.ahead ? word("ahead", ticket) : word("first"));
  setText(byId("slip"), word("printing"));
  byId("qr").hidden = true;
  document.body.dataset.paper = "";
  show("number");
  byId("number-heading").focus();
  followSlip(ticket);
}

/** Ask each second what became of the slip; after 8 s it counts as not printed. */
async function followSlip(ticket) {
  backIn(SCAN_S);
  for (let waited_s = 0; waited_s <= SLIP_PATIENCE_S; waited_s += 1) {
    const state = await slipState(ticket);
    if (!isShown(ticket)) return;
    if (state === "printed") return slipIsOut();
    if (state === "failed" || state === "none") break;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!isShown(ticket)) return;
  }
  noSlip(ticket);
}

const isShown = (ticket) => visit.screen === "number" && visit.ticket === ticket.id;

async function slipState(ticket) {
  try {
    return (await get(`/tickets/${ticket.id}`)).slip.state;
  } catch (error) {
    if (error instanceof Problem || error instanceof Unreachable) return "unknown";
    throw error;
  }
}

function slipIsOut() {
  document.body.dataset.paper = "out";
  say(byId("slip"), word("printed"));
  backIn(LOOK_S);
}

function noSlip(ticket) {
  document.body.dataset.paper = "missing";
  byId("qr").src = `${ticket.link}/qr.svg`;
  byId("qr").hidden = false;
  say(byId("slip"), word("paperless"));
  backIn(SCAN_S);
}

function button(service) {
  const waiting = h("span", { class: "waiting" });
  const touch = () => take(visit.services[service.code]);
  return h(
    "button",
    { type: "button", "data-service": service.code, onclick: touch },
    h("span", { class: "letter", "aria-hidden": "true" }, service.code),
    h("span", { class: "name" }, nameOf(service)),
    waiting,
  );
}

function showServices(hall) {
  visit.services = Object.fromEntries(hall.services.map((each) => [each.code, each]));
  const codes = hall.services.map((each) => each.code).join();
  const list = byId("services");
  if (list.dataset.codes !== codes) {
    list.dataset.codes = codes;
    list.replaceChildren(...hall.services.map(button));
  }
  for (const service of hall.services) {
    const waiting = list.querySelector(`[data-service="${CSS.escape(service.code)}"] .waiting`);
    setText(waiting, word("waiting", { n: service.waiting }));
  }
}

function forgetLanguageWhenIdle() {
  let timer = null;
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => visit.screen === "choice" && language !== "vi" && back(), IDLE_MS);
  };
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  wake();
}

start(() => {
  for (const each of document.querySelectorAll("[data-back]")) each.addEventListener("click", back);
  byId("again").addEventListener("click", () => take(visit.service));
  forgetLanguageWhenIdle();
  return follow(showServices);
});
