// Asking the server under a seal, and believing only what it has proven: docs/reference/seals.md.

import { Problem, Unreachable, newKey } from "./api.js";
import { bytesOf } from "./digest.js";
import { language } from "./page.js";
import { Seal, isUnpaired, staffPin } from "./seal.js";

const API = "/api/v1";
const PATIENCE_MS = 8000;
const BODILESS = [204, 304];

/** The office has unpaired this tablet, and has proven that it says so. */
export class Unpaired extends Problem {
  constructor() {
    super(401, { type: "/problems/unpaired" });
  }
}

/** One request, with its whole answer.  Throws Unreachable when none comes in 8 s. */
async function send({ method, target, body, headers }) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
  try {
    // No cookie: a session of somebody who has signed in here is no business of the tablet.
    const rules = { cache: "no-store", credentials: "omit", redirect: "error", signal: abort.signal };
    const answered = await fetch(target, { ...rules, method, headers, ...(body.length && { body }) });
    return { answered, bytes: new Uint8Array(await answered.arrayBuffer()) };
  } catch (error) {
    if (error.name === "AbortError" || error instanceof TypeError) throw new Unreachable();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The JSON of a Response; null for 204.  Throws Problem, and Unreachable for what is no JSON. */
async function told(response) {
  if (response.status === 204) return null;
  const body = await response.json().catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw new Problem(response.status, body ?? {});
  return body;
}

/** Between this page and its server.  `now()` gives monotonic ms, `draw(n)` random bytes. */
export class Line {
  constructor({ now, draw }) {
    Object.assign(this, { now, draw, seal: null });
  }

  get isPaired() {
    return this.seal !== null;
  }

  /** What staff types; null while it belongs to nobody. */
  get pin() {
    return this.seal && staffPin(this.seal.key);
  }

  /** Seal with what pairing ended with: `{id, token}`; null: with nothing any more. */
  use(pairing) {
    this.seal = pairing && new Seal({ ...pairing, now: this.now, draw: this.draw });
  }

  /** GET and POST of the API, sealed; the JSON.  Throws Problem, Unpaired and Unreachable. */
  get = async (path) => told(await this.ask(API + path));

  post = async (path, body, key = newKey()) =>
    told(await this.ask(API + path, { method: "POST", body: bytesOf(JSON.stringify(body)), key }));

  /** The same without a seal, for a page that is not paired: anybody may have answered. */
  openly = {
    get: async (path) => told(await this.askOpenly(API + path)),
    post: async (path, body) => told(await this.askOpenly(API + path, { method: "POST", body: bytesOf(JSON.stringify(body)) })),
  };

  /** A proven answer, as a Response.  Throws Unpaired, and Unreachable for what nobody has proven. */
  async ask(target, { method = "GET", body = new Uint8Array(), key = "" } = {}) {
    const { seal } = this;
    if (seal === null) throw new Unreachable();
    const address = new URL(target, location.href);
    const sent = address.pathname + address.search; // as the browser writes it
    for (let sendings = 0; sendings < 2; sendings += 1) {
      const asked = this.now();
      const { header, nonce } = seal.seal({ method, target: sent, body, idempotency: key });
      const headers = { ...this.headers(body), Authorization: header, ...(key && { "Idempotency-Key": key }) };
      const { answered, bytes } = await send({ method, target: sent, body, headers });
      const challenge = answered.headers.get("WWW-Authenticate") ?? "";
      const proof = answered.headers.get("Motcua-Proof");
      const { status } = answered;
      if (!seal.isProven(nonce, { status, body: bytes, challenge, proof })) throw new Unreachable();
      if (status !== 401) return responseOf(answered, bytes);
      if (isUnpaired(challenge)) throw new Unpaired();
      if (!seal.learn(challenge, asked)) throw new Unreachable();
    }
    throw new Unreachable();
  }

  async askOpenly(target, { method = "GET", body = new Uint8Array() } = {}) {
    const { answered, bytes } = await send({ method, target, body, headers: this.headers(body) });
    return responseOf(answered, bytes);
  }

  headers = (body) => ({ "Accept-Language": language, ...(body.length && { "Content-Type": "application/json" }) });
}

function responseOf({ status, headers }, bytes) {
  const type = headers.get("Content-Type") ?? "";
  return new Response(BODILESS.includes(status) ? null : bytes, { status, headers: { "Content-Type": type } });
}

/** The body of a Response as a data: address, which the page's policy allows for pictures. */
export async function addressOf(response) {
  const blob = await response.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
