// A clerk's own ratings: figures, single answers where there are enough, and contesting one.

import { Problem, Unreachable, get, post } from "./api.js";
import { byId, h, say, setText, start, word } from "./page.js";
import { cells, figuresTable, quarter, reasonsOf } from "./rating_figures.js";

const HEADS = ["quarter", "score", "reasons", "comment", "contest"];

async function show() {
  if (!byId("choose").reportValidity()) return;
  try {
    const found = await get(`/my-ratings?from=${byId("from").value}&to=${byId("to").value}`);
    showFigures(found);
    showAnswers(found);
    setText(byId("figures-problem"), "");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    setText(byId("figures-problem"), error.message);
  }
}

function showFigures({ figures, least }) {
  byId("figures").replaceChildren(
    figures.length
      ? figuresTable(figures, least, word("group_mine"), () => word("me"))
      : h("p", { class: "none" }, word("none_then")),
  );
}

function showAnswers({ answers, least }) {
  setText(byId("few"), answers.length ? "" : word("few_answers", { least }));
  const heads = HEADS.map((each) => h("th", { scope: "col" }, word(`head_${each}`)));
  byId("answers").replaceChildren(
    ...(answers.length
      ? [h("table", { class: "answers" }, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...answers.map(row)))]
      : []),
  );
}

function row(answer) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, word("quarter", quarter(answer.quarter))),
    ...cells(HEADS.slice(1).map((each) => word(`head_${each}`)), [
      word(`score_${answer.score}`),
      reasonsOf(answer) || "–",
      answer.comment ?? "–",
      answer.contest ? contested(answer) : form(answer),
    ]),
  );
}

function contested({ contest, note }) {
  const state = h("span", { class: "chip", "data-state": contest === "open" ? "asking" : null }, word(`contest_${contest}`));
  return h("div", {}, state, ...(note ? [h("p", { class: "small" }, word("answered", { note }))] : []));
}

function form(answer) {
  const why = h("textarea", { required: "", maxlength: 300, rows: 3 });
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await post(`/my-ratings/${answer.ref}/contest`, { reason: why.value });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      return say(problem, error.message);
    }
    say(byId("answers-said"), word("said_contested"));
    return show();
  };
  const label = word("contest_of", { quarter: word("quarter", quarter(answer.quarter)) });
  return h(
    "details",
    {},
    h("summary", { "aria-label": label }, word("contest")),
    h("form", { class: "why", onsubmit: submit }, h("label", {}, word("why"), why),
      h("button", { class: "main slim" }, word("send")), problem),
  );
}

start(() => {
  byId("choose").addEventListener("change", show);
  byId("choose").addEventListener("submit", (event) => event.preventDefault());
  return show();
});
