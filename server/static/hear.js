// Asking for a tablet at the address on its pairing screen, where the network hides it.

import { get, post } from "./api.js";
import { byId, h, say, word } from "./page.js";
import { attempt, refreshRoll } from "./roll.js";

const ASKED_MS = 10_000;

/** Let an administrator type an address, and see and remove those that were typed. */
export async function watchHear() {
  byId("hear").addEventListener("submit", (event) => {
    event.preventDefault();
    hear(event.target);
  });
  byId("hear").hidden = false; // sooner, the browser itself would send it, and to nowhere
  for (;;) {
    if (!document.hidden) await refreshAsked();
    await new Promise((resolve) => setTimeout(resolve, ASKED_MS));
  }
}

async function hear(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  say(byId("hear-said"), "");
  const isDone = await attempt(byId("hear-problem"), async () => {
    const found = await post("/devices/hear", { address: form.elements.address.value.trim() });
    await refreshRoll();
    say(byId("hear-said"), word(found.state === "asking" ? "found" : "found_paired", found));
  });
  button.disabled = false;
  if (isDone) form.reset();
  else form.elements.address.select();
  await refreshAsked();
}

/** The roll tells when the server is away: no second voice about it here. */
const refreshAsked = () => attempt(byId("devices-problem"), async () => showAsked(await get("/devices/addresses")));

function showAsked(addresses) {
  const seen = JSON.stringify(addresses);
  if (byId("asked").dataset.seen === seen) return; // what has the focus keeps it
  byId("asked").dataset.seen = seen;
  byId("asked-part").hidden = !addresses.length;
  byId("asked").replaceChildren(...addresses.map(askedItem));
}

function askedItem(each) {
  const how = each.device === null ? word("nothing_there") : word("answers_there", each);
  const label = word("stop_asking_at", each);
  const remove = h("button", { type: "button", "aria-label": label, onclick: () => stopAsking(each) }, word("stop_asking"));
  return h("li", {}, h("b", {}, each.address), " ", h("span", { class: "small" }, `${how} · ${word("typed_by", each)}`), " ", remove);
}

async function stopAsking(each) {
  const isDone = await attempt(byId("hear-problem"), () => post("/devices/addresses/remove", { address: each.address }));
  if (isDone) say(byId("hear-said"), word("asked_no_more", each));
  await refreshAsked();
  await refreshRoll();
}
