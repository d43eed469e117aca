// Special days of a year, with the public holidays among them to read.

import { get } from "./api.js";
import { dayText, weekdayText } from "./office_time.js";
import { h, settings, word } from "./page.js";
import { addLink, openLink } from "./setup_list.js";
import { plan } from "./setup_values.js";

/** The section: a year to choose, and its days. */
export async function daysView(records, year, choose) {
  const holidays = await get(`/setup/holidays?year=${year}`);
  const special = plan(records.day, settings.today);
  const mine = [...special].filter(([key]) => key.startsWith(`${year}-`));
  const rows = [
    ...holidays.map((each) => [each.date, holiday(each, special.has(each.date))]),
    ...mine.map(([key, each]) => [key, own(key, each)]),
  ];
  rows.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  const names = ["date", "weekday", "works", "name", "source"].map((each) =>
    h("th", { scope: "col" }, word(`day_head_${each}`)),
  );
  return [
    h("div", { class: "row between" }, addLink("day"), chooser(year, choose)),
    h(
      "div",
      { class: "wide", role: "region", tabindex: "0", "aria-label": word("list_day") },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...names,
            h("th", { scope: "col" }, h("span", { class: "unseen" }, word("what_to_do"))),
          ),
        ),
        h("tbody", {}, ...rows.map(([, each]) => each)),
      ),
    ),
    h("p", { class: "help" }, word("days_help")),
  ];
}

function chooser(year, choose) {
  const step = (by) =>
    h(
      "button",
      {
        type: "button",
        class: "slim",
        onclick: () => choose(year + by),
        "aria-label": word("year_n", { year: year + by }),
      },
      by < 0 ? "←" : "→",
    );
  return h(
    "div",
    { class: "row", role: "group", "aria-label": word("year") },
    step(-1),
    h("b", { class: "year" }, String(year)),
    step(1),
  );
}

function holiday({ date, name }, isReplaced) {
  return h(
    "tr",
    { class: isReplaced ? "gone" : null },
    h("th", { scope: "row" }, dayText(date)),
    h("td", { class: "short-text" }, weekdayText(date)),
    h("td", {}, chip(false)),
    h("td", {}, name),
    h("td", {}, word(isReplaced ? "by_law_but" : "by_law")),
    h("td", {}),
  );
}

function own(key, value) {
  const source = [value.source, value.announced && word("announced_on", { day: dayText(value.announced) })]
    .filter(Boolean)
    .join("; ");
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, dayText(key)),
    h("td", { class: "short-text" }, weekdayText(key)),
    h("td", {}, chip(value.works, value.like)),
    h("td", {}, value.name),
    h("td", {}, source || "–"),
    h("td", {}, openLink("day", key)),
  );
}

const chip = (works, like) =>
  h(
    "span",
    { class: "chip", "data-state": works ? "open" : "paused" },
    works ? word("works_like", { day: word(`choice_${like}`) }) : word("choice_false"),
  );
