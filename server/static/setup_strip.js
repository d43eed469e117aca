// The test strip: printed, and the line that reads right kept as the printer's record.

import { post, put } from "./api.js";
import { h, say, settings, word } from "./page.js";
import { isAdmin } from "./setup_list.js";
import { told } from "./setup_said.js";

/** Two steps in one box; `said(sentence, address)` is told what was done. */
export function stripBox(said) {
  if (!isAdmin) return "";
  if (settings.printers.length === 0) return h("p", { class: "none" }, word("strip_none"));
  const printer = h(
    "select",
    { id: "strip-printer" },
    ...settings.printers.map((each) => h("option", { value: each }, each)),
  );
  const line = h("input", { id: "strip-line", type: "number", min: 1, max: 99, class: "short", required: "" });
  const sent = h("p", { class: "help", role: "status" });
  const problem = h("p", { class: "problem", role: "alert" });
  const state = { kind: "printer", problem };
  const path = (what) => `/printers/${encodeURIComponent(printer.value)}/${what}`;
  const print = async (event) => {
    event.target.disabled = true;
    say(problem, "");
    await told(state, null, async () => {
      await post(path("strip"));
      say(sent, word("strip_sent", { name: printer.value }));
      line.focus();
    });
    event.target.disabled = false;
  };
  const choose = async (event) => {
    event.preventDefault();
    say(problem, "");
    await told(state, null, async () => {
      await put(path("choice"), { line: Number(line.value) });
      await said(word("strip_chosen", { name: printer.value, line: line.value }), null);
    });
  };
  return h(
    "form",
    { class: "notice-box", onsubmit: choose },
    h("h3", {}, word("strip")),
    h("p", { class: "help" }, word("strip_help")),
    h(
      "div",
      { class: "row" },
      h("label", { for: "strip-printer" }, word("strip_printer")),
      printer,
      h("button", { type: "button", class: "slim", onclick: print }, word("strip_print")),
      h("label", { for: "strip-line" }, word("strip_line")),
      line,
      h("button", { class: "slim" }, word("strip_choose")),
    ),
    sent,
    problem,
  );
}
