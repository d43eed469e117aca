// Signing in: the server sets the session, then the page that was asked for is loaded.

import { Problem, Unreachable, post } from "./api.js";
import { byId, say, settings, start, word } from "./page.js";

const MANAGERS = ["manager", "admin"];

async function signIn(event) {
  event.preventDefault();
  const filled = new FormData(event.target);
  const body = Object.fromEntries(filled);
  say(byId("problem"), "");
  try {
    const person = await post("/session", body);
    if (settings.goal.startsWith("/manage") && !MANAGERS.includes(person.role)) {
      say(byId("problem"), word("not_manager"));
    } else location.assign(settings.goal);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    say(byId("problem"), error.message);
    byId("password").select();
  }
}

start(() => {
  byId("form").addEventListener("submit", signIn);
  byId("name").focus();
});
