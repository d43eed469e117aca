// Sealed requests, the page's side: docs/reference/seals.md.  It asks nobody by itself.

import { bytesOf, hexOf, isSame, macOf, sha256 } from "./digest.js";

const STALE = /^Motcua error="stale", epoch="([0-9a-f]{16})", tick="([0-9]{1,15})"$/;

/** The key (32 bytes) that pairing's token stands for. */
export const keyOf = (token) => sha256(bytesOf(token));

/** The six digits that open this tablet's staff page; the office's devices page shows them. */
export function staffPin(key) {
  const drawn = macOf(key, bytesOf("staff pin")).slice(0, 8);
  return String(BigInt(`0x${hexOf(drawn)}`) % 1_000_000n).padStart(6, "0");
}

/** Whether a proven answer's challenge says that the office has unpaired this tablet. */
export const isUnpaired = (challenge) => challenge === 'Motcua error="unpaired"';

export class Seal {
  /** `id` and `token` are what pairing ended with, `now()` gives monotonic ms, `draw(n)` random bytes. */
  constructor({ id, token, now, draw }) {
    Object.assign(this, { id, now, draw, key: keyOf(token) });
    Object.assign(this, { epoch: "", zero: now() }); // when the server's ticks were 0, by our clock
  }

  /**
   * The `Authorization` of one sending, and its `nonce`: another sending needs another.  `target` is
   * the path with its query as sent, `body` are bytes, `idempotency` the Idempotency-Key or "".
   */
  seal({ method, target, body, idempotency }) {
    const { id, epoch } = this;
    const tick = Math.max(0, Math.round(this.now() - this.zero));
    const nonce = hexOf(this.draw(16));
    const mac = this.mac("request", method, target, id, epoch, tick, nonce, hexOf(sha256(body)), idempotency);
    const named = Object.entries({ id, epoch, tick, nonce, mac });
    return { header: `Motcua ${named.map(([name, value]) => `${name}="${value}"`).join(", ")}`, nonce };
  }

  /** Whether only our server can have given this answer, and to the request with this nonce. */
  isProven(nonce, { status, body, challenge, proof }) {
    return isSame(this.mac("answer", nonce, status, hexOf(sha256(body)), challenge), proof);
  }

  /** Reckon as a proven answer's challenge says; whether it was one to reckon by.  `asked`: when, in ms. */
  learn(challenge, asked) {
    const found = STALE.exec(challenge);
    if (found === null) return false;
    this.epoch = found[1];
    this.zero = (asked + this.now()) / 2 - Number(found[2]);
    return true;
  }

  mac(...lines) {
    return hexOf(macOf(this.key, bytesOf(["motcua-seal-1", ...lines].join("\n"))));
  }
}
