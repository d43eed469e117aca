// One form for every kind of record, made from the table of its fields.

import { h, hasWord, settings, word } from "./page.js";
import { FIELDS } from "./setup_fields.js";
import { seasons, sessions } from "./setup_hours.js";
import { firsts, serves } from "./setup_parts.js";
import { ticks } from "./setup_rating.js";
import { machine, papers, parts } from "./setup_slip.js";
import { choiceText, fieldName, isSame, shown } from "./setup_values.js";
import { files, members, spoken } from "./setup_zone.js";

/**
 * The fields of a record with their values.  `lists` has the keys of the other records by kind,
 * and the names of sessions.  The form has `element`, `changed()` (the fields that say something
 * else than `value` did), `show(name, text, details)` for a problem, and `clear()`.
 */
export function recordForm(kind, value, lists, { isNew }) {
  const inner = new Set(FIELDS[kind].flatMap((each) => each.with ?? []));
  const fields = FIELDS[kind].filter((each) => !inner.has(each.name) && (isNew || !each.key));
  const controls = new Map(fields.map((field) => [field.name, control(kind, field, value, lists)]));
  const owner = (name) => fields.find((each) => each.name === name || each.with?.includes(name))?.name;
  return {
    element: h("div", { class: "fields" }, ...[...controls.values()].map((each) => each.element)),
    changed() {
      const said = Object.assign({}, ...[...controls.values()].map((each) => each.read()));
      return Object.fromEntries(Object.entries(said).filter(([name, each]) => !isSame(each, value[name])));
    },
    show(name, text, details) {
      const found = controls.get(owner(name));
      if (!found) return false;
      found.problem(text, details);
      return true;
    },
    clear: () => controls.forEach((each) => each.problem("")),
    names: () =>
      [...controls.keys()].flatMap((name) => [
        name,
        ...(FIELDS[kind].find((each) => each.name === name).with ?? []),
      ]),
  };
}

function control(kind, field, value, lists) {
  const id = `field-${field.name}`;
  const shape = settings.shapes[kind][field.name];
  const made = MAKE[field.as]({ id, field, shape, value, lists, label: fieldName(kind, field.name) });
  const problem = h("p", { class: "problem", id: `${id}-problem` });
  const told = helpText(kind, field, shape);
  const help = h("p", { class: "help", id: `${id}-help` }, told);
  const element = made.isGroup
    ? h(
        "fieldset",
        { class: "field", "data-field": field.name },
        h("legend", {}, fieldName(kind, field.name)),
        help,
        made.input,
        problem,
      )
    : h(
        "div",
        { class: "field", "data-field": field.name },
        h("label", { for: id }, fieldName(kind, field.name)),
        h("div", { class: "row" }, made.input, unitOf(field)),
        help,
        problem,
      );
  (made.isGroup ? element : made.input).setAttribute("aria-describedby", `${id}-help ${id}-problem`);
  return {
    element,
    read: made.read,
    problem(text, details = []) {
      problem.replaceChildren(...[text, ...details].filter(Boolean));
      if (text) made.input.setAttribute("aria-invalid", "true");
      else made.input.removeAttribute("aria-invalid");
      if (text) (made.isGroup ? made.input.querySelector("input, select, button") : made.input)?.focus();
    },
  };
}

const unitOf = (field) => (field.unit ? h("span", { class: "unit" }, word(`unit_${field.unit}`)) : "");

/** What a field means, and what it is if nobody says anything. */
function helpText(kind, field, shape) {
  const key = `${kind}_${field.name}_help`;
  const told = hasWord(key) ? [word(key)] : [];
  const isPlain = ["number", "choice"].includes(field.as) && shape.default !== undefined;
  if (isPlain && kind !== "day" && field.name !== "position")
    told.push(word("usually", { value: shown(kind, field, shape.default) }));
  return told.join(" ");
}

function text({ id, field, shape, value }) {
  const longest = field.longest ?? shape.longest;
  const isRequired = field.required || field.key;
  const input = h("input", {
    id,
    maxlength: longest,
    required: isRequired ? "" : null,
    pattern: field.key ? "[^\\/]+" : null, // it stands in addresses
    title: field.key ? word("as_key") : null,
    autocomplete: "off",
    class: longest > 40 ? "long" : null,
  });
  input.value = value[field.name];
  return { input, read: () => ({ [field.name]: input.value.trim() }) };
}

function number({ id, field, shape, value }) {
  const input = h("input", {
    id,
    type: "number",
    min: shape.least,
    max: shape.most,
    required: "",
    inputmode: "numeric",
  });
  input.value = value[field.name];
  return { input, read: () => ({ [field.name]: Number(input.value) }) };
}

function yes({ id, field, value }) {
  const input = h("input", { id, type: "checkbox" });
  input.checked = value[field.name];
  return { input, read: () => ({ [field.name]: input.checked }) };
}

function date({ id, field, value }) {
  const input = h("input", { id, type: "date", required: field.key ? "" : null });
  input.value = value[field.name];
  return { input, read: () => ({ [field.name]: input.value }) };
}

/** One of some values; what stands in the list is `told(value)`. */
function select({ id, field, value, choices, told }) {
  const there =
    choices.includes(value[field.name]) || field.required ? choices : [...choices, value[field.name]];
  const input = h(
    "select",
    { id },
    ...there.map((each) => h("option", { value: JSON.stringify(each) }, told(each))),
  );
  const isThere = there.includes(value[field.name]);
  input.value = JSON.stringify(isThere ? value[field.name] : there[0]);
  return { input, read: () => ({ [field.name]: JSON.parse(input.value) }) };
}

function choice(about) {
  return select({ ...about, choices: about.field.choices ?? about.shape.choices, told: choiceText });
}

function record(about) {
  const { field, lists } = about;
  const first = field.always ?? "";
  const choices = [first, ...lists[field.of].filter((each) => each !== first)];
  return select({ ...about, choices, told: (each) => shown("service", field, each) });
}

function words({ id, field, value }) {
  const input = h("input", {
    id,
    autocomplete: "off",
    pattern: " *([a-z]{2} *(, *[a-z]{2} *)*)?",
    placeholder: "vi, en",
  });
  input.value = value[field.name].join(", ");
  return {
    input,
    read: () => ({
      [field.name]: input.value
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean),
    }),
  };
}

const PAPER = { machine, papers, parts };
const HALL = { members, spoken, files };
const HOURS = { sessions, seasons };
const MAKE = { text, number, yes, date, choice, record, words, serves, firsts, ticks, ...HOURS, ...PAPER, ...HALL };
