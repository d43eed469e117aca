// The control for what citizens may be asked: some of a few, each with its words.
// It takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { h, word } from "./page.js";

/** What the office has ticked of `field.choices`; the words of each begin with `field.said`. */
export function ticks({ field, value }) {
  const held = value[field.name];
  const boxes = field.choices.map((each) => {
    const input = h("input", { type: "checkbox" });
    input.checked = held.includes(each);
    return [each, input];
  });
  const on = () => boxes.filter(([, input]) => input.checked).map(([each]) => each);
  // What was there keeps its order: a form that nobody has touched says what the record said.
  const said = () => [
    ...held.filter((each) => on().includes(each)),
    ...on().filter((each) => !held.includes(each)),
  ];
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...boxes.map(([each, input]) => h("label", { class: "check" }, input, " ", word(`${field.said}_${each}`))),
    ),
    read: () => ({ [field.name]: said() }),
  };
}

/** What is ticked, in words. */
export const ticked = (value, field) => value.map((each) => word(`${field.said}_${each}`)).join(", ");
