// A number from home, or an appointment: service -> way -> day -> time -> who comes -> done.
// One key for each wish: a second try after the network failed gives one number.

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { longDayText } from "./office_time.js";
import { byId, h, language, say, setText, settings, start, word } from "./page.js";

const asking = { key: null, wish: "", look: 0, isSending: false };

const form = byId("wish");
const chosen = (name) => new FormData(form).get(name) ?? "";
const service = () => settings.services.find((each) => each.code === chosen("service"));
const daysOf = (way) => (way === "number" ? service().number_days : service().slot_days);

/** The ways that the chosen service has; the only one is chosen by itself. */
function showWays() {
  const open = ["number", "appointment"].filter((way) => daysOf(way).length > 0);
  for (const input of form.elements.way) {
    if (open.length === 1) input.checked = input.value === open[0];
    else if (!open.includes(input.value)) input.checked = false;
  }
  byId("ways").hidden = open.length < 2;
  showDays();
}

function showDays() {
  const way = chosen("way");
  byId("days").hidden = way === "";
  byId("times").hidden = way !== "appointment";
  byId("person").hidden = way === "";
  if (way === "") return;
  const before = byId("day").value;
  const options = daysOf(way).map((day) => h("option", { value: day }, longDayText(day)));
  byId("day").replaceChildren(...options);
  if (daysOf(way).includes(before)) byId("day").value = before;
  setText(byId("send"), word(way === "number" ? "take" : "book"));
  showTimes();
}

/** Ask for the times of the day; an answer that comes after another question is left aside. */
async function showTimes() {
  say(byId("problem"), "");
  if (chosen("way") !== "appointment") return;
  const look = ++asking.look;
  const before = chosen("start");
  const path = `/services/${encodeURIComponent(chosen("service"))}/slots?day=${chosen("day")}`;
  const slots = await answered(() => get(path));
  if (slots === null || look !== asking.look) return;
  byId("slots").replaceChildren(...slots.map((slot) => slotChoice(slot, before)));
  const isFull = slots.every((slot) => slot.free === 0);
  say(byId("no-slots"), isFull ? word("no_slots") : "");
}

function slotChoice(slot, before) {
  const input = h("input", { type: "radio", name: "start", value: slot.start });
  input.disabled = slot.free === 0;
  input.checked = slot.start === before && slot.free > 0;
  const free = slot.free ? word("free", { n: slot.free }) : word("full");
  return h("label", { class: "pick" }, input, h("span", {}, slot.start, h("small", {}, free)));
}

/** What `ask` gives; null when it was refused, and the reason is shown. */
async function answered(ask) {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("problem"), error.message);
    return null;
  }
}

async function send(event) {
  event.preventDefault();
  if (asking.isSending) return;
  const isNumber = chosen("way") === "number";
  if (!isNumber && chosen("start") === "") return say(byId("problem"), word("choose_slot"));
  asking.isSending = true;
  byId("send").setAttribute("aria-disabled", "true");
  const made = await answered(() => post(...request(isNumber)));
  asking.isSending = false;
  byId("send").removeAttribute("aria-disabled");
  if (made === null) return isNumber || refreshTimes();
  byId("identity").value = "";
  if (isNumber) showNumber(made);
  else location.assign(made.link);
}

function request(isNumber) {
  const body = { service: chosen("service"), day: chosen("day"), identity: chosen("identity"), language };
  if (!isNumber) body.start = chosen("start");
  const wish = JSON.stringify(body);
  if (asking.wish !== wish) Object.assign(asking, { wish, key: newKey() });
  return [isNumber ? "/home/tickets" : "/appointments", body, asking.key];
}

/** Somebody else may have been faster: the list again, with the reason left where it is. */
async function refreshTimes() {
  const reason = byId("problem").textContent;
  await showTimes();
  say(byId("problem"), reason);
}

function showNumber(ticket) {
  asking.wish = "";
  form.hidden = true;
  setText(byId("label"), ticket.label);
  setText(byId("service"), service().name);
  setText(byId("for-day"), word("for_day", { day: longDayText(ticket.business_day) }));
  byId("link").href = ticket.link;
  byId("done").hidden = false;
  byId("done-heading").focus();
}

start(() => {
  if (form === null) return;
  for (const input of form.querySelectorAll("[name=service]")) {
    input.addEventListener("change", showWays);
  }
  for (const input of form.elements.way) input.addEventListener("change", showDays);
  byId("day").addEventListener("change", showTimes);
  form.addEventListener("submit", send);
  // A browser that comes back to this page may have kept what was chosen.
  if (chosen("service") !== "") showWays();
});
