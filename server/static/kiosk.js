// The touch kiosk in a browser: groups -> services -> confirm -> number, by the same table of screens
// as the kiosk program (screens.json).  One key for each wish of a visit: a double tap, or a second
// try after the network failed, gives one ticket.

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { Aloud, promptsOf } from "./kiosk_aloud.js";
import { answerCard, cardPriority, cardScan, forgetCard, isOurs, noteScan, takeCard } from "./kiosk_card.js";
import { papersOf, showConfirm } from "./kiosk_confirm.js";
import { openFind, prepareFind, showFound } from "./kiosk_find.js";
import { askHelp, forgetHelp, helpAnswered, helpState } from "./kiosk_help.js";
import { openKeypad, prepareKeypad, refuseTyped } from "./kiosk_keypad.js";
import { prepareLook, resetLook, takeHeld } from "./kiosk_look.js";
import { grouped, isResting, showEnded, showGroups, showServices, showShut } from "./kiosk_services.js";
import { followSlip, placeText, showNumber, slipSaid } from "./kiosk_slip.js";
import { openPin, prepareDoor } from "./kiosk_staff.js";
import { Walk } from "./walk.js";
import { follow } from "./live.js";
import { byId, language, nameOf, say, setText, settings, start, word } from "./page.js";

const SERVICES_MS = 15_000; // hours pass without an event
const SETTLE_MS = 350; // after a change of screen: the second tap of a double tap hits nothing
const SECTIONS = ["choice", "search", "confirm", "category", "card", "keypad", "issuing", "number", "returned", "help", "sorry", "pin", "staff", "failsafe"];
const SECTION_OF = { groups: "choice", services: "choice", paperless: "number" };
const QUIET = ["groups", "services", "issuing"]; // without a countdown
const AWAKE = ["groups", "services", "search", "confirm", "category", "keypad", "staff"]; // a touch anywhere keeps them
const HELD = ["groups", "services", "search", "confirm", "category"]; // that go on in the other language

/** What the office offers. */
const offer = {
  services: [],
  groups: [],
  service: (code) => offer.services.find((each) => each.code === code) ?? null,
  /** The services of a group in its order; all where none was chosen. */
  of(code) {
    const group = offer.groups.find((each) => each.code === code);
    const served = offer.services.filter((each) => each.why !== "ended");
    return group ? group.services.map(offer.service).filter(Boolean) : served;
  },
};

/** What this citizen has done; `group` is null until one is chosen. */
const FRESH = { group: null, service: null, isFound: false, keys: {}, again: null, ticket: null, keypad: "", why: "" };
const visit = { ...FRESH };

let walk = null;

const aloud = new Aloud({
  prompts: () => promptsOf(seen()),
  begin: () => go("preference") && (walk.read(), true),
  end: () => walk.read(),
});

/** What stands on the screen, for whoever hears it. */
function seen() {
  const service = offer.service(visit.service);
  return {
    screen: walk.screen,
    groups: offer.groups,
    services: offer.of(visit.group),
    service,
    isResting: service !== null && isResting(service),
    papers: service === null ? [] : papersOf(service),
    isOld: cardPriority() !== null,
    keypad: visit.keypad,
    ticket: visit.ticket,
    slip: slipSaid(),
    help: helpState(),
    why: visit.why,
  };
}

// Screens

/** Let something happen; false where the table has no such row. */
function go(happening) {
  const to = walk.after(happening);
  if (to === null) return false;
  const isSame = to === walk.screen;
  walk.show(to);
  if (!isSame) show(to);
  if (!isSame && to === "pin") openPin();
  ENTERED[to]?.();
  return true;
}

function show(screen) {
  document.body.dataset.screen = screen;
  const section = SECTION_OF[screen] ?? screen;
  for (const name of SECTIONS) byId(name).hidden = name !== section;
  if (aloud.hush() && screen === "paperless") aloud.read(); // what is to be done is another now
  settle();
  tick();
}

/** For a moment nothing counts, so that a double tap does not hit what the first one brought up. */
function settle() {
  document.body.classList.add("settling");
  clearTimeout(settle.timer);
  settle.timer = setTimeout(() => document.body.classList.remove("settling"), SETTLE_MS);
}

const ENTERED = {
  groups: () => {
    Object.assign(visit, { group: null, service: null, isFound: false });
    draw();
    if (offer.groups.length === 0) go("no groups");
  },
  services: () => draw(),
  search: () => showFound(offer.services, found),
  confirm: () => draw(),
  category: () => byId("category-heading").focus(),
  card: () => byId("card-heading").focus(),
  staff: () => byId("staff-heading").focus(),
};

