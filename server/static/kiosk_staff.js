// Staff's door at the kiosk: the corner, the PIN, which the server judges, and what stands behind it.

import { Problem, Unreachable, postOnce } from "./api.js";
import { byId, h, hasWord, say, setText, settings, word, words } from "./page.js";
import { watchCorner } from "./rate_door.js";

const DIGITS = 6;

let typed = "";
let isAsking = false;

/** `go(happening)` walks the table; `close()` leaves for the next citizen. */
export function prepareDoor({ go, close, reload }) {
  watchCorner(() => performance.now(), () => go("corner"));
  byId("pin-digits").addEventListener("click", (event) => {
    const { digit } = event.target.closest("button")?.dataset ?? {};
    if (digit && go("typed")) type(digit, go);
  });
  for (const each of document.querySelectorAll("[data-leave]")) each.addEventListener("click", () => go("leave") && close());
  byId("reload").addEventListener("click", () => go("typed") && reload(() => say(byId("staff-said"), word("server_away"))));
  byId("leave-kiosk").addEventListener("click", () => (location.href = "/"));
}

/** Somebody comes to the PIN: nothing is typed yet. */
export function openPin() {
  show("");
  say(byId("pin-said"), "");
}

function show(text) {
  typed = text;
  setText(byId("pin-dots"), "●".repeat(typed.length).padEnd(DIGITS, "○"));
}

async function type(digit, go) {
  if (isAsking) return;
  say(byId("pin-said"), "");
  show(digit === "delete" ? typed.slice(0, -1) : typed + digit);
  if (typed.length < DIGITS) return;
  isAsking = true;
  try {
    const facts = await postOnce("/kiosks/staff", { pin: typed });
    showFacts(facts);
    go("pin right");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (go("pin wrong")) say(byId("pin-said"), error.message);
  } finally {
    isAsking = false;
    show("");
  }
}

function showFacts({ version, printers }) {
  const rows = { address: location.host, name: settings.kiosk || "–", server: word("server_here"), version };
  for (const [name, value] of Object.entries(rows)) setText(byId(`staff-${name}`), value);
  byId("staff-printers").replaceChildren(...printers.map(row));
  say(byId("staff-said"), "");
}

const row = ({ name, state, why }) =>
  h("div", {}, h("dt", {}, `${word("printer")} ${name}`), h("dd", {}, [known(`state_${state}`, state), said(why)].filter(Boolean).join(": ")));

const known = (key, otherwise) => (hasWord(key) ? word(key) : otherwise);

/** Why, in the reader's language where it is one of the reasons known; an address may stand before. */
function said(why) {
  const found = Object.keys(words.why).find((each) => why.endsWith(each));
  return found ? why.slice(0, -found.length) + words.why[found] : why;
}
