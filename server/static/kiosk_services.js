// The groups and services on the kiosk: what is open to touch, what is shut with when numbers are
// given next, and where to go for those that have ended.

import { clockText, officeNow } from "./office_time.js";
import { byId, h, language, nameOf, setText, word } from "./page.js";

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { day: "2-digit", month: "2-digit" };
const DATE = { ...DAY, year: "numeric" };
const STEP_MIN = 5; // more would promise what nobody knows

/** The code of the group of services that are in none. */
export const OTHERS = "";

const isOffered = (service) => service.why !== "ended";

/** The groups to show: those that have a service, and one for those in none; none for one alone. */
export function grouped(services, groups) {
  const codes = services.filter(isOffered).map((each) => each.code);
  const filled = groups
    .map((each) => ({ ...each, services: each.services.filter((code) => codes.includes(code)) }))
    .filter((each) => each.services.length > 0);
  const inside = new Set(filled.flatMap((each) => each.services));
  const rest = codes.filter((code) => !inside.has(code));
  if (rest.length && filled.length) filled.push({ code: OTHERS, name: word("others"), services: rest });
  return filled.length > 1 ? filled : [];
}

/** Show the groups of `offer`; `touch(code)` when one is touched. */
export function showGroups(offer, touch) {
  const list = byId("groups");
  redraw(list, offer.groups, (each) => groupButton(each, touch), "data-group", (element, each) => {
    const inside = offer.of(each.code);
    element.classList.toggle("closed", inside.every((service) => !service.open));
    const names = inside.map(nameOf).filter((name) => name !== nameOf(each));
    setText(element.querySelector(".inside"), names.join(" · "));
    setText(element.querySelector(".waiting"), groupState(inside));
  });
}

function groupButton(group, touch) {
  return h(
    "button",
    { type: "button", "data-group": group.code, onclick: () => touch(group.code) },
    h("span", { class: "name" }, nameOf(group)),
    h("span", { class: "inside" }),
    h("span", { class: "waiting" }),
  );
}

function groupState(services) {
  const open = services.filter((each) => each.open);
  const waiting = open.reduce((sum, each) => sum + each.waiting, 0);
  if (open.length) return waiting ? word("waiting", { n: waiting }) : word("nobody_waits");
  const isFull = services.every((each) => each.why === "quota");
  const opens_at = services.map((each) => each.opens_at).filter(Boolean).sort()[0] ?? null;
  return `${word(isFull ? "used_up" : "no_numbers")} ${nextNumbers(opens_at)}`.trim();
}

/** Show `services` in the list with this id; `touch(code)` when an open one is touched. */
export function showServices(id, services, touch, { told = null, note = () => "" } = {}) {
  const attribute = id === "services" ? "data-service" : "data-found";
  redraw(byId(id), services, (each) => serviceButton(each, touch, attribute), attribute, (element, each) => {
    element.disabled = !each.open;
    setText(element.querySelector(".inside"), note(each));
    setText(element.querySelector(".waiting"), stateText(each, told));
  });
}

function serviceButton(service, touch, attribute) {
  return h(
    "button",
    { type: "button", [attribute]: service.code, onclick: () => touch(service.code) },
    h("span", { class: "letter", "aria-hidden": "true" }, service.prefix || service.code),
    h("span", { class: "name" }, nameOf(service)),
    h("span", { class: "inside" }),
    h("span", { class: "waiting" }),
  );
}

/** Make the buttons anew only when others are wanted: a press must not fall on one that vanished. */
function redraw(list, items, make, attribute, refresh) {
  const seen = JSON.stringify(items.map((each) => [each.code, nameOf(each), each.prefix]));
  if (list.dataset.seen !== seen) {
    list.dataset.seen = seen;
    list.style.setProperty("--rows", Math.max(1, Math.ceil(items.length / 2))); // for upright screens
    list.replaceChildren(...items.map(make));
  }
  for (const each of items) refresh(list.querySelector(`[${attribute}="${CSS.escape(each.code)}"]`), each);
}

/** How many wait, or why there are no numbers and when; `told` is an opening that is said already. */
export function stateText(service, told = null) {
  if (!service.open) {
    const shut = word(service.why === "quota" ? "used_up" : "no_numbers");
    return `${shut} ${service.opens_at === told ? "" : nextNumbers(service.opens_at)}`.trim();
  }
  const waits = service.waiting ? word("waiting", { n: service.waiting }) : word("nobody_waits");
  return isResting(service) ? `${waits} ${word("resting")}` : waits;
}

export const isResting = (service) => service.counters_open === 0 && service.counters_paused > 0;

/** How long it is likely to be, in steps of five minutes; "" where it cannot be said. */
export function waitText({ open, wait_s }) {
  if (!open || wait_s === null) return "";
  const [least, most] = [
    Math.floor(wait_s.low / 60 / STEP_MIN) * STEP_MIN,
    Math.ceil(wait_s.high / 60 / STEP_MIN) * STEP_MIN,
  ];
  return least > 0
    ? word("wait", { low: least, high: Math.max(most, least + STEP_MIN) })
    : word("wait_under", { high: Math.max(most, STEP_MIN) });
}

/** When numbers are given next; nothing where that is not known. */
function nextNumbers(opens_at) {
  if (opens_at === null) return "";
  const at = Date.parse(opens_at);
  const isToday = clockText(at, DATE) === clockText(officeNow(), DATE);
  const time = clockText(at, TIME);
  return isToday ? word("opens_today", { time }) : word("opens_on", { time, day: clockText(at, DAY).replace("-", "/") });
}

/**
 * When nothing is given at all, one sentence says so above the list: it is not the kiosk's fault.
 * The opening that it names, if any.
 */
export function showShut(services) {
  const offered = services.filter(isOffered);
  const isShut = offered.length > 0 && offered.every((each) => !each.open);
  byId("shut").hidden = !isShut;
  byId("choice-heading").classList.toggle("unseen", isShut);
  if (!isShut) return null;
  const { holiday } = offered[0];
  const isHoliday = holiday !== "" && offered.every((each) => each.why === "day_off");
  const opens_at = offered.map((each) => each.opens_at).filter(Boolean).sort()[0] ?? null;
  const said = isHoliday ? word("holiday", { holiday }) : word("shut");
  setText(byId("shut"), `${said} ${nextNumbers(opens_at)}`.trim());
  return opens_at;
}

/** Where to go for what is not served here any more. */
export function showEnded(services) {
  const told = services.filter((each) => each.why === "ended" && each.notice).map((each) => {
    const notice = language === "en" ? each.notice_en || each.notice : each.notice;
    return word("ended", { service: nameOf(each), notice });
  });
  byId("ended").hidden = told.length === 0;
  if (byId("ended").dataset.seen === told.join()) return;
  byId("ended").dataset.seen = told.join();
  byId("ended").replaceChildren(...told.map((each) => h("li", {}, each)));
}