/** Show what is known now on the screens that it is about. */
function draw() {
  const isGroups = walk.screen === "groups";
  if (isGroups || walk.screen === "services") {
    const group = offer.groups.find((each) => each.code === visit.group);
    setText(byId("choice-heading"), group ? nameOf(group) : word("choose"));
    byId("to-groups").hidden = isGroups || offer.groups.length === 0;
    byId("groups").hidden = !isGroups;
    byId("services").hidden = isGroups;
    const told = showShut(offer.services);
    if (isGroups) showGroups(offer, chooseGroup);
    else showServices("services", offer.of(visit.group), chosen, { told });
    showEnded(visit.group === null ? offer.services : offer.services.filter((each) => each.group === visit.group));
  }
  if (walk.screen === "search") showFound(offer.services, found);
  if (walk.screen === "confirm" && offer.service(visit.service)) showConfirm(offer.service(visit.service));
}

function tick() {
  if (aloud.isHolding) walk.read();
  const left_s = walk.left_s;
  if (left_s === 0) return timeOut();
  const said = left_s === null || QUIET.includes(walk.screen) ? "" : word("back_in", { s: left_s });
  for (const line of document.querySelectorAll(".countdown")) setText(line, said);
}

function timeOut() {
  const { screen } = walk;
  if (screen === "failsafe") return mend();
  if (screen === "issuing") refuse(word("unreachable"), true, "unreachable");
  const isLeft = screen !== "issuing";
  if (go("timeout") && isLeft) begin();
}

/** The next citizen: Vietnamese, as usual, and nothing of the one before. */
function begin() {
  Object.assign(visit, FRESH, { keys: {} });
  forgetCard();
  forgetHelp();
  aloud.forget();
  resetLook();
  document.body.dataset.paper = "";
  if (language !== "vi") location.href = `/language/vi?back=${encodeURIComponent(settings.path)}`;
}

function leave() {
  if (go("again")) begin();
}

// Choosing

function chooseGroup(code) {
  if (!go("group")) return;
  visit.group = code;
  const inside = offer.of(code);
  draw();
  if (inside.length === 1 && inside[0].open) chosen(inside[0].code); // nothing to choose in there
}

function chosen(code) {
  Object.assign(visit, { service: code, isFound: walk.screen === "search" });
  if (go("service")) byId("confirm-heading").focus();
}

const found = (code) => chosen(code);

function back() {
  if (walk.screen === "confirm" && visit.isFound) return go("back to found");
  const isAlone = walk.screen === "confirm" && offer.groups.length > 0 && offer.of(visit.group).length === 1;
  if (go("back") && isAlone) go("back"); // a group of one service was passed over on the way in, too
}

function openSearch() {
  if (!go("find")) return;
  openFind("");
  draw();
}

// A number

/** Take a number of the service that was chosen; `priority` is a category or null. */
function take(happening, priority) {
  const { service } = visit;
  const scan = cardScan();
  const name = `${service} ${priority} ${scan}`;
  visit.keys[name] ??= newKey();
  const body = { service, language, priority, scan };
  attempt(happening, async () => give(await post("/tickets", body, visit.keys[name])));
}

/** Do something that is answered by a screen of its own; if it fails, say why and offer it again. */
async function attempt(happening, work) {
  if (!go(happening)) return;
  visit.again = work;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    // Refused with 409, the same again would be too.
    refuse(error.message, error.status !== 409, error.type?.split("/").pop() ?? "unreachable");
    go("refused");
    refresh();
  }
}

function refuse(sentence, mayTryAgain, why) {
  visit.why = why;
  say(byId("why"), sentence);
  byId("again").hidden = !mayTryAgain;
}

async function give(ticket) {
  if (walk.after("issued") === null) return; // it took too long: sorry is shown, and asks again
  visit.ticket = ticket;
  document.body.dataset.paper = "";
  go("issued");
  const service = offer.service(ticket.service);
  showNumber(ticket, service ? nameOf(service) : "");
  const isShown = () => walk.screen === "number" && visit.ticket?.id === ticket.id;
  const slip = await followSlip(ticket, isShown);
  if (slip === "out") go("slip out");
  if (slip === "missing") go("slip missing");
}

// Coming back into line, appointments, and what a scanner read

/** Somebody missed the call: back into line by the number on the slip. */
function openMissed() {
  if (!go("missed")) return;
  const letters = new Set(offer.services.map((each) => each.prefix).filter(Boolean));
  type({ kind: "missed", title: word("type_label"), letters: [...letters].sort(), send: requeue });
}

/** Somebody has an appointment: their code is typed, or scanned by a scanner that types. */
function openArrival() {
  if (!go("appointment")) return;
  type({ kind: "appointment", title: word("type_code"), letters: [], send: (code) => arrive({ code }) });
}

function type({ kind, title, letters, send }) {
  visit.keypad = kind;
  openKeypad({ title, letters, wake: () => go("typed"), send: (text) => sendTyped(() => send(text)) });
}

/** A refusal stays on the keypad: most are a digit that was read wrongly. */
async function sendTyped(work) {
  if (!go("sent")) return;
  visit.again = work;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (go("mistyped")) refuseTyped(error.message);
  }
}

