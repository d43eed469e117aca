// The page's side of pairing: a code on the screen becomes a shared secret.  The requests and states
// are those of docs/reference/pairing.md; kiosk/pairing.py is its elder brother.

import { bytesOf, bytesOfHex, hexOf, isSame, joined, macOf } from "./digest.js";
import { NotAMessage, answerAsB } from "./spake2.js";

const SERVER = bytesOf("motcua-server");
const TRIES_PER_CODE = 5;
const PAUSE_MS = 60_000;
const OPEN_FOR_MS = 10_000;
const FRESH_MS = 2_000;
const FIELDS = ["counter", "office", "port", "scheme", "server", "spki"];

/** Six decimal digits, each as likely as any other. */
export function drawCode(draw) {
  for (;;) {
    const drawn = draw(4).reduce((sum, byte) => sum * 256 + byte, 0);
    if (drawn < 4_294_000_000) return String(drawn % 1_000_000).padStart(6, "0");
  }
}

/** The form that both sides put under their HMAC: sorted keys, no spaces, only ASCII. */
export function offerBytes(offer) {
  const text = JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, offer[name]])));
  const escaped = text.replace(/[^ -~]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return bytesOf(escaped);
}

const mac = (key, ...parts) => hexOf(macOf(key, joined(...parts)));

export class Handshake {
  /** `id` is the tablet's, `now()` gives monotonic ms, `draw(n)` random bytes. */
  constructor({ id, now, draw }) {
    Object.assign(this, { id, now, draw });
    this.ask();
  }

  /** Ask with a new code. */
  ask() {
    this.pausedUntil = 0;
    this.renew();
  }

  /** The server gave another id: the code and its tries stay. */
  move(id) {
    Object.assign(this, { id, key: null });
  }

  /** Whether an exchange has just been opened, so that its end is near. */
  get isFresh() {
    return this.key !== null && this.now() - this.openedAt < FRESH_MS;
  }

  /** `{status, message, confirm}` for a `/pair/start`. */
  start(message) {
    if (this.now() < this.pausedUntil) return { status: 429 };
    if (this.tries >= TRIES_PER_CODE) {
      this.useUp();
      return { status: 429 };
    }
    this.tries += 1;
    try {
      const said = bytesOfHex(message) ?? new Uint8Array();
      const sides = { password: bytesOf(this.code), idA: SERVER, idB: bytesOf(this.id) };
      const ours = answerAsB({ ...sides, message: said, draw: this.draw });
      Object.assign(this, { key: ours.key, openedAt: this.now() });
      return { status: 200, message: hexOf(ours.message), confirm: mac(ours.key, bytesOf("tablet confirms")) };
    } catch (error) {
      if (!(error instanceof NotAMessage)) throw error;
      return { status: 400 };
    }
  }

  /**
   * `{status: 200, token, confirm}` for a `/pair/finish` that fits; the token is to be on the disk
   * before `confirm` is told.  Whatever comes of it, this exchange can not be used again.
   */
  finish({ confirm, ...offer }) {
    const { key } = this;
    this.key = null;
    const isOpen = key !== null && this.now() - this.openedAt <= OPEN_FOR_MS;
    if (isOpen && isSame(mac(key, bytesOf("server confirms"), offerBytes(offer)), confirm)) {
      return { status: 200, token: mac(key, bytesOf("bearer token")), confirm: mac(key, bytesOf("tablet is paired")) };
    }
    if (key !== null && this.tries >= TRIES_PER_CODE) this.useUp();
    return { status: 403 };
  }

  useUp() {
    this.renew();
    this.pausedUntil = this.now() + PAUSE_MS;
  }

  renew() {
    Object.assign(this, { code: drawCode(this.draw), key: null, tries: 0 });
  }
}
