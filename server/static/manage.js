// For those who answer for the office: the day in figures, the devices, pairing.

import { Problem, Unreachable, get, post } from "./api.js";
import { showClosed } from "./closed.js";
import { showFigures } from "./figures.js";
import { watchHear } from "./hear.js";
import { helpEvent, watchHelps } from "./helps.js";
import { follow } from "./live.js";
import { byId, nameOf, setText, settings, start, word } from "./page.js";
import { paperEvent, watchPapers } from "./papers.js";
import { watchRoll } from "./roll.js";

const REPORT_MS = 3000; // at most one report in so long, however much happens

let services = {};
let timer = null;

function labelOf(by, group) {
  if (by === "service") return `${group} - ${services[group] ?? ""}`;
  if (by === "counter") return group === "-" ? word("no_counter") : word("counter", { counter: group });
  return by === "office" ? word("everything") : group;
}

async function showReport() {
  const [day, by] = [byId("day").value, byId("by").value];
  const forgotten = byId("leave-out").checked ? "leave_out" : "count";
  const query = `/reports/day?from=${day}&by=${by}&forgotten=${forgotten}`;
  byId("csv").href = `/api/v1${query}&format=csv`;
  if (!day) return;
  try {
    showFigures(await get(query), (group) => labelOf(by, group));
    await showClosed(day, showReport);
    setText(byId("figures-problem"), "");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    setText(byId("figures-problem"), error.message);
  }
}

async function signOut() {
  await post("/session/end");
  location.reload();
}

function onEvent(name) {
  paperEvent(name);
  helpEvent(name);
}

start(async () => {
  byId("choose").addEventListener("change", showReport);
  byId("day").addEventListener("change", () => setText(byId("closed-said"), ""));
  byId("choose").addEventListener("submit", (event) => event.preventDefault());
  byId("sign-out").addEventListener("click", signOut);
  watchRoll();
  if (settings.role === "admin") watchHear();
  watchPapers();
  watchHelps();
  await follow((hall) => {
    services = Object.fromEntries(hall.services.map((each) => [each.code, nameOf(each)]));
    timer ??= setTimeout(() => {
      timer = null;
      showReport();
    }, REPORT_MS);
  }, onEvent);
  return showReport();
});
