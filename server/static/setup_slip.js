// Controls for paper: a printer of office.toml, documents by language, and the parts of a slip with
// their preview.  Each takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { Problem, Unreachable, picture } from "./api.js";
import { h, language, settings, word } from "./page.js";
import { box, button, check, heads, unseen } from "./setup_parts.js";
import { openLink } from "./setup_list.js";
import { reason } from "./setup_reasons.js";
import { choiceText, inForce, isSame } from "./setup_values.js";

const PREVIEW_AFTER_MS = 400;
const WIDTHS = { paper_80: 576, paper_58: 384 };
const SPOKEN = ["vi", "en"];

/** One of the printers that office.toml names. */
export function machine({ id, field, value }) {
  const names = [...new Set(["", ...settings.printers, value[field.name]])];
  const input = h(
    "select",
    { id, required: field.key ? "" : null },
    ...names.map((each) => h("option", { value: each }, each || word(field.empty))),
  );
  input.value = value[field.name];
  return { input, read: () => ({ [field.name]: input.value }) };
}

/** Lists of words, one a line, by language. */
export function papers({ field, value }) {
  const held = value[field.name];
  const areas = SPOKEN.map((each) => {
    const area = h("textarea", { rows: 4, class: "long" });
    area.value = (held[each] ?? []).join("\n");
    return [each, area];
  });
  const listed = (area) =>
    area.value
      .split("\n")
      .map((each) => each.trim())
      .filter(Boolean);
  const said = () => areas.map(([each, area]) => [each, listed(area)]).filter(([, all]) => all.length);
  const others = Object.entries(held).filter(([each]) => !SPOKEN.includes(each));
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...areas.map(([each, area]) => h("label", { class: "tall" }, word(`in_${each}`), area)),
    ),
    read: () => ({ [field.name]: Object.fromEntries([...said(), ...others]) }),
  };
}

/** The two slips, and whether the office has a layout of its own for each. */
export function slipList(records) {
  const rows = settings.shapes.slip.name.choices.map((key) => {
    const isOwn = inForce(records.get(key) ?? [], settings.today) !== null;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, choiceText(key)),
      h("td", {}, word(isOwn ? "slip_own" : "slip_usual")),
      h("td", {}, openLink("slip", key)),
    );
  });
  const table = h("table", {}, heads(word("slip_which"), word("slip_state"), ""), h("tbody", {}, ...rows));
  return [box(table)];
}

/** The parts of a slip from top to bottom, beside how they look. */
export function parts({ field, value }) {
  const slip = value.name;
  const rows = new Map();
  const body = h("tbody", {});
  const read = () => [...body.children].map((each) => rows.get(each)());
  const preview = previewOf(() => ({ name: slip, part: read() }));
  const add = (part) => {
    const row = partRow(slip, part, preview.draw);
    rows.set(row.element, row.read);
    body.append(row.element);
    return row.element;
  };
  value[field.name].forEach(add);
  const fresh = { kind: "text", text: {}, size: 1, bold: false, when: "" };
  const adding = () => {
    add(fresh).querySelector("select").focus();
    preview.draw();
  };
  body.addEventListener("input", preview.draw);
  preview.draw();
  const names = settings.slip_fields[slip].fields.map((each) => h("code", {}, `{${each}}`));
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "slip-editor" },
      h(
        "div",
        {},
        h("p", { class: "help fields-there" }, word("fields_there"), " ", ...names.flatMap((each) => [each, " "])),
        box(
          h(
            "table",
            { class: "tight" },
            heads(word("part_kind"), word("part_words"), word("part_look"), unseen(word("move"))),
            body,
          ),
        ),
        h("p", {}, button(word("add_part"), adding)),
      ),
      preview.element,
    ),
    read() {
      const found = read();
      return { [field.name]: isSame(found, value[field.name].map(inOrder)) ? value[field.name] : found };
    },
  };
}

/** A part with its keys in one order: TOML may have them in any. */
function inOrder({ kind, text, size, bold, when }) {
  const known = SPOKEN.filter((each) => text[each]);
  const others = Object.keys(text).filter((each) => !SPOKEN.includes(each));
  const ordered = Object.fromEntries([...known, ...others].map((each) => [each, text[each]]));
  return { kind, text: ordered, size, bold, when };
}

