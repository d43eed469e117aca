// Controls for a zone of the hall: its counters, a line in each language, and files one a line.
// Each takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { h, word } from "./page.js";
import { check } from "./setup_parts.js";

const SPOKEN = ["vi", "en"];

/** Records that belong to it, in the office's order; none ticked is all of them. */
export function members({ field, value, lists }) {
  const held = value[field.name];
  const known = [...new Set([...lists[field.of], ...held])];
  const boxes = known.map((key) => [key, check(key, held.includes(key))]);
  const ticked = () => boxes.filter(([, each]) => each.input.checked).map(([key]) => key);
  const said = () => [
    ...held.filter((each) => ticked().includes(each)),
    ...ticked().filter((each) => !held.includes(each)),
  ];
  return {
    isGroup: true,
    input: h("div", { class: "row" }, ...boxes.map(([, each]) => each.element)),
    read: () => ({ [field.name]: said() }),
  };
}

/** One line of text for each language. */
export function spoken({ field, value }) {
  const held = value[field.name];
  const inputs = SPOKEN.map((each) => {
    const input = h("input", { maxlength: 500, autocomplete: "off", class: "long" });
    input.value = held[each] ?? "";
    return [each, input];
  });
  const others = Object.entries(held).filter(([each]) => !SPOKEN.includes(each));
  const said = () => inputs.map(([each, input]) => [each, input.value.trim()]).filter(([, text]) => text);
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...inputs.map(([each, input]) => h("label", { class: "tall" }, word(`in_${each}`), input)),
    ),
    read: () => ({ [field.name]: Object.fromEntries([...said(), ...others]) }),
  };
}

/** Names of files, one a line. */
export function files({ id, field, value }) {
  const input = h("textarea", { id, rows: 3, class: "long", spellcheck: "false" });
  input.value = value[field.name].join("\n");
  const lines = () => input.value.split("\n").map((each) => each.trim());
  return { input, read: () => ({ [field.name]: lines().filter(Boolean) }) };
}
