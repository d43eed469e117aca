// Controls for the sessions of a working day and the seasons of the year.
// Each takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { h, settings, word } from "./page.js";
import { box, button, check, heads, unseen } from "./setup_parts.js";
import { WEEKDAYS, choiceText } from "./setup_values.js";

const TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
const NAMES = { session: ["morning", "afternoon", "evening"], season: ["summer", "winter"] };
const TIMES = ["opens", "closes", "tickets_from", "last_ticket"];

function options(name, chosen, choices) {
  const there = choices.includes(chosen) ? choices : [...choices, chosen];
  const input = h(
    "select",
    { "aria-label": name },
    ...there.map((each) => h("option", { value: each }, choiceText(each))),
  );
  input.value = chosen;
  return input;
}

/** A list of parts that can be added and taken away. */
function list({ parts, make, add, wrap }) {
  const rows = [];
  const put = (part) => {
    const made = make(part, () => {
      rows.splice(rows.indexOf(made), 1);
      made.element.remove();
      adder.focus();
    });
    rows.push(made);
    holder.append(made.element);
    return made;
  };
  const adder = button(add, () => put(null).element.querySelector("input, select").focus());
  const { element, holder } = wrap();
  parts.forEach(put);
  return { element: h("div", {}, element, adder), read: () => rows.map((each) => each.read()) };
}

/** The parts of a working day. */
export function sessions({ field, value }) {
  const made = sessionList(value[field.name]);
  return { isGroup: true, input: made.element, read: () => ({ [field.name]: made.read() }) };
}

function sessionList(parts) {
  const wrap = () => {
    const holder = h("tbody");
    const times = TIMES.map((each) => word(`session_${each}`));
    return {
      holder,
      element: box(
        h(
          "table",
          { class: "tight" },
          heads(word("session_name"), ...times, word("session_days"), unseen(word("remove"))),
          holder,
        ),
      ),
    };
  };
  return list({ parts, make: session, add: word("add_session"), wrap });
}

const newSession = () => ({
  name: "morning",
  opens: "",
  closes: "",
  tickets_from: "",
  last_ticket: "",
  days: settings.shapes.session.days.default,
});

function session(part, remove) {
  const held = part ?? newSession();
  const name = options(word("session_name"), held.name, NAMES.session);
  const times = TIMES.map((each) => {
    const isRequired = settings.shapes.session[each].default === undefined;
    const input = h("input", {
      class: "short",
      pattern: TIME,
      inputmode: "numeric",
      maxlength: 5,
      placeholder: isRequired ? "07:30" : null,
      title: word("as_time"),
      "aria-label": word(`session_${each}`),
      required: isRequired ? "" : null,
    });
    input.value = held[each];
    return [each, input];
  });
  const days = WEEKDAYS.map((each) => [each, check(word(`short_${each}`), held.days.includes(each))]);
  return {
    element: h(
      "tr",
      {},
      h("td", {}, name),
      ...times.map(([, each]) => h("td", {}, each)),
      h("td", { class: "days" }, ...days.map(([, each]) => each.element)),
      h("td", {}, button(word("remove"), remove)),
    ),
    read: () => ({
      name: name.value,
      ...Object.fromEntries(times.map(([each, input]) => [each, input.value.trim()])),
      days: days.filter(([, each]) => each.input.checked).map(([each]) => each),
    }),
  };
}

/** Stretches of the year with other sessions. */
export function seasons({ field, value }) {
  const wrap = () => {
    const holder = h("div");
    return { holder, element: holder };
  };
  const made = list({ parts: value[field.name], make: season, add: word("add_season"), wrap });
  return { isGroup: true, input: made.element, read: () => ({ [field.name]: made.read() }) };
}

function season(part, remove) {
  const held = part ?? { name: "summer", start: "04-01", end: "10-31", session: [] };
  const name = options(word("season_name"), held.name, NAMES.season);
  const [start, end] = [dayOfYear(word("season_start"), held.start), dayOfYear(word("season_end"), held.end)];
  const inner = sessionList(held.session);
  return {
    element: h(
      "fieldset",
      { class: "season" },
      h("legend", {}, word("one_season")),
      h(
        "div",
        { class: "row" },
        h("label", {}, word("season_name"), " ", name),
        start.element,
        end.element,
        button(word("remove_season"), remove),
      ),
      inner.element,
    ),
    read: () => ({ name: name.value, start: start.read(), end: end.read(), session: inner.read() }),
  };
}

/** A day and a month: which of two numbers is the month nobody has to guess. */
function dayOfYear(label, value) {
  const [month, day] = value.split("-").map(Number);
  const pick = (name, chosen, most, told) => {
    const input = h(
      "select",
      { "aria-label": `${label}: ${name}` },
      ...Array.from({ length: most }, (_, n) => h("option", { value: n + 1 }, told(n + 1))),
    );
    input.value = chosen;
    return input;
  };
  const days = pick(word("day_of_month"), day, 31, String);
  const months = pick(word("month"), month, 12, (n) => word("month_n", { n }));
  const two = (input) => input.value.padStart(2, "0");
  return {
    element: h("span", { class: "row" }, h("b", {}, label), days, months),
    read: () => `${two(months)}-${two(days)}`,
  };
}
