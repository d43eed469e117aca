// Asking for a tablet at the address on its pairing screen, where the network hides it.

import { post } from "./api.js";
import { byId, say, word } from "./page.js";
import { attempt, refreshRoll } from "./roll.js";

/** Let an administrator type an address. */
export function watchHear() {
  byId("hear").addEventListener("submit", (event) => {
    event.preventDefault();
    hear(event.target);
  });
  byId("hear").hidden = false; // sooner, the browser itself would send it, and to nowhere
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
}
