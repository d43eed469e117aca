// Asking for help: the staff are told, and the kiosk says what became of it.

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { byId, say, setText, settings, word } from "./page.js";

const LOOK_MS = 3000; // besides /live, which may be away

/** What is known of the call of this visit: "", asking, told, coming or failed. */
const call = { id: null, state: "", timer: null };

/** Tell the staff; `known()` whenever more is known.  Asked again within a minute it is the same call. */
export async function askHelp(known) {
  show(call.state === "coming" ? "coming" : "asking");
  try {
    const told = await post("/help", { kiosk: settings.kiosk }, newKey());
    call.id = told.id;
    show(told.is_answered ? "coming" : "told");
    watch(known);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    show("failed");
  }
  known();
}

/** What is known of this visit's call. */
export const helpState = () => call.state;

/** The staff answered a call: ours, perhaps. */
export function helpAnswered({ help }, known) {
  if (help !== call.id) return;
  show("coming");
  known();
}

/** The next citizen has asked for nothing. */
export function forgetHelp() {
  clearInterval(call.timer);
  Object.assign(call, { id: null, state: "", timer: null });
  show("");
}

function show(state) {
  call.state = state;
  const isOdd = state === "failed";
  byId("help-said").classList.toggle("odd", isOdd);
  if (state) say(byId("help-said"), word(`help_${state}`));
  byId("help-button").dataset.state = state;
  setText(byId("help-word"), word(["told", "coming"].includes(state) ? `help_short_${state}` : "help"));
}

function watch(known) {
  clearInterval(call.timer);
  call.timer = setInterval(async () => {
    if (call.state !== "told") return clearInterval(call.timer);
    try {
      if ((await get(`/help/${call.id}`)).is_answered) helpAnswered({ help: call.id }, known);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error; // looked for again
    }
  }, LOOK_MS);
}
