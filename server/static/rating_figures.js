// Satisfaction in figures: each with what it was computed from and how sure it is.  What is not
// said has its reason and is never 0 %.

import { clockText } from "./office_time.js";
import { h, hasWord, language, word } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const SCORES = [5, 4, 3, 2, 1];
const APART = ["marked_burst", "marked_instant", "marked_always", "contested", "upheld"];
const COLUMNS = ["rated", "satisfied", "plain", "scores", "apart"];
const QUARTER_MS = 15 * 60 * 1000;

const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
const number = new Intl.NumberFormat(language);

export const share = (value) => percent.format(value);

/** A table, a row a group; `labelOf(group)` is what a group is called, `heading` what all are. */
export function figuresTable(figures, least, heading, labelOf) {
  const groups = new Map();
  for (const each of figures) {
    if (!groups.has(each.group)) groups.set(each.group, {});
    groups.get(each.group)[each.name] = each;
  }
  const heads = COLUMNS.map((each) => h("th", { scope: "col" }, word(`col_${each}`)));
  return h(
    "table",
    { class: "satisfaction" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, heading), ...heads)),
    h("tbody", {}, ...[...groups].map(([group, found]) =>
      h("tr", {}, h("th", { scope: "row" }, labelOf(group)),
        ...cells(COLUMNS.map((each) => word(`col_${each}`)), [
          rated(found.response),
          satisfied(found.satisfied, least),
          satisfied(found.satisfied_plain, least),
          scores(found),
          apart(found),
        ])))),
  );
}

/** Cells of a row; on a narrow screen, where the table's head is not seen, each says its own. */
export const cells = (heads, contents) =>
  contents.map((each, i) => h("td", { "data-head": heads[i], "data-empty": each === "–" && "" }, each));

function rated(figure) {
  const counts = word("rated", { n: number.format(figure.numerator), d: number.format(figure.denominator) });
  if (figure.value === null) return h("span", { class: "none" }, word("no_visits"));
  return h("span", {}, h("b", {}, share(figure.value)), h("small", {}, counts));
}

/** The share, its counts, its interval as a picture and in words. */
function satisfied(figure, least) {
  const n = number.format(figure.denominator);
  if (figure.value === null) return h("span", { class: "none" }, word(figure.reason, { n, least }));
  const counts = word("rated", { n: number.format(figure.numerator), d: n });
  const ends = { low: share(figure.low), high: share(figure.high) };
  return h("span", {}, h("b", {}, share(figure.value)), h("small", {}, counts), interval(figure),
    h("small", {}, word("between", ends)));
}

function drawn(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A line from 0 to 100 %, on it the interval and the share seen. */
function interval({ value, low, high }) {
  return drawn(
    "svg",
    { viewBox: "0 0 104 12", class: "interval", "aria-hidden": "true", focusable: "false" },
    drawn("rect", { class: "all", x: 2, y: 5, width: 100, height: 2 }),
    drawn("rect", { class: "sure", x: 2 + low * 100, y: 2, width: Math.max((high - low) * 100, 1), height: 8, rx: 2 }),
    drawn("circle", { class: "seen", cx: 2 + value * 100, cy: 6, r: 3 }),
  );
}

function scores(found) {
  const seen = SCORES.map((each) => found[`score_${each}`]).filter((each) => each.value !== null && each.numerator);
  if (!seen.length) return h("span", { class: "none" }, "–");
  return h("ul", { class: "scores" }, ...seen.map((each) =>
    h("li", {}, h("span", {}, word(each.name)), " ", h("b", {}, number.format(each.numerator)))));
}

function apart(found) {
  const seen = APART.filter((name) => found[name].value > 0);
  if (!seen.length) return h("span", { class: "none" }, word("nothing_apart"));
  return h("ul", { class: "apart" }, ...seen.map((name) =>
    h("li", {}, h("span", { class: "chip", "data-state": "suspect" }, word(name, { n: number.format(found[name].value) })))));
}

/** The quarter of an hour that begins at `at`: its day, and from when to when. */
export function quarter(at) {
  const from = Date.parse(at);
  const clock = (ms) => clockText(ms, { hour: "2-digit", minute: "2-digit" });
  const day = clockText(from, { day: "2-digit", month: "2-digit", year: "numeric" });
  return { day, from: clock(from), to: clock(from + QUARTER_MS) };
}

/** The reasons somebody chose, in words; one that this page does not know as it is. */
export const reasonsOf = (answer) =>
  answer.reasons.map((each) => (hasWord(`reason_${each}`) ? word(`reason_${each}`) : each)).join(", ");

export const dayOf = (day) => dayText(day);
