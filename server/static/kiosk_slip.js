// A number that was given: its slip is looked for once a second, and after 8 s it counts as not printed.

import { Problem, Unreachable, get } from "./api.js";
import { byId, say, setText, word } from "./page.js";

const PATIENCE_S = 8;

/** What stands there about the slip: printing, printed, paperless or no-printer. */
let said = "";
export const slipSaid = () => said;

/** Show `ticket` of `service` (its name); the slip is told by followSlip(). */
export function showNumber(ticket, service) {
  setText(byId("label"), ticket.label);
  setText(byId("service"), service);
  setText(byId("ahead"), placeText(ticket));
  setText(byId("slip"), word("printing"));
  said = "printing";
  byId("qr").hidden = true;
  byId("number-heading").focus();
}

export const placeText = (ticket) =>
  ticket.state !== "waiting" ? "" : ticket.ahead ? word("ahead", ticket) : word("first");

/** Until the slip is out ("out") or counts as missing ("missing"), while `isShown()`; null otherwise. */
export async function followSlip(ticket, isShown) {
  for (let waited_s = 0; waited_s <= PATIENCE_S; waited_s += 1) {
    const { state, place } = await slipOf(ticket);
    if (!isShown()) return null;
    if (state === "printed") return slipIsOut(place);
    if (state === "failed") break;
    if (state === "none") return noSlip(ticket, "no_printer");
    if (place) setText(byId("slip"), word("printing_at", { place }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!isShown()) return null;
  }
  return noSlip(ticket, "paperless");
}

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
  said = "printed";
  say(byId("slip"), place ? word("printed_at", { place }) : word("printed"));
  return "out";
}

function noSlip(ticket, sentence) {
  document.body.dataset.paper = "missing";
  byId("qr").src = `${ticket.link}/qr.svg`;
  byId("qr").hidden = false;
  said = sentence.replace("_", "-");
  say(byId("slip"), word(sentence));
  return "missing";
}
