// A reminder of the day a result is ready: typed or scanned, printed at this counter's printer.

import { Problem, Unreachable, get, post } from "./api.js";
import { choose } from "./chooser.js";
import { clockText, officeNow } from "./office_time.js";
import { byId, language, say, settings, word } from "./page.js";

const LOOKS = 30; // for a slip's end, one every half second: a printer takes a few
const LOOK_MS = 500;
const WORKING_DAY_MS = 86_400_000;
const USUAL_HOUR = "16:00";

/** The key H and its button, whatever the counter has in hand. */
export function watchResults() {
  const button = byId("result-slip");
  button.addEventListener("click", (event) => {
    if (event.detail > 0) button.blur(); // after the mouse the space bar calls again
    askResult();
  });
  // A scanner ends a code with Enter: the day is looked at before anything is printed.
  byId("result-dossier").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    byId("result-day").focus();
  });
  addEventListener("keydown", (event) => {
    const isFree = !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.code !== "KeyH" || !isFree || localStorage.getItem("keys") === "off") return;
    if (document.querySelector("dialog[open]")) return; // its keys are its own
    event.preventDefault();
    askResult();
  });
}

async function askResult() {
  byId("result-form").reset();
  byId("result-day").min = dayOf(officeNow());
  byId("result-day").value = dayOf(officeNow() + WORKING_DAY_MS);
  byId("result-hour").value = USUAL_HOUR;
  const told = await choose(byId("result-dialog"));
  if (told === null) return;
  say(byId("problem"), "");
  try {
    const { dossier, place, day, hour } = told;
    const due_at = instantOf(`${day}T${hour}`);
    await follow(await post("/result-slips", { dossier, due_at, place, language }));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("said"), "");
    say(byId("problem"), error.message);
  }
}

/** Say what becomes of the slip, as far as the printer says it soon. */
async function follow(slip) {
  say(byId("said"), word("result_sent"));
  for (let n = 0; n < LOOKS; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const { state } = await get(`/result-slips/${slip.id}`);
    if (state === "printed") return say(byId("said"), word("result_printed"));
    if (state === "failed") {
      say(byId("said"), "");
      return say(byId("problem"), word("result_failed"));
    }
  }
}

/** The day in the office, YYYY-MM-DD. */
function dayOf(ms) {
  const [day, month, year] = clockText(ms, { day: "2-digit", month: "2-digit", year: "numeric" }).split(/\D+/);
  return `${year}-${month}-${day}`;
}

/** What the office's clock says ("2026-11-25T16:00") as an instant. */
function instantOf(local) {
  const asUtc = Date.parse(`${local}Z`);
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const zoned = new Intl.DateTimeFormat("sv", { timeZone: settings.timezone, ...parts }).format(asUtc);
  const ahead = Date.parse(`${zoned.replace(" ", "T")}Z`) - asUtc;
  return new Date(asUtc - ahead).toISOString();
}
