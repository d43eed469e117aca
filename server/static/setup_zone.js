// Controls for a zone of the hall: its counters, a line in each language, and files one a line.
// Each takes what setup_form.js hands it and gives `input` (its box) and `read()`.

import { post } from "./api.js";
import { h, say, word } from "./page.js";
import { isAdmin } from "./setup_list.js";
import { check } from "./setup_parts.js";
import { told } from "./setup_said.js";

const SPOKEN = ["vi", "en"];

/** Records that belong to it, in the office's order; none ticked is all of them. */
export function members({ field, value, lists }) {
  const held = value[field.name];
  const known = [...new Set([...lists[field.of], ...held])];
  const boxes = known.map((key) => [key, check(key, held.includes(key))]);
  const ticked = () => boxes.filter(([, each]) => each.input.checked).map(([key]) => key);
  const said = () => [
    ...held.filter((each) => ticked().includes(each)),
    ...ticked().filter((each) => !held.includes(each)),
  ];
  return {
    isGroup: true,
    input: h("div", { class: "row" }, ...boxes.map(([, each]) => each.element)),
    read: () => ({ [field.name]: said() }),
  };
}

/** One line of text for each language. */
export function spoken({ field, value }) {
  const held = value[field.name];
  const inputs = SPOKEN.map((each) => {
    const input = h("input", { maxlength: 500, autocomplete: "off", class: "long" });
    input.value = held[each] ?? "";
    return [each, input];
  });
  const others = Object.entries(held).filter(([each]) => !SPOKEN.includes(each));
  const said = () => inputs.map(([each, input]) => [each, input.value.trim()]).filter(([, text]) => text);
  return {
    isGroup: true,
    input: h(
      "div",
      { class: "row" },
      ...inputs.map(([each, input]) => h("label", { class: "tall" }, word(`in_${each}`), input)),
    ),
    read: () => ({ [field.name]: Object.fromEntries([...said(), ...others]) }),
  };
}

/** Names of files, one a line. */
export function files({ id, field, value }) {
  const input = h("textarea", { id, rows: 3, class: "long", spellcheck: "false" });
  input.value = value[field.name].join("\n");
  const lines = () => input.value.split("\n").map((each) => each.trim());
  return { input, read: () => ({ [field.name]: lines().filter(Boolean) }) };
}

/** A box to hear the loudspeakers of a zone. */
export function speakerBox(records) {
  if (!isAdmin) return "";
  const names = [...new Set(["hall", ...records.zone.keys()])];
  const zone = h("select", { id: "speaker-zone" }, ...names.map((each) => h("option", { value: each }, each)));
  const sent = h("p", { class: "help", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const tryOut = async (event) => {
    event.target.disabled = true;
    say(problem, "");
    say(sent, "");
    await told({ kind: "zone", problem }, null, async () => {
      await post(`/zones/${encodeURIComponent(zone.value)}/try-out`);
      say(sent, word("speaker_sent", { zone: zone.value }));
    });
    event.target.disabled = false;
  };
  return h(
    "div",
    { class: "notice-box" },
    h("h3", {}, word("speaker")),
    h("p", { class: "help" }, word("speaker_help")),
    h(
      "div",
      { class: "row" },
      h("label", { for: "speaker-zone" }, word("speaker_zone")),
      zone,
      h("button", { type: "button", class: "slim", onclick: tryOut }, word("speaker")),
    ),
    sent,
    problem,
  );
}
