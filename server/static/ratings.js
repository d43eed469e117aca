// For those who answer for the office: satisfaction, what stands out, what is contested.

import { Problem, Unreachable, get, post } from "./api.js";
import { dayText } from "./office_time.js";
import { byId, h, nameOf, say, setText, start, word } from "./page.js";
import { figuresTable, quarter, reasonsOf, share } from "./rating_figures.js";

let services = {};

const period = () => `from=${byId("from").value}&to=${byId("to").value}`;

function labelOf(report, group) {
  if (report.by === "service") return `${group} - ${services[group] ?? ""}`;
  if (report.by === "counter") return group === "-" ? "–" : word("counter", { counter: group });
  if (report.by === "clerk") return group === "-" ? word("no_clerk") : (report.names[group] ?? group);
  return report.by === "day" ? dayText(group) : word("everything");
}

/** Run what asks the server; a refusal is shown, a session that has ended loads the page anew. */
async function asking(work) {
  try {
    await work();
    setText(byId("figures-problem"), "");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) return location.reload();
    setText(byId("figures-problem"), error.message);
  }
}

const showPeriod = () =>
  asking(async () => {
    if (!byId("choose").checkValidity()) return byId("choose").reportValidity();
    const query = `/reports/ratings?${period()}&by=${byId("by").value}`;
    for (const form of ["csv", "xlsx"]) byId(form).href = `/api/v1${query}&format=${form}`;
    showFigures(await get(query));
    showMarks(await get(`/reports/rating-marks?${period()}`)); // not at once: a year takes seconds
    showComments(await get(`/reports/comments?${period()}`));
  });

function showFigures(report) {
  const heading = word(`group_${report.by}`);
  const table = () => figuresTable(report.figures, report.least, heading, (group) => labelOf(report, group));
  byId("figures").replaceChildren(
    report.figures.length ? table() : h("p", { class: "none" }, word("no_visits_then")),
  );
  showNational(report.figures.find((each) => each.name === "national"));
}

function showNational(figure) {
  byId("national").hidden = !figure;
  if (!figure) return;
  const [points, basis] = byId("national").querySelectorAll("b, span");
  const n = figure.value.toLocaleString(document.documentElement.lang);
  points.textContent = figure.reason ? word("national_none") : word("points", { n });
  basis.textContent = figure.reason ? "" : word("national_basis", { n: figure.numerator, d: figure.denominator });
}

function showMarks(marks) {
  byId("marks").replaceChildren(
    marks.length
      ? h("table", { class: "marks" }, h("tbody", {}, ...marks.map(markRow)))
      : h("p", { class: "none" }, word("no_marks")),
  );
}

function markRow(mark) {
  const others = mark.others === null ? "" : share(mark.others);
  const who = [mark.clerk_name ?? mark.clerk, mark.counter && word("counter", mark)].filter(Boolean);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("span", { class: "chip", "data-state": "suspect" }, word(`mark_${mark.kind}`))),
    h("td", {}, mark.kind === "always" ? dayText(mark.since).slice(3) : dayText(mark.since)),
    h("td", {}, who.join(", ")),
    h("td", {}, word(`about_${mark.kind}`, { n: mark.count, of: mark.of, others })),
  );
}

function showComments({ comments, ratings, least }) {
  const none = ratings < least ? word("few_comments", { n: ratings, least }) : word("no_comments");
  setText(byId("no-comments"), comments.length ? "" : none);
  byId("comments").replaceChildren(...comments.map((each) => {
    const { day, from, to } = quarter(each.quarter);
    const said = [word(`score_${each.score}`), reasonsOf(each)].filter(Boolean).join(" · ");
    return h("li", {}, h("h3", {}, `“${each.comment}”`),
      h("p", { class: "small" }, `${said} – ${services[each.service] ?? each.service}, ${day}, ${from} – ${to}`));
  }));
}

const showContests = () =>
  asking(async () => {
    const cases = await get(`/contests?state=${byId("all-contests").checked ? "all" : "open"}`);
    byId("contests").replaceChildren(
      ...(cases.length ? cases.map(contest) : [h("li", { class: "none" }, word("no_contests"))]),
    );
  });

function contest(each) {
  const { day, from, to } = quarter(each.quarter);
  const time = `${day}, ${from} – ${to}`;
  const marks = each.marks.map((mark) => word(`mark_${mark}`)).join(", ");
  const said = [word(`score_${each.score}`), reasonsOf(each), each.comment && `“${each.comment}”`];
  return h(
    "li",
    {},
    h("h3", {}, word("of_counter", { counter: each.counter, time })),
    h("p", {}, said.filter(Boolean).join(" · ")),
    h("p", {}, h("b", {}, word("says", { name: each.clerk_name ?? each.clerk, reason: each.reason }))),
    ...(marks ? [h("p", { class: "small" }, word("also_marked", { marks }))] : []),
    each.contest === "open" ? decision(each) : decided(each),
  );
}

function decided(each) {
  const verdict = word(`contest_${each.contest}`);
  const text = word("decided", { name: each.judged_by, verdict });
  return h("p", {}, h("span", { class: "chip" }, text), each.note ? ` ${each.note}` : "");
}

function decision(each) {
  const note = h("input", { maxlength: 300, autocomplete: "off" });
  const problem = h("p", { class: "problem", role: "alert" });
  const send = (verdict) => async () => {
    try {
      await post(`/contests/${each.ref}/judge`, { verdict, note: note.value });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      return say(problem, error.message);
    }
    say(byId("contests-said"), word(`said_${verdict}`));
    await showContests();
    return showPeriod();
  };
  return h(
    "div",
    { class: "row decision" },
    h("label", {}, word("note"), " ", note),
    h("button", { type: "button", onclick: send("upheld") }, word("uphold")),
    h("button", { type: "button", onclick: send("rejected") }, word("reject")),
    problem,
  );
}

start(async () => {
  byId("choose").addEventListener("change", showPeriod);
  byId("choose").addEventListener("submit", (event) => event.preventDefault());
  byId("all-contests").addEventListener("change", showContests);
  const list = await get("/services");
  services = Object.fromEntries(list.map((each) => [each.code, nameOf(each)]));
  await showPeriod();
  await showContests();
});
