// One record: what it says, changed from a day on; what is entered for later; who changed it.
//
// A form sends only what was changed in it, over what the record says at that moment: what
// somebody else saved meanwhile stays, and whoever changed the same field is told what it was.

import { get, post, put } from "./api.js";
import { clockText } from "./office_time.js";
import { h, say, settings, word } from "./page.js";
import { told, unlessPeopleWait } from "./setup_said.js";
import { FIELDS, RULES, isSingle, keyField } from "./setup_fields.js";
import { recordForm } from "./setup_form.js";
import { historyTable, isAdmin, laterList, linkTo } from "./setup_list.js";
import {
  differences,
  fieldName,
  fresh,
  inForce,
  isSame,
  last,
  load,
  recordName,
  shown,
  since,
} from "./setup_values.js";

const clock = (at) => clockText(Date.parse(at), { dateStyle: "short", timeStyle: "short" });

/** The names that fields choose from: records in force or to come, names of sessions. */
function listsOf(records) {
  const keys = (kind) =>
    [...records[kind]].filter(([, versions]) => last(versions).value !== null).map(([key]) => key);
  const schedules = [...records.schedule.values()].map((versions) => last(versions).value).filter(Boolean);
  const sessions = schedules.flatMap((each) => [
    ...each.session,
    ...each.season.flatMap((season) => season.session),
  ]);
  const names = [...records.service].map(([key, versions]) => [
    key,
    last(versions.filter((each) => each.value))?.value.name ?? "",
  ]);
  const known = [...new Set(sessions.map((each) => each.name))];
  return {
    service: keys("service"),
    counter: keys("counter"),
    schedule: keys("schedule"),
    numbering: keys("numbering"),
    names: Object.fromEntries(names),
    sessions: known.length ? known : ["morning", "afternoon"],
  };
}

/** The view of one record; `key` is `+` for a new one.  `said(sentence, address)` is told. */
export function recordView(kind, key, records, said) {
  const isNew = key === "+";
  const versions = (!isNew && records[kind].get(key)) || [];
  const start =
    inForce(versions, settings.today) || !versions.some((each) => each.value)
      ? settings.today
      : (versions.find((each) => each.value && each.from > settings.today)?.from ?? settings.today);
  const state = { kind, key, isNew, versions, records, start, told: "", said };
  const box = h("div", {});
  const parts = [
    isNew ? "" : laterList(kind, versions, (each, before) => takeBack(state, each, before)),
    isAdmin ? editor(state) : facts(kind, inForce(versions, start) ?? fresh(kind, key)),
  ];
  if (isAdmin && versions.length && !isSingle(kind)) parts.push(ending(state));
  if (!isNew) parts.push(history(kind, key));
  box.append(...parts);
  return { element: box, isDirty: () => state.form && Object.keys(state.form.changed()).length > 0 };
}

/** What a record says, for those who may look. */
function facts(kind, value) {
  return h(
    "dl",
    { class: "rules" },
    ...FIELDS[kind]
      .filter((each) => !each.key)
      .flatMap((field) => [
        h("dt", {}, fieldName(kind, field.name)),
        h("dd", {}, shown(kind, field, value[field.name])),
      ]),
  );
}

const baseOn = (state, versions, day) =>
  inForce(versions, day) ?? last(versions.filter((each) => each.value))?.value ?? fresh(state.kind, state.key);

function editor(state) {
  const holder = h("div", {});
  const from = h("input", { type: "date", id: "from", min: settings.today, required: "" });
  from.value = state.start;
  state.problem = h("p", { class: "problem", role: "alert" });
  const draw = (changed) => {
    state.base = baseOn(state, state.versions, from.value || settings.today);
    state.form = recordForm(state.kind, state.base, listsOf(state.records), state);
    if (Object.keys(changed).length) {
      const refilled = recordForm(state.kind, { ...state.base, ...changed }, listsOf(state.records), state);
      const { base } = state;
      state.form = { ...refilled, changed: () => over(base, { ...changed, ...refilled.changed() }) };
    }
    holder.replaceChildren(state.form.element);
  };
  draw({});
  from.addEventListener("change", () => draw(state.form.changed()));
  const submit = (event) => {
    event.preventDefault();
    save(state, from.value, event.target.querySelector("button.main"));
  };
  return h(
    "form",
    { class: "record", onsubmit: submit },
    holder,
    h(
      "div",
      { class: "row bar" },
      h("label", {}, word("holds_from"), " ", from),
      h("button", { class: "main" }, word("save")),
      isSingle(state.kind) ? "" : h("a", { class: "button", href: `#${state.kind}` }, word("back")),
    ),
    state.problem,
  );
}

