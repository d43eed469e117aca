// Asking the server.  A problem document becomes a Problem with a title a person can act on.

import { language, settings, word } from "./page.js";

const API = "/api/v1";
const PATIENCE_MS = 8000;
const LAPSED = ["/problems/bad_csrf", "/problems/not_yours", "/problems/sign_in"];
const RETRIES_MS = [300, 900, 2000];

export class Problem extends Error {
  constructor(status, { title, type, state, detail = "" }) {
    super(title ?? word("unreachable"));
    Object.assign(this, { status, type, state, detail });
  }
}

export class Unreachable extends Error {
  constructor() {
    super(word("unreachable"));
  }
}

/** A new Idempotency-Key.  crypto.randomUUID is missing on plain http, which offices use. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One request.  Throws Unreachable when no answer comes in 8 s. */
export async function ask(path, options = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  const headers = { "Accept-Language": language, ...options.headers };
  try {
    return await fetch(API + path, { cache: "no-store", ...options, headers, signal: abort.signal });
  } catch (error) {
    if (error.name === "AbortError" || error instanceof TypeError) throw new Unreachable();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** GET; the JSON.  Throws Problem and Unreachable. */
export const get = async (path) => answer(await ask(path));

/**
 * POST; the JSON, or null for 204.  When no answer comes it is sent again with the same key, so
 * that the thing is done once however often it arrives.  Throws Problem and Unreachable.
 */
export const post = (path, body = {}, key = newKey()) => change("POST", path, body, key);

/** PUT, in the same way. */
export const put = (path, body, key = newKey()) => change("PUT", path, body, key);

/** POST; the picture that is answered, as a data: address.  Throws Problem and Unreachable. */
export async function picture(path, body) {
  const answered = await persist("POST", path, body, newKey());
  if (!answered.ok) await answer(answered);
  const blob = await answered.blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}

/**
 * POST, once: for a page that tries again by itself, later and with the same key.  Throws Problem
 * and Unreachable.
 */
export async function postOnce(path, body, key = newKey()) {
  let answered = await send("POST", path, body, key);
  if ((await isLapsed(answered)) && (await renewed())) answered = await send("POST", path, body, key);
  return answer(answered);
}

async function change(method, path, body, key) {
  let answered = await persist(method, path, body, key);
  if ((await isLapsed(answered)) && (await renewed())) {
    answered = await persist(method, path, body, key);
  }
  return answer(answered);
}

async function persist(method, path, body, key) {
  for (const pause_ms of RETRIES_MS) {
    try {
      return await send(method, path, body, key);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
  }
  return send(method, path, body, key);
}

function send(method, path, body, key) {
  const headers = {
    "Content-Type": "application/json",
    "Idempotency-Key": key,
    "X-CSRF-Token": settings.csrf,
  };
  return ask(path, { method, body: JSON.stringify(body), headers });
}

/** Whether it was refused for who asks; a wrong password or code is refused for what is asked. */
async function isLapsed(response) {
  if (response.status !== 401 && response.status !== 403) return false;
  return LAPSED.includes((await response.clone().json()).type);
}

/**
 * Load this page anew for its session and CSRF token: a kiosk stands for weeks, and another page
 * in the same browser may have taken the session over.  False when the page is not ours any more.
 */
async function renewed() {
  const response = await fetch(location.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = JSON.parse(page.getElementById("settings")?.textContent ?? "{}");
  if (!found.csrf || found.page !== settings.page) return false;
  settings.csrf = found.csrf;
  return true;
}

async function answer(response) {
  if (response.status === 204) return null;
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const body = isJson ? await response.json() : {};
  if (!response.ok) throw new Problem(response.status, body);
  return body;
}
