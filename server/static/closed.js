// Visits that nobody ended: closed by rule, to be put right by who knows better.

import { Problem, Unreachable, get, post } from "./api.js";
import { clockText, dayText } from "./office_time.js";
import { byId, h, say, settings, word } from "./page.js";

const TIMES = ["called_at", "started_at", "finished_at"];
const TIME = { hour: "2-digit", minute: "2-digit" };
const DATE = { day: "2-digit", month: "2-digit", year: "numeric" };

/** A time of a visit of `day`, with its date if that is another: the night closes visits too. */
function clock(at, day) {
  if (!at) return "–";
  const date = clockText(Date.parse(at), DATE);
  return clockText(Date.parse(at), date === dayText(day) ? TIME : { ...TIME, ...DATE });
}

/** Show the visits of a business day; `changed()` is told when one was put right. */
export async function showClosed(day, changed) {
  const visits = await get(`/reports/closed-by-rule?day=${day}`);
  const seen = JSON.stringify([day, visits]);
  if (byId("closed").dataset.seen === seen) return; // somebody may be typing into a form
  byId("closed").dataset.seen = seen;
  byId("closed").replaceChildren(
    visits.length ? table(visits, day, changed) : h("p", { class: "none" }, word("none_closed")),
  );
}

function table(visits, day, changed) {
  const heads = ["label", "counter", "clerk", ...TIMES, "how"].map((each) =>
    h("th", { scope: "col" }, word(`closed_head_${each}`)),
  );
  return h(
    "table",
    {},
    h(
      "thead",
      {},
      h("tr", {}, ...heads, h("th", { scope: "col" }, h("span", { class: "unseen" }, word("correct")))),
    ),
    h("tbody", {}, ...visits.map((each) => row(each, day, changed))),
  );
}

function row(visit, day, changed) {
  const states = [visit.is_forgotten && "is_forgotten", visit.corrected_at && "is_corrected"].filter(Boolean);
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, visit.label),
    h("td", {}, visit.counter ?? "–"),
    h("td", {}, visit.clerk ?? "–"),
    ...TIMES.map((each) => h("td", {}, clock(visit[each], day))),
    h(
      "td",
      {},
      ...states.map((each) =>
        h("span", { class: "chip", "data-state": each === "is_forgotten" ? "paused" : "open" }, word(each)),
      ),
    ),
    h(
      "td",
      {},
      h(
        "details",
        {},
        h("summary", { "aria-label": word("correct_of", visit) }, word("correct")),
        form(visit, day, changed),
      ),
    ),
  );
}

function form(visit, day, changed) {
  const what = h(
    "select",
    {},
    ...TIMES.map((each) => h("option", { value: each }, word(`closed_head_${each}`))),
  );
  what.value = "finished_at";
  const time = h("input", {
    type: "text",
    pattern: "([01][0-9]|2[0-3]):[0-5][0-9]",
    maxlength: 5,
    placeholder: "09:45",
    title: word("as_time"),
    required: "",
    class: "short",
  });
  const reason = h("input", { required: "", maxlength: 200, autocomplete: "off" });
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await post(`/tickets/${visit.ticket}/correct`, {
        what: what.value,
        at: instant(day, time.value),
        reason: reason.value,
      });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      return say(problem, error.message);
    }
    say(byId("closed-said"), word("corrected", visit));
    return changed();
  };
  return h(
    "form",
    { class: "correct", onsubmit: submit },
    h("label", {}, word("which_time"), " ", what),
    h("label", {}, word("right_time"), " ", time),
    h("label", {}, word("reason"), " ", reason),
    h("button", { class: "main slim" }, word("correct")),
    problem,
  );
}

/** A time on the office's clock on a day, as an instant: the zone's distance from UTC is what its clock shows at that moment. */
function instant(day, time) {
  const guess = Date.parse(`${day}T${time}:00Z`);
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: settings.timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(guess);
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const shown = Date.parse(`${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}:00Z`);
  return new Date(guess - (shown - guess)).toISOString();
}