async function arrive(by) {
  const ticket = await post("/appointments/arrive", by);
  // A code that is used again, after a missed call: its slip came out long ago.
  if (ticket.slip.state === "printed") showReturned(ticket);
  else await give(ticket);
}

const requeue = async (label) => showReturned(await post("/tickets/requeue", { label }));

function showReturned(ticket) {
  visit.ticket = ticket;
  setText(byId("returned-label"), ticket.label);
  setText(byId("returned-ahead"), placeText(ticket));
  if (go("back in line")) byId("returned-heading").focus();
}

/** Something was shown to this kiosk's scanner: whoever shows it begins anew. */
function onScan(told) {
  if (!isOurs(told) || walk.after("slip or appointment") === null) return;
  Object.assign(visit, FRESH, { keys: {} });
  document.body.dataset.paper = "";
  if (told.kind === "appointment") return attempt("slip or appointment", () => arrive({ scan: told.scan }));
  if (told.kind === "slip") return attempt("slip or appointment", () => requeue(told.label));
  const isAsking = told.kind === "citizen_card" ? takeCard(told) : noteScan(told);
  go(isAsking ? "card with priority" : "card or rubbish");
}

function answer(isAccepted) {
  answerCard(isAccepted);
  go("answered");
}

// The staff, and faults

function help() {
  if (go("help")) askHelp(() => go("help known"));
}

/** An error of ours: say what to do, and begin anew when the server is there. */
function fail() {
  if (walk !== null) go("fault");
}

function mend() {
  walk.wake();
  return reload(() => {}); // tried again
}

/** Load the page anew, but only from a server that answers: an error page would stay for ever. */
async function reload(onAway) {
  try {
    if ((await fetch("/readyz", { cache: "no-store" })).ok) return location.reload();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return onAway();
}

async function refresh() {
  try {
    const [services, groups] = await Promise.all([get("/services"), get("/groups")]);
    offer.services = services;
    offer.groups = grouped(services, groups);
  } catch (error) {
    // Without an answer the banner says so, and the next look asks again.
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    return;
  }
  byId("arrive").hidden = !offer.services.some((each) => each.has_slots);
  byId("choice").dataset.known = "";
  if (walk.screen === "groups" && offer.groups.length === 0) go("no groups");
  else if (walk.screen === "services" && visit.group === null && offer.groups.length > 0) go("groups came");
  draw();
}

/** A scanner types into whatever is shown: what is typed on the choice is a code. */
function onKey(event) {
  wake();
  const isText = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey;
  const isChoice = walk.screen === "groups" || walk.screen === "services";
  if (isText && isChoice && !byId("arrive").hidden) openArrival();
}

const wake = () => AWAKE.includes(walk.screen) && walk.wake();

/** Go on where the page in the other language was. */
function resume(held) {
  if (held === null) return;
  const { group, service, isFound, typed } = held;
  Object.assign(visit, { group, service, isFound });
  byId("find").value = typed;
  if (!HELD.includes(held.screen) || (held.service !== null && !offer.service(service))) return;
  walk.show(held.screen);
  show(held.screen);
  walk.read();
  draw();
}

const held = () => ({
  screen: walk.screen,
  group: visit.group,
  service: visit.service,
  isFound: visit.isFound,
  typed: byId("find").value,
});

function listen() {
  const on = (id, work) => byId(id).addEventListener("click", work);
  for (const each of document.querySelectorAll("[data-back]")) each.addEventListener("click", back);
  for (const each of document.querySelectorAll("[data-again]")) each.addEventListener("click", leave);
  for (const each of document.querySelectorAll("[data-priority]")) {
    each.addEventListener("click", () => take("because", each.dataset.priority || null));
  }
  for (const each of document.querySelectorAll("[data-accept]")) {
    each.addEventListener("click", () => answer(each.dataset.accept === "yes"));
  }
  on("take", () => take("take", cardPriority()));
  on("take-priority", () => go("priority"));
  on("again", () => attempt("retry", visit.again));
  on("to-search", openSearch);
  on("missed", openMissed);
  on("arrive", openArrival);
  on("help-button", help);
  prepareLook(() => go("preference") && walk.read(), held);
  prepareKeypad();
  prepareDoor({ go, reload, close: begin });
  prepareFind(() => go("typed"));
  addEventListener("keydown", onKey);
  addEventListener("pointerdown", wake);
  addEventListener("error", fail);
  addEventListener("unhandledrejection", fail);
}

function onEvent(name, data) {
  if (name === "help_answered") helpAnswered(data, () => go("help known"));
}

start(async () => {
  const told = await (await fetch("/static/screens.json")).json();
  walk = new Walk(told, "take", () => performance.now(), "groups");
  show("groups");
  listen();
  setInterval(tick, 1000);
  await refresh();
  resume(takeHeld());
  aloud.prepare();
  setInterval(refresh, SERVICES_MS);
  return follow(refresh, onEvent, 0, (name, said) => name === "scan" && onScan(said));
});
