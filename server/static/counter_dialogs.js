// What some acts ask first: where to, for how long, whom.  All by keyboard (chooser.js).

import { Problem, Unreachable, get } from "./api.js";
import { choose, confirmByList, group, option, steerByField } from "./chooser.js";
import { serviceName, timeOf } from "./counter_view.js";
import { since } from "./office_time.js";
import { byId, nameOf, say, settings, word } from "./page.js";

const DIALOGS = ["park-dialog", "transfer-dialog", "call-dialog", "walk-dialog"];

const ASKED = { park: askPark, transfer: askTransfer, call: askCall, "walk-direct": askWalk };

const picking = { here: "", asked: 0, services: {} };

export function prepareDialogs(here) {
  picking.here = here;
  DIALOGS.forEach((id) => confirmByList(byId(id)));
  steerByField(byId("call-dialog"));
  byId("call-label").addEventListener("input", lookForWaiting);
}

/** What `act` needs to be told, {} for nothing; null when the clerk has given it up. */
export const ask = async (act, desk) => (act in ASKED ? ASKED[act](desk) : {});

async function askPark() {
  byId("park-after").selectedIndex = 0;
  const told = await choose(byId("park-dialog"));
  if (told === null) return null;
  return told.after === "0" ? {} : { return_after_s: Number(told.after) };
}

async function askTransfer({ hall }) {
  const services = hall.services.filter((each) => !each.has_ended);
  const others = hall.counters.filter((each) => each.number !== settings.counter);
  byId("transfer-to").replaceChildren(
    group(word("services"), services.map((each) => option(`service:${each.code}`, `${each.code} - ${nameOf(each)}`))),
    group(word("counters"), others.map((each) => option(`counter:${each.number}`, placeOf(each)))),
  );
  byId("transfer-to").selectedIndex = -1;
  byId("transfer-form").reset();
  const told = await choose(byId("transfer-dialog"));
  if (told === null) return null;
  const [kind, ...name] = told.to.split(":");
  const place = told.first ? "first" : "in_order";
  return { [kind]: name.join(":"), place, come_back: told.back !== undefined };
}

const placeOf = ({ number, name, state }) =>
  `${number} - ${name}${state === "open" ? "" : ` (${word(state)})`}`;

async function askCall({ services }) {
  picking.services = services;
  byId("call-label").value = "";
  lookForWaiting();
  const told = await choose(byId("call-dialog"));
  return told === null ? null : { ticket: Number(told.ticket) };
}

/** List who waits with what is typed in the label; an answer that another has overtaken is left. */
async function lookForWaiting() {
  const asked = ++picking.asked;
  const typed = encodeURIComponent(byId("call-label").value.trim());
  try {
    const found = await get(`${picking.here}/waiting?label=${typed}`);
    if (asked === picking.asked) showWaiting(found);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (asked === picking.asked) say(byId("call-problem"), error.message);
  }
}

function showWaiting(tickets) {
  byId("call-ticket").replaceChildren(...tickets.map((each) => option(each.id, lineOf(each))));
  byId("call-ticket").selectedIndex = tickets.length ? 0 : -1;
  say(byId("call-problem"), tickets.length ? "" : word("no_match"));
}

function lineOf(ticket) {
  const told = [ticket.label, serviceName(picking.services, ticket.service)];
  if (ticket.due_at) told.push(word("due", { time: timeOf(ticket.due_at) }));
  else told.push(word("waits", { time: since(ticket.issued_at) }));
  if (ticket.priority) told.push(word("priority"));
  return told.join(" · ");
}

async function askWalk({ counter, services }) {
  const offered = counter.services.filter((code) => services[code] && !services[code].has_ended);
  byId("walk-service").replaceChildren(
    ...offered.map((code) => option(code, `${code} - ${nameOf(services[code])}`)),
  );
  byId("walk-service").selectedIndex = offered.length ? 0 : -1;
  const told = await choose(byId("walk-dialog"));
  return told === null ? null : { service: told.service };
}
