// How the kiosk looks to this citizen: larger text, high contrast, the language.

import { byId } from "./page.js";

const LOOKS = ["larger", "contrast"];
const FRESH_MS = 15_000; // a page in the other language is there long before

/** `changed()` when a citizen chose; `held()` is what the page in the other language goes on with. */
export function prepareLook(changed, held) {
  for (const each of LOOKS) {
    byId(each).addEventListener("click", () => {
      set(each, !isOn(each));
      changed();
    });
  }
  document.querySelector(".top .language").addEventListener("click", () => {
    const looks = LOOKS.filter(isOn);
    sessionStorage.setItem("kiosk", JSON.stringify({ ...held(), looks, at: Date.now() }));
  });
}

/** What the page before, in the other language, was about; null if this is a new visit. */
export function takeHeld() {
  const held = JSON.parse(sessionStorage.getItem("kiosk") ?? "null");
  sessionStorage.removeItem("kiosk");
  if (held === null || Math.abs(Date.now() - held.at) > FRESH_MS) return null;
  for (const each of held.looks) set(each, true);
  return held;
}

/** As usual again, for the next citizen. */
export const resetLook = () => LOOKS.forEach((each) => set(each, false));

const isOn = (name) => byId(name).getAttribute("aria-pressed") === "true";

function set(name, isWanted) {
  byId(name).setAttribute("aria-pressed", String(isWanted));
  document.documentElement.toggleAttribute(`data-${name}`, isWanted);
}
