// Controls for what a counter serves, and for the first number of each session.
// Each takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { h, word } from "./page.js";
import { choiceText } from "./setup_values.js";

/** The head of a table. */
export const heads = (...names) =>
  h("thead", {}, h("tr", {}, ...names.map((each) => h("th", { scope: "col" }, each))));
export const box = (...children) => h("div", { class: "wide" }, ...children);
export const button = (label, onclick, about = {}) =>
  h("button", { type: "button", class: "slim", onclick, ...about }, label);
export const unseen = (text) => h("span", { class: "unseen" }, text);

/** A box to tick with its label. */
export function check(label, isOn, about = {}) {
  const input = h("input", { type: "checkbox", ...about });
  input.checked = isOn;
  return { input, element: h("label", { class: "check" }, input, " ", label) };
}

/** What a counter serves: which services, in which order, with what share, in which sessions. */
export function serves({ value, lists }) {
  const mine = value.services;
  const codes = [...mine, ...lists.service.filter((each) => !mine.includes(each))];
  const rows = codes.map((code) => serving(code, value, lists));
  const body = h("tbody", {}, ...rows.map((each) => each.element));
  const inOrder = () =>
    [...body.children]
      .map((element) => rows.find((each) => each.element === element))
      .filter((each) => each.isOn());
  const collect = (part) =>
    Object.fromEntries(
      inOrder()
        .map((each) => [each.code, each[part]()])
        .filter(([, said]) => said !== null),
    );
  return {
    isGroup: true,
    input: box(
      h(
        "table",
        { class: "tight" },
        heads(word("serves"), word("share"), word("only_in"), unseen(word("move"))),
        body,
      ),
    ),
    read: () => ({
      services: inOrder().map((each) => each.code),
      weights: sameOrder(value.weights, collect("share")),
      sessions: sameOrder(value.sessions, collect("limit")),
    }),
  };
}

/** `said` with its keys in the order of `held`, so that nothing looks changed that is not. */
function sameOrder(held, said) {
  const keys = [
    ...Object.keys(held).filter((each) => each in said),
    ...Object.keys(said).filter((each) => !(each in held)),
  ];
  return Object.fromEntries(keys.map((each) => [each, said[each]]));
}

function serving(code, value, lists) {
  const name = `${code} - ${lists.names[code] ?? ""}`;
  const on = check(name, value.services.includes(code));
  const share = h("input", {
    type: "number",
    min: 1,
    max: 1000,
    class: "short",
    "aria-label": word("share_of", { name }),
    placeholder: "1",
  });
  share.value = value.weights[code] ?? "";
  const held = value.sessions[code] ?? [];
  const known = [...new Set([...lists.sessions, ...held])];
  const limits = known.map((each) => [each, check(choiceText(each), held.includes(each))]);
  const move = (by) => moveRow(row, by);
  const row = h(
    "tr",
    {},
    h("td", {}, on.element),
    h("td", {}, share),
    h("td", {}, ...limits.map(([, each]) => each.element)),
    h(
      "td",
      {},
      button("↑", () => move(-1), { "aria-label": word("up", { name }) }),
      button("↓", () => move(1), { "aria-label": word("down", { name }) }),
    ),
  );
  return {
    code,
    element: row,
    isOn: () => on.input.checked,
    share: () => (share.value === "" ? null : Number(share.value)),
    limit: () => {
      const chosen = limits.filter(([, each]) => each.input.checked).map(([each]) => each);
      const names = [
        ...held.filter((each) => chosen.includes(each)),
        ...chosen.filter((each) => !held.includes(each)),
      ];
      return names.length ? names : null;
    },
  };
}

function moveRow(row, by) {
  const focused = document.activeElement;
  if (by < 0) row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  focused.focus();
}

/** The first number of each session, where it is not the row's. */
export function firsts({ field, value, lists }) {
  const held = value[field.name];
  const inputs = [...new Set([...lists.sessions, ...Object.keys(held)])].map((name) => {
    const input = h("input", { type: "number", min: 0, max: 1000000, class: "short" });
    input.value = held[name] ?? "";
    return [name, input];
  });
  const said = () =>
    Object.fromEntries(
      inputs.filter(([, each]) => each.value !== "").map(([name, each]) => [name, Number(each.value)]),
    );
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...inputs.map(([name, each]) => h("label", {}, choiceText(name), " ", each)),
    ),
    read: () => ({ [field.name]: sameOrder(held, said()) }),
  };
}
