// The records of a kind as a list: what holds now, and what is entered for later.

import { h, settings, word } from "./page.js";
import { COLUMNS, FIELDS, keyField } from "./setup_fields.js";
import { changesText, fieldName, inForce, later, plan, recordName, shown, since } from "./setup_values.js";

export const isAdmin = settings.role === "admin";

/** The address of a record's form on this page, `+` for a new one. */
export const linkTo = (kind, key) => `#${kind}/${encodeURIComponent(key)}`;

/** A list with its records, the ended ones last, and a way to add one. */
export function recordList(kind, records) {
  const now = plan(records, settings.today);
  const all = [...Object.keys(settings.usual[kind] ?? {}), ...records.keys()];
  const others = [...new Set(all)].filter((key) => !now.has(key));
  const fields = COLUMNS[kind].map((name) => FIELDS[kind].find((each) => each.name === name));
  const names = [keyField(kind).name, ...COLUMNS[kind]].map((name) =>
    h("th", { scope: "col" }, fieldName(kind, name)),
  );
  const rows = [...now.keys(), ...others].map((key) => row(kind, key, records.get(key) ?? [], fields));
  return [
    addLink(kind),
    rows.length === 0
      ? h("p", { class: "none" }, word("none_there"))
      : h(
          "div",
          { class: "wide", role: "region", tabindex: "0", "aria-label": word(`list_${kind}`) },
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
            h("tbody", {}, ...rows),
          ),
        ),
  ];
}

export const addLink = (kind) =>
  isAdmin ? h("p", {}, h("a", { class: "button", href: linkTo(kind, "+") }, word(`add_${kind}`))) : "";

function row(kind, key, versions, fields) {
  const value = inForce(versions, settings.today) ?? settings.usual[kind]?.[key] ?? null;
  const cells = fields.map((field, n) =>
    h(
      "td",
      {},
      value ? shown(kind, field, value[field.name]) : "",
      n === 0 ? states(kind, value, versions) : "",
    ),
  );
  return h(
    "tr",
    { class: value ? null : "gone" },
    h("th", { scope: "row" }, key),
    ...cells,
    h("td", {}, openLink(kind, key)),
  );
}

export const openLink = (kind, key) =>
  h(
    "a",
    {
      class: "button slim",
      href: linkTo(kind, key),
      "aria-label": `${word(isAdmin ? "change" : "look")}: ${recordName(kind, key)}`,
    },
    word(isAdmin ? "change" : "look"),
  );

/** What is to be known of a record before opening it. */
function states(kind, value, versions) {
  const ahead = later(versions, settings.today).map((each) => word("later_from", { when: since(each.from) }));
  const told = [
    value ? "" : ahead.length ? word("not_yet") : word("ended"),
    value?.has_ended ? word("is_hidden") : "",
    ...ahead,
  ];
  return h(
    "div",
    {},
    ...told.filter(Boolean).map((each) => h("span", { class: "chip", "data-state": "paused" }, each)),
  );
}

/** What is entered for later, each with what it changes; `takeBack(version)` where one may. */
export function laterList(kind, versions, takeBack) {
  const ahead = later(versions, settings.today);
  if (ahead.length === 0) return "";
  const items = ahead.map((each) => {
    const before = versions[versions.indexOf(each) - 1]?.value ?? null;
    const undo = isAdmin
      ? h(
          "button",
          { type: "button", class: "slim", onclick: () => takeBack(each, before) },
          word("take_back"),
        )
      : "";
    return h("li", {}, h("b", {}, since(each.from)), ": ", changesText(kind, before, each.value), undo);
  });
  return h(
    "div",
    { class: "ahead" },
    h("h3", {}, word("for_later")),
    h("ul", {}, ...items),
    h("p", { class: "help" }, word("later_stays")),
  );
}

/** Who changed what; without a `clock` what would change, which nobody has done yet. */
export function historyTable(changes, clock) {
  const done = (each) => [h("td", {}, clock(each.at)), h("td", {}, each.by)];
  const rows = changes.map((each) =>
    h(
      "tr",
      {},
      ...(clock ? done(each) : []),
      h("td", {}, recordName(each.kind, each.key)),
      h("td", {}, since(each.from)),
      h("td", {}, changesText(each.kind, each.old, each.new)),
    ),
  );
  const names = [...(clock ? ["when", "who"] : []), "what", "holds_from", "what_changed"].map((each) =>
    h("th", { scope: "col" }, word(`head_${each}`)),
  );
  return h(
    "div",
    { class: "wide", role: "region", tabindex: "0", "aria-label": word("history") },
    h("table", {}, h("thead", {}, h("tr", {}, ...names)), h("tbody", {}, ...rows)),
  );
}
