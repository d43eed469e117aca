// Taking a number: (card ->) choice -> (priority) -> asking -> number | sorry -> choice; coming back
// into line and arriving for an appointment by a keypad or a scanner.
// One key for each service and visit to the choice: a double tap, or a second try after the network
// failed, gives one ticket.

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { answerCard, cardPriority, cardScan, forgetCard, isOurs, noteScan, takeCard } from "./kiosk_card.js";
import { openKeypad, prepareKeypad, refuseTyped } from "./kiosk_keypad.js";
import { showServices } from "./kiosk_services.js";
import { follow } from "./live.js";
import { byId, language, nameOf, say, setText, settings, start, word } from "./page.js";

const SLIP_PATIENCE_S = 8;
const LOOK_S = 12; // printed: read the number, take the slip
const SCAN_S = 30; // no slip: time to take out a phone
const IDLE_MS = 45_000; // after which the next citizen gets Vietnamese again
const SERVICES_MS = 15_000; // hours pass without an event
const SCREENS = ["choice", "card", "category", "keypad", "asking", "number", "returned", "sorry"];

const visit = { screen: "choice", keys: {}, services: {}, service: null, again: null, ticket: null, timers: [] };

function show(screen) {
  visit.screen = screen;
  for (const name of SCREENS) byId(name).hidden = name !== screen;
}

function back() {
  stopTimers();
  visit.keys = {};
  forgetCard();
  if (language !== "vi") location.href = `/language/vi?back=${encodeURIComponent(settings.path)}`;
  else show("choice");
  setPriority(false);
  document.body.dataset.paper = "";
}

const stopTimers = () => visit.timers.splice(0).forEach(clearInterval);

function backIn(seconds) {
  stopTimers();
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

const isPriority = () => byId("priority").getAttribute("aria-pressed") === "true";

function setPriority(isOn) {
  byId("priority").setAttribute("aria-pressed", String(isOn));
  setText(byId("choice-heading"), word(isOn ? "choose_priority" : "choose"));
}

function touch(code) {
  if (visit.screen !== "choice") return;
  visit.service = visit.services[code];
  if (!isPriority()) return take(cardPriority());
  show("category");
  byId("category-heading").focus();
  backIn(SCAN_S);
}

/** Take a number of the service that was touched; `priority` is a category or null. */
async function take(priority) {
  const { service } = visit;
  const scan = cardScan();
  const name = `${service.code} ${priority} ${scan}`;
  visit.keys[name] ??= newKey();
  const body = { service: service.code, language, priority, scan };
  await attempt(async () => showNumber(await post("/tickets", body, visit.keys[name])));
}

/** Do something that ends on a screen of its own; if it fails, say why and offer it again. */
async function attempt(work) {
  stopTimers();
  visit.again = work;
  show("asking");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("why"), error.message);
    byId("again").hidden = error.status === 409; // refused: the same again would be too
    show("sorry");
    backIn(SCAN_S);
    refresh();
  }
}

function showNumber(ticket) {
  visit.ticket = ticket.id;
  setText(byId("label"), ticket.label);
  setText(byId("service"), nameFor(ticket.service));
  setText(byId("ahead"), place(ticket));
  setText(byId("slip"), word("printing"));
  byId("qr").hidden = true;
  document.body.dataset.paper = "";
  show("number");
  byId("number-heading").focus();
  followSlip(ticket);
}

const place = (ticket) => (ticket.state !== "waiting" ? "" : ticket.ahead ? word("ahead", ticket) : word("first"));

const nameFor = (code) => (visit.services[code] ? nameOf(visit.services[code]) : "");