function partRow(slip, part, changed) {
  const { fields, kinds } = settings.slip_fields[slip];
  const label = (what) => ({ "aria-label": what });
  const kind = choose(kinds, part.kind, (each) => word(`part_${each}`), label(word("part_kind")));
  const when = choose(
    ["", ...fields],
    part.when,
    (each) => (each ? `${word("part_when")} {${each}}` : word("always_there")),
    label(word("part_when")),
  );
  const texts = SPOKEN.map((each) => {
    const input = h("input", { maxlength: 200, autocomplete: "off", placeholder: word(`in_${each}`) });
    input.setAttribute("aria-label", word(`in_${each}`));
    input.value = part.text[each] ?? "";
    return [each, input];
  });
  const large = check(word("large"), part.size > 1);
  const bold = check(word("bold"), part.bold);
  const words = h("td", {}, h("div", { class: "words" }, ...texts.map(([, input]) => input)));
  const look = h("td", {}, large.element, bold.element, when);
  const shape = () => {
    const isSaid = ["text", "qr", "barcode"].includes(kind.value);
    for (const [, input] of texts) input.hidden = !isSaid;
    large.element.hidden = bold.element.hidden = !["text", "documents"].includes(kind.value);
  };
  kind.addEventListener("change", shape);
  shape();
  const move = (by) => {
    const focused = document.activeElement;
    const [before, after] = [row.previousElementSibling, row.nextElementSibling];
    if (by < 0) before?.before(row);
    else after?.after(row);
    focused.focus();
    changed();
  };
  const remove = () => {
    (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("select").focus();
    row.remove();
    changed();
  };
  const name = () => word(`part_${kind.value}`);
  const moves = h(
    "td",
    { class: "moves" },
    button("↑", () => move(-1), label(word("up", { name: name() }))),
    button("↓", () => move(1), label(word("down", { name: name() }))),
    button("×", remove, label(`${word("remove")}: ${name()}`)),
  );
  const row = h("tr", {}, h("td", {}, kind), words, look, moves);
  return { element: row, read: () => said(part, { kind, texts, large, bold, when }) };
}

/** What a row says; languages that the form does not show stay as they are. */
function said(part, { kind, texts, large, bold, when }) {
  const isSaid = ["text", "qr", "barcode"].includes(kind.value);
  const shown = texts.map(([each, input]) => [each, input.value.trim()]).filter(([, text]) => text);
  const others = Object.entries(part.text).filter(([each]) => !SPOKEN.includes(each));
  return {
    kind: kind.value,
    text: isSaid ? Object.fromEntries([...shown, ...others]) : {},
    size: large.input.checked ? 2 : 1,
    bold: bold.input.checked,
    when: when.value,
  };
}

function choose(values, value, told, about) {
  const input = h("select", about, ...values.map((each) => h("option", { value: each }, told(each))));
  input.value = value;
  return input;
}

/** The picture of what `layout()` says, drawn anew some time after `draw()`. */
function previewOf(layout) {
  const papersThere = [...settings.printers, ...Object.keys(WIDTHS)];
  const paperName = (each) => (each in WIDTHS ? word(each) : each);
  const paper = choose(papersThere, papersThere[0], paperName, { "aria-label": word("preview_on") });
  const spoken = choose(SPOKEN, language, (each) => word(`in_${each}`), { "aria-label": word("preview_in") });
  const image = h("img", { alt: word("preview_alt"), hidden: "" });
  const problem = h("p", { class: "problem" });
  let timer = 0;
  let newest = 0;
  const look = async () => {
    newest += 1;
    const mine = newest;
    const where = paper.value in WIDTHS ? { dots: WIDTHS[paper.value] } : { printer: paper.value };
    const { name, part } = layout();
    try {
      const found = await picture("/slip-preview", { slip: name, part, language: spoken.value, ...where });
      if (mine !== newest) return; // somebody has typed on meanwhile
      problem.textContent = "";
      image.src = found;
      image.hidden = false;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      if (mine !== newest) return;
      problem.replaceChildren(reason(error.detail ?? "") || error.detail || error.message);
    }
  };
  const draw = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PREVIEW_AFTER_MS);
  };
  paper.addEventListener("change", draw);
  spoken.addEventListener("change", draw);
  return {
    draw,
    element: h(
      "div",
      { class: "preview" },
      h("h3", {}, word("preview")),
      h("div", { class: "row" }, paper, spoken),
      problem,
      h("div", { class: "sheet" }, image),
    ),
  };
}