/** Of *changed* what says something else than *base*. */
const over = (base, changed) =>
  Object.fromEntries(Object.entries(changed).filter(([name, each]) => !isSame(each, base[name])));

async function save(state, day, button) {
  const { kind, form } = state;
  const changed = form.changed();
  form.clear();
  say(state.problem, "");
  const key = state.isNew ? changed[keyField(kind).name] : state.key;
  button.disabled = true;
  await told(state, form, async () => {
    const records = await load();
    const versions = records[kind].get(key) ?? [];
    if (state.isNew && inForce(versions, day))
      return say(state.problem, word("there_already", { name: recordName(kind, key) }));
    const base = state.isNew ? fresh(kind) : baseOn(state, versions, day);
    const clash = differences(kind, state.base, base).filter(
      ({ name }) => name in changed && !isSame(base[name], changed[name]),
    );
    if (clash.length && state.told !== JSON.stringify(base)) return meanwhile(state, base, clash, changed);
    const path = `/setup/${kind}/${encodeURIComponent(key)}`;
    if (!(await unlessPeopleWait(put, path, { value: { ...base, ...changed }, from: day }))) return;
    state.said(
      word("saved", { name: recordName(kind, key), when: since(day) }),
      state.isNew ? linkTo(kind, key) : null,
    );
  });
  button.disabled = false;
}

/** Somebody else saved the same fields: say who and what, and let the next press decide. */
async function meanwhile(state, base, clash, changed) {
  const [newest] = await get(`/setup/history?kind=${state.kind}&key=${encodeURIComponent(state.key)}`);
  const fields = clash.map((field) => {
    const { kind } = state;
    const [was, is, mine] = [state.base, base, changed].map((each) => shown(kind, field, each[field.name]));
    return word("was_changed", { field: fieldName(kind, field.name), was, is, mine });
  });
  state.told = JSON.stringify(base);
  say(state.problem, [word("meanwhile", { by: newest?.by ?? "" }), ...fields, word("save_again")].join(" "));
}

async function takeBack(state, version, before) {
  const { kind, key } = state;
  await told(state, null, async () => {
    const path = `/setup/${kind}/${encodeURIComponent(key)}`;
    if (before === null) await post(`${path}/end`, { from: version.from });
    else await put(path, { value: before, from: version.from });
    state.said(
      word("taken_back", { name: recordName(kind, key), when: since(version.from) }),
      state.versions.length === 1 ? `#${kind}` : null,
    );
  });
}

function ending(state) {
  const { kind, key } = state;
  const from = h("input", { type: "date", min: settings.today, required: "" });
  from.value = settings.today;
  const submit = async (event) => {
    event.preventDefault();
    const name = recordName(kind, key);
    if (!confirm(word("end_sure", { name, when: since(from.value) }))) return;
    await told(state, null, async () => {
      const path = `/setup/${kind}/${encodeURIComponent(key)}/end`;
      if (!(await unlessPeopleWait(post, path, { from: from.value }))) return;
      state.said(word("was_ended", { name, when: since(from.value) }), `#${kind}`);
    });
  };
  return h(
    "details",
    {},
    h("summary", {}, word("end_it")),
    h("p", {}, word(`end_${kind}_help`)),
    h(
      "form",
      { class: "row", onsubmit: submit },
      h("label", {}, word("from_which_day"), " ", from),
      h("button", { class: "danger" }, word("end")),
    ),
  );
}

function history(kind, key) {
  const box = h("div", {});
  const open = async (event) => {
    if (!event.target.open) return;
    const changes = await get(
      `/setup/history?kind=${kind}&key=${encodeURIComponent(isSingle(kind) ? RULES : key)}`,
    );
    box.replaceChildren(
      changes.length ? historyTable(changes, clock) : h("p", { class: "none" }, word("no_history")),
    );
  };
  return h("details", { ontoggle: open }, h("summary", {}, word("history")), box);
}
