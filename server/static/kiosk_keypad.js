// Typing a number or a code with fingers; a scanner that types like a keyboard does as well.

import { byId, h, say, setText, word } from "./page.js";

const DIGITS = [..."123456789", "delete", "0"];

/** What the keypad is open for: its title, which letters it has, and what becomes of the text. */
let open = { send: () => {}, wake: () => {} };

export function prepareKeypad() {
  byId("digits").replaceChildren(...DIGITS.map(key));
  byId("keypad-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = byId("typed").value.trim();
    if (typed !== "") open.send(typed);
  });
  byId("typed").addEventListener("input", () => open.wake());
}

/**
 * Open the keypad with `title`; `letters` are the beginnings that labels can have.  `send(text)`
 * when it is complete, `wake()` at each key.
 */
export function openKeypad({ title, letters, send, wake }) {
  open = { send, wake };
  setText(byId("keypad-heading"), title);
  say(byId("typed-problem"), "");
  byId("typed").value = "";
  byId("letters").hidden = letters.length === 0;
  byId("letters").style.setProperty("--columns", Math.ceil(letters.length / 4));
  byId("letters").replaceChildren(...letters.map(key));
  byId("typed").focus();
}

/** The text was not taken: say why, and let it be typed anew. */
export function refuseTyped(sentence) {
  say(byId("typed-problem"), sentence);
  byId("typed").select();
}

function key(text) {
  const isDelete = text === "delete";
  const press = () => {
    const field = byId("typed");
    const [start, end] = [field.selectionStart, field.selectionEnd];
    if (start !== end) field.setRangeText("", start, end, "end");
    else if (isDelete) field.value = field.value.slice(0, -1);
    if (!isDelete) field.value += text;
    field.focus();
    open.wake();
  };
  return h("button", { type: "button", "data-key": text, onclick: press }, isDelete ? word("delete") : text);
}
