// Looking for a service by name: letters on the screen, and what is found at each of them.

import { find, foundBy } from "./kiosk_search.js";
import { showServices } from "./kiosk_services.js";
import { byId, h, say, setText, word } from "./page.js";

const KEYS = [..."abcdefghijklmnopqrstuvwxyz", "space", "erase"];
const LONGEST = 40;

/** `press(key)` is told of each key after the text has changed. */
export function prepareFind(press) {
  byId("find-keys").replaceChildren(...KEYS.map((each) => key(each, press)));
  byId("find").maxLength = LONGEST;
  byId("find").addEventListener("input", press); // a keyboard at the kiosk does as well
}

function key(name, press) {
  const onclick = () => {
    const field = byId("find");
    if (name === "erase") field.value = field.value.slice(0, -1);
    else if (field.value.length < LONGEST) field.value += name === "space" ? " " : name;
    field.focus();
    press();
  };
  const label = { space: word("space"), erase: word("delete") }[name] ?? name.toUpperCase();
  return h("button", { type: "button", "data-letter": name, onclick }, label);
}

export function openFind(text) {
  byId("find").value = text;
  byId("find").focus();
}

/** Show what is found among `services`; `touch(code)` when one is touched. */
export function showFound(services, touch) {
  const typed = byId("find").value;
  const found = find(typed, services.filter((each) => each.why !== "ended"));
  showServices("found", found, touch, { note: (each) => foundBy(typed, each) });
  const said = found.length === 0 ? word("nothing_found") : "";
  if (byId("find-said").textContent !== said) say(byId("find-said"), said);
  setText(byId("find-count"), found.length ? word("found", { n: found.length }) : "");
}
