// What the kiosk's scanner was shown: a card that goes with the next number, or a word why it does not.

import { byId, say, setText, settings, word } from "./page.js";

const NOTES = ["child", "health_card", "rubbish"];

/** The card shown last: its `scan`, the `priority` offered, and whether that was accepted. */
let card = null;

export function forgetCard() {
  card = null;
  say(byId("card-note"), "");
}

/** What POST /tickets is told besides the service: the card, and priority if it was accepted. */
export const cardScan = () => card?.scan ?? null;

export const cardPriority = () => (card?.isAccepted ? card.priority : null);

/** Whether this was shown at this kiosk. */
export const isOurs = (told) => settings.kiosk !== "" && told.kiosk === settings.kiosk;

/** Remember a card; true if it has to be asked whether priority is wanted. */
export function takeCard(told) {
  card = { scan: told.scan, priority: told.priority, isAccepted: false };
  setText(byId("card-question"), told.age === null ? "" : word("ask_priority", { age: told.age }));
  note(word("card_taken"));
  return told.priority !== null;
}

export function answerCard(isAccepted) {
  if (card === null) return;
  card.isAccepted = isAccepted;
  note(word(isAccepted ? "card_priority" : "card_taken"));
}

/** Say why what was shown does not help. */
export function noteScan(told) {
  forgetCard();
  note(word(`scan_${NOTES.includes(told.kind) ? told.kind : "rubbish"}`), true);
}

function note(sentence, isOdd = false) {
  byId("card-note").classList.toggle("odd", isOdd);
  say(byId("card-note"), sentence);
}
