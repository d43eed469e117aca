// What the records say: read from the server, in force on a day, and as people read it.

import { get } from "./api.js";
import { dayText } from "./office_time.js";
import { h, hasWord, settings, word } from "./page.js";
import { FIELDS, RULES, isSingle } from "./setup_fields.js";
import { ticked } from "./setup_rating.js";

export const ALWAYS = "0001-01-01";
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const order = (one, other) => (one < other ? -1 : Number(one > other));
export const last = (list) => list[list.length - 1];
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Every version of every record: kind to key to versions in the order of their days. */
export async function load() {
  const kinds = Object.keys(FIELDS);
  const found = await Promise.all(kinds.map((kind) => get(`/setup/${kind}`)));
  return Object.fromEntries(kinds.map((kind, n) => [kind, byKey(found[n])]));
}

function byKey(versions) {
  const found = new Map();
  for (const each of versions) found.set(each.key, [...(found.get(each.key) ?? []), each]);
  for (const each of found.values()) each.sort((one, other) => order(one.from, other.from));
  return found;
}

/** A record with every field at its default, a slip as it usually is; a field without one is empty. */
export const fresh = (kind, key) =>
  settings.usual[kind]?.[key] ??
  Object.fromEntries(FIELDS[kind].map(({ name }) => [name, settings.shapes[kind][name].default ?? ""]));

/** What a record says on a day, null where it is not there. */
export function inForce(versions, day) {
  return last(versions.filter((each) => each.from <= day))?.value ?? null;
}

/** The versions that say something else than the one before. */
export const steps = (versions) =>
  versions.filter((each, n) => !isSame(each.value, versions[n - 1]?.value ?? null));

/** The versions that begin after a day. */
export const later = (versions, day) => steps(versions).filter((each) => each.from > day);

/** The records in force on a day by key, in the office's order. */
export function plan(records, day) {
  const found = [...records].map(([key, versions]) => [key, inForce(versions, day)]);
  const there = found.filter(([, value]) => value !== null);
  return new Map(there.sort(([, one], [, other]) => (one.position ?? 0) - (other.position ?? 0)));
}

/** The fields that two values of a kind differ in. */
export const differences = (kind, one, other) =>
  FIELDS[kind].filter(({ name }) => !isSame(one?.[name], other?.[name]));

// In words

export const fieldName = (kind, name) => word(`${kind}_${name}`);

/** The name of a record: "Service A", "Counter 3". */
export const recordName = (kind, key) =>
  isSingle(kind) || (kind === "schedule" && key === RULES)
    ? word(`one_${kind}_office`)
    : word(`one_${kind}`, { key: kind === "day" ? dayText(key) : kind === "slip" ? choiceText(key) : key });

export const since = (from) => (from === ALWAYS ? word("always") : word("from_day", { day: dayText(from) }));

/** A value as people read it. */
export function shown(kind, field, value) {
  const told = AS[field.as](value, field, kind);
  return told === "" ? "–" : told;
}

/** The fields that change, "Name: A → B". */
export function changesText(kind, old, next) {
  if (next === null) return word("is_ended");
  if (old === null) return word("is_new");
  const told = differences(kind, old, next).map((field) =>
    h(
      "li",
      {},
      h("b", {}, fieldName(kind, field.name)),
      ": ",
      shown(kind, field, old[field.name]),
      " → ",
      shown(kind, field, next[field.name]),
    ),
  );
  return h("ul", { class: "changes" }, ...told);
}

export const choiceText = (value) => (hasWord(`choice_${value}`) ? word(`choice_${value}`) : String(value));

/** Days of the week, a stretch of them short: "Mon–Fri". */
export function weekdaysText(days) {
  const names = WEEKDAYS.filter((each) => days.includes(each));
  const at = WEEKDAYS.indexOf(names[0]);
  const isStretch = names.length > 2 && isSame(names, WEEKDAYS.slice(at, at + names.length));
  const told = names.map((each) => word(`short_${each}`));
  return isStretch ? `${told[0]}–${last(told)}` : told.join(", ");
}

const sessionText = ({ name, opens, closes, days, last_ticket }) =>
  `${choiceText(name)} ${opens}–${closes} (${weekdaysText(days)})` +
  (last_ticket ? `, ${word("last_at", { time: last_ticket })}` : "");

const sessionsText = (value) => value.map(sessionText).join("\n");

const seasonText = ({ name, start, end, session }) =>
  `${choiceText(name)} ${dayOfYear(start)}–${dayOfYear(end)}:\n${sessionsText(session)}`;

/** "04-01" as "1/4". */
const dayOfYear = (value) => value.split("-").map(Number).reverse().join("/");

const pairs = (value, told) =>
  Object.entries(value)
    .map(([key, each]) => `${key}: ${told(each)}`)
    .join("; ");

function numberText(value, { unit, zero, off = 0 }) {
  if (zero && value === off) return word(zero);
  return unit ? word(`n_${unit}`, { n: value }) : String(value);
}

/** A part of a slip in one line: what it is, and what it says. */
const partText = ({ kind, text }) => [word(`part_${kind}`), text.vi && `“${text.vi}”`].filter(Boolean).join(" ");

const AS = {
  text: (value) => value,
  number: numberText,
  yes: (value) => word(value ? "yes" : "no"),
  choice: (value) => choiceText(value),
  record: (value, field) =>
    value === RULES ? word("one_schedule_office") : value || (field.empty ? word(field.empty) : ""),
  date: (value) => value && dayText(value),
  words: (value) => value.join(", "),
  serves: (value) => value.join(", "),
  shares: (value) => pairs(value, String),
  limits: (value) => pairs(value, (names) => names.map(choiceText).join(", ")),
  firsts: (value) =>
    Object.entries(value)
      .map(([key, each]) => `${choiceText(key)}: ${each}`)
      .join("; "),
  machine: (value, field) => value || word(field.empty),
  members: (value, field) => value.join(", ") || word(field.empty),
  ticks: ticked,
  spoken: (value) => pairs(value, String),
  files: (value, field) => value.join("\n") || word(field.empty),
  papers: (value) => pairs(value, (each) => each.join("; ")),
  parts: (value) => value.map(partText).join("\n"),
  sessions: sessionsText,
  seasons: (value) => value.map(seasonText).join("\n"),
};