/** Ask each second what became of the slip; after 8 s it counts as not printed. */
async function followSlip(ticket) {
  backIn(SCAN_S);
  for (let waited_s = 0; waited_s <= SLIP_PATIENCE_S; waited_s += 1) {
    const { state, place } = await slipOf(ticket);
    if (!isShown(ticket)) return;
    if (state === "printed") return slipIsOut(place);
    if (state === "failed") break;
    if (state === "none") return noSlip(ticket, "no_printer");
    if (place) setText(byId("slip"), word("printing_at", { place }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!isShown(ticket)) return;
  }
  noSlip(ticket, "paperless");
}

const isShown = (ticket) => visit.screen === "number" && visit.ticket === ticket.id;

async function slipOf(ticket) {
  try {
    return (await get(`/tickets/${ticket.id}`)).slip;
  } catch (error) {
    if (error instanceof Problem || error instanceof Unreachable) return { state: "unknown" };
    throw error;
  }
}

function slipIsOut(place) {
  document.body.dataset.paper = "out";
  say(byId("slip"), place ? word("printed_at", { place }) : word("printed"));
  backIn(LOOK_S);
}

function noSlip(ticket, sentence) {
  document.body.dataset.paper = "missing";
  byId("qr").src = `${ticket.link}/qr.svg`;
  byId("qr").hidden = false;
  say(byId("slip"), word(sentence));
  backIn(SCAN_S);
}

/** Somebody missed the call: back into line by the number on the slip. */
function openMissed() {
  const letters = new Set(Object.values(visit.services).map((each) => each.prefix).filter(Boolean));
  type({ title: word("type_label"), letters: [...letters].sort(), send: requeue });
}

/** Somebody has an appointment: their code is typed, or scanned by a scanner that types. */
function openArrival() {
  type({ title: word("type_code"), letters: [], send: (code) => arrive({ code }) });
}

async function arrive(by) {
  const ticket = await post("/appointments/arrive", by);
  // A code that is used again, after a missed call: its slip came out long ago.
  if (ticket.slip.state === "printed") showReturned(ticket);
  else showNumber(ticket);
}

/** Something was shown to this kiosk's scanner: whoever shows it begins anew. */
function onScan(told) {
  if (!isOurs(told) || visit.screen === "asking") return;
  stopTimers();
  visit.keys = {};
  setPriority(false);
  document.body.dataset.paper = "";
  if (told.kind === "appointment") return attempt(() => arrive({ scan: told.scan }));
  if (told.kind === "slip") return attempt(() => requeue(told.label));
  const isAsking = told.kind === "citizen_card" ? takeCard(told) : noteScan(told);
  show(isAsking ? "card" : "choice");
  if (isAsking) byId("card-heading").focus();
  if (isAsking) backIn(SCAN_S);
}

function answer(isAccepted) {
  stopTimers();
  answerCard(isAccepted);
  show("choice");
}

const requeue = async (label) => showReturned(await post("/tickets/requeue", { label }));

function type({ title, letters, send }) {
  show("keypad");
  const wake = () => backIn(SCAN_S);
  openKeypad({ title, letters, wake, send: (text) => sendTyped(() => send(text)) });
  wake();
}

/** A refusal stays on the keypad: most are a digit that was read wrongly. */
async function sendTyped(work) {
  stopTimers();
  show("asking");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    show("keypad");
    refuseTyped(error.message);
    backIn(SCAN_S);
  }
}

function showReturned(ticket) {
  setText(byId("returned-label"), ticket.label);
  setText(byId("returned-ahead"), place(ticket));
  show("returned");
  byId("returned-heading").focus();
  backIn(LOOK_S);
}

async function refresh() {
  try {
    const services = await get("/services");
    visit.services = Object.fromEntries(services.map((each) => [each.code, each]));
    showServices(services, touch);
    byId("arrive").hidden = !services.some((each) => each.has_slots);
  } catch (error) {
    // Without an answer the banner says so, and the next look asks again.
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

/** A scanner types into whatever is shown: what is typed on the choice is a code. */
function onKey(event) {
  const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey;
  if (isText && !byId("arrive").hidden && visit.screen === "choice") openArrival();
}

function forgetLanguageWhenIdle() {
  let timer = null;
  const forget = () => {
    if (visit.screen !== "choice") return;
    if (language !== "vi") return back();
    setPriority(false);
    forgetCard();
  };
  const wake = () => {
    clearTimeout(timer);
    timer = setTimeout(forget, IDLE_MS);
  };
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  wake();
}

start(() => {
  for (const each of document.querySelectorAll("[data-back]")) each.addEventListener("click", back);
  for (const each of document.querySelectorAll("[data-priority]")) {
    each.addEventListener("click", () => take(each.dataset.priority || null));
  }
  for (const each of document.querySelectorAll("[data-accept]")) {
    each.addEventListener("click", () => answer(each.dataset.accept === "yes"));
  }
  byId("again").addEventListener("click", () => attempt(visit.again));
  byId("priority").addEventListener("click", () => setPriority(!isPriority()));
  byId("missed").addEventListener("click", openMissed);
  byId("arrive").addEventListener("click", openArrival);
  addEventListener("keydown", onKey);
  prepareKeypad();
  forgetLanguageWhenIdle();
  setInterval(refresh, SERVICES_MS);
  return follow(refresh, () => {}, 0, (name, told) => name === "scan" && onScan(told));
});
