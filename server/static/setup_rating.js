// The control for what citizens may be asked: some of a few, each with its words.
// It takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { h, word } from "./page.js";

/** What the office has ticked of `field.choices`, in their order; what it says of each is `field.said`. */
export function ticks({ field, value }) {
  const held = value[field.name];
  const boxes = field.choices.map((each) => {
    const input = h("input", { type: "checkbox" });
    input.checked = held.includes(each);
    return [each, input];
  });
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...boxes.map(([each, input]) => h("label", { class: "check" }, input, " ", word(`${field.said}_${each}`))),
    ),
    read: () => ({ [field.name]: boxes.filter(([, input]) => input.checked).map(([each]) => each) }),
  };
}

/** What is ticked, in words. */
export const ticked = (value, field) => value.map((each) => word(`${field.said}_${each}`)).join(", ");
