// Before the number: what is chosen, what to bring, how many wait, and the two ways to take it.

import { cardPriority } from "./kiosk_card.js";
import { isResting, stateText, waitText } from "./kiosk_services.js";
import { byId, h, language, nameOf, setText, word } from "./page.js";

/** Show `service` as GET /services tells it. */
export function showConfirm(service) {
  setText(byId("confirm-heading"), nameOf(service));
  setText(byId("confirm-state"), `${stateText(service)} ${waitText(service)}`.trim());
  byId("confirm-state").classList.toggle("odd", !service.open || isResting(service));
  showPapers(service);
  const isOld = cardPriority() !== null; // priority was asked and accepted with the card
  setText(byId("take-word"), word(isOld ? "take_priority" : "take"));
  byId("take-priority").hidden = isOld;
  for (const id of ["take", "take-priority"]) byId(id).disabled = !service.open;
}

function showPapers(service) {
  const papers = papersOf(service);
  byId("papers").hidden = papers.length === 0;
  const list = byId("paper-list");
  if (list.dataset.seen === JSON.stringify(papers)) return;
  list.dataset.seen = JSON.stringify(papers);
  list.replaceChildren(...papers.map((each) => h("li", {}, each)));
}

/** In the reader's language, or as the office wrote them first. */
export const papersOf = ({ documents }) => documents[language]?.length ? documents[language] : (documents.vi ?? []);
