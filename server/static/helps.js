// Who needs help at a kiosk: said on every console until somebody says that they go.

import { Problem, Unreachable, get, post } from "./api.js";
import { since } from "./office_time.js";
import { byId, h, say, setText, word } from "./page.js";

const LOOK_MS = 30_000; // besides the events, which may be away
const STIRRING = ["help_asked", "help_answered"];

const seen = { asked: "" };

/** Begin to look. */
export function watchHelps() {
  setInterval(look, LOOK_MS);
  setInterval(tell, 1000);
  look();
}

/** An event of the journal: somebody asked, or somebody goes. */
export function helpEvent(name) {
  if (STIRRING.includes(name)) look();
}

async function look() {
  try {
    show(await get("/help"));
  } catch (error) {
    // The page's own banner says that it is not up to date.
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
  }
}

function show(calls) {
  byId("helps").hidden = calls.length === 0;
  byId("help-list").replaceChildren(...calls.map(line));
  tell();
  const asked = calls.map((each) => `${each.id} ${each.times}`).join();
  if (asked !== seen.asked && calls.length > 0) say(byId("helps-said"), calls.map(sentence).join(" "));
  seen.asked = asked;
}

function line(call) {
  return h(
    "li",
    { class: "row between" },
    h("span", {}, h("b", {}, sentence(call)), " ", h("span", { "data-asked": call.asked_at, class: "since" })),
    h("button", { type: "button", class: "main", onclick: () => go(call) }, word("help_go")),
  );
}

const sentence = ({ place, times }) =>
  word(times > 1 ? "help_again" : "help_wanted", { place: place || word("help_nameless"), times });

function tell() {
  for (const each of document.querySelectorAll("#help-list [data-asked]")) {
    setText(each, word("help_since", { time: since(each.dataset.asked) }));
  }
}

async function go(call) {
  try {
    const answered = await post(`/help/${call.id}/answer`);
    say(byId("helps-said"), word("help_goes", { who: answered.answered_by, place: answered.place || word("help_nameless") }));
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("helps-said"), error.message);
  }
  await look();
}
