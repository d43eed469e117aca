// The languages of the hall screen, which take turns in the same place, all at once.

import { byId, h, settings } from "./page.js";

const TURN_MS = 8_000;
const VIETNAMESE = "vi";

export const languages = settings.languages;

let turn = 0;

/** What `texts` says by language, each in its turn; Vietnamese where a language has nothing. */
export function spoken(texts) {
  const spans = languages.map((each) => {
    const language = texts[each] ? each : VIETNAMESE;
    return h("span", { lang: language }, texts[language] ?? "");
  });
  return h("span", { class: "turns" }, ...spans);
}

/** A sentence of the page's own in every language; {…} filled from `about`. */
export function said(name, about = {}) {
  const found = byId(`say-${name}`).content.cloneNode(true);
  for (const span of found.querySelectorAll("[lang]"))
    span.textContent = span.textContent.replace(/\{(\w+)\}/g, (whole, key) => about[key] ?? whole);
  return found;
}

/** Let the languages take turns from now on. */
export function takeTurns() {
  if (languages.length < 2) return;
  setInterval(() => {
    turn = (turn + 1) % languages.length;
    document.documentElement.dataset.turn = turn;
  }, TURN_MS);
}
