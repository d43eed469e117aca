// The day in figures: each with what it was computed from.  A rate over nothing is "none yet",
// which is not zero.

import { duration } from "./office_time.js";
import { byId, h, hasWord, language, word } from "./page.js";

const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });

/** Show a report; `labelOf(group)` is what its groups are called. */
export function showFigures(report, labelOf) {
  const groups = Map.groupBy?.(report.figures, (each) => each.group) ?? grouped(report.figures);
  if (groups.size === 0) byId("figures").replaceChildren(h("p", { class: "none" }, word("no_visits")));
  else byId("figures").replaceChildren(report.by === "office" ? tiles(report.figures) : table(report, groups, labelOf));
  showRules(report.figures);
}

function grouped(figures) {
  const groups = new Map();
  for (const each of figures) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return groups;
}

function tiles(figures) {
  return h(
    "dl",
    { class: "tiles" },
    ...figures.map((each) =>
      h("div", {}, h("dt", {}, nameOf(each)), h("dd", {}, h("b", {}, value(each)), " ", basis(each))),
    ),
  );
}

function table(report, groups, labelOf) {
  const columns = report.figures.filter((each) => each.group === report.figures[0].group);
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, word(`group_${report.by}`)),
      ...columns.map((each) => h("th", { scope: "col" }, nameOf(each))))),
    h("tbody", {}, ...[...groups].map(([group, figures]) =>
      h("tr", {}, h("th", { scope: "row" }, labelOf(group)),
        ...figures.map((each) => h("td", {}, h("b", {}, value(each)), " ", basis(each)))))),
  );
}

const nameOf = (figure) => (hasWord(`figure_${figure.name}`) ? word(`figure_${figure.name}`) : figure.name);

function value(figure) {
  if (figure.value === null) return word(figure.denominator ? "few" : "none_yet");
  if (figure.unit === "share") return percent.format(figure.value);
  return figure.unit === "s" ? duration(figure.value) : number.format(figure.value);
}

/** The numerator and denominator, small: "5 of 6". */
function basis(figure) {
  if (figure.denominator === null) return "";
  const isTime = figure.unit === "s";
  const n = isTime ? duration(figure.numerator) : number.format(figure.numerator);
  const d = number.format(figure.denominator);
  return h("small", {}, word(isTime ? "sum_over" : "of", { n, d }));
}

function showRules(figures) {
  const first = figures.filter((each) => each.group === figures[0].group);
  const leftOut = new Map();
  for (const each of figures) leftOut.set(each.name, (leftOut.get(each.name) ?? 0) + each.left_out);
  byId("rules").replaceChildren(...first.flatMap((each) => {
    const key = `rule_${each.name}`;
    const rule = hasWord(key) ? word(key) : each.rule;
    const n = leftOut.get(each.name);
    return [h("dt", {}, nameOf(each)), h("dd", {}, n ? word("left_out", { rule, n }) : rule)];
  }));
}
