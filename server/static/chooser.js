// Dialogs that are answered with the keyboard alone: arrows or the first letter choose in a list,
// Enter does it, Esc gives it up.

import { h } from "./page.js";

/** Open `dialog`; its form's values once it is confirmed, null when it is given up. */
export function choose(dialog) {
  const form = dialog.querySelector("form");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () =>
      resolve(dialog.returnValue === "ok" ? Object.fromEntries(new FormData(form)) : null);
    dialog.addEventListener("close", answer, { once: true });
  });
}

/** Let Enter and a double click in the dialog's list confirm it, as everywhere in lists. */
export function confirmByList(dialog) {
  const confirm = () => dialog.querySelector("form").requestSubmit(dialog.querySelector("[value=ok]"));
  const list = dialog.querySelector("select");
  list.addEventListener("dblclick", confirm);
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    confirm();
  });
}

/** Let the arrows go up and down in the dialog's list while its field has the focus. */
export function steerByField(dialog) {
  const list = dialog.querySelector("select");
  dialog.querySelector("input").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    list.selectedIndex = Math.min(Math.max(list.selectedIndex + step, 0), list.length - 1);
  });
}

export const option = (value, text) => h("option", { value }, text);

export const group = (label, options) => h("optgroup", { label }, ...options);
