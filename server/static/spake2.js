// SPAKE2 over Ed25519, side B, as Python's package `spake2` 0.9 does it: docs/reference/pairing.md.
// The points are of @noble/ed25519; nothing else of it is used.

import { bytesOf, joined, macOf, sha256 } from "./digest.js";
import { Point } from "./vendor/noble-ed25519/index.js";

const ORDER = Point.CURVE().n;
// Hashed from "M" and "N" by the package: nobody knows how many times the base they are.
const M = Point.fromHex("15cfd18e385952982b6a8f8c7854963b58e34388c8e6dae891db756481a02312");
const N = Point.fromHex("f04f2e7eb734b2a8f8b472eaf9c3c632576ac64aea650b496a8a20ff00e583c3");
const SIDE_A = 0x41;
const SIDE_B = 0x42;
const MESSAGE_BYTES = 33; // side letter and point
const SCALAR_BYTES = 64; // twice the order's: what is left of the bias is nothing

/** What came is not a message of side A. */
export class NotAMessage extends Error {}

/** A number from bytes, the highest first. */
const numberOf = (bytes) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** HKDF-SHA256 without a salt, 48 bytes: more than the order has, so that nearly nothing is uneven. */
function scalarOf(password) {
  const key = macOf(new Uint8Array(32), password);
  const info = bytesOf("SPAKE2 pw");
  const first = macOf(key, joined(info, [1]));
  const second = macOf(key, joined(first, info, [2]));
  return numberOf(joined(first, second).slice(0, 48)) % ORDER;
}

/** The point of a message from side A: on the curve, of the right order, and not zero. */
function pointOf(message) {
  if (message.length !== MESSAGE_BYTES || message[0] !== SIDE_A) throw new NotAMessage();
  let point;
  try {
    point = Point.fromBytes(message.slice(1));
  } catch {
    throw new NotAMessage(); // the library's own errors are plain ones
  }
  if (point.is0() || !point.isTorsionFree()) throw new NotAMessage();
  return point;
}

/**
 * One exchange: what to answer to `message`, and the key (32 bytes) that both sides have if both had
 * the same `password`.  All are bytes; `draw(n)` gives random ones.  Throws NotAMessage.
 */
export function answerAsB({ password, idA, idB, message, draw }) {
  const theirs = pointOf(message);
  const word = scalarOf(password);
  const secret = numberOf(draw(SCALAR_BYTES)) % ORDER;
  const ours = Point.BASE.multiply(secret).add(N.multiply(word)).toBytes();
  const shared = theirs.add(M.multiply(word).negate());
  if (shared.is0()) throw new NotAMessage();
  const sides = [sha256(password), sha256(idA), sha256(idB), message.slice(1), ours];
  return {
    message: joined([SIDE_B], ours),
    key: sha256(joined(...sides, shared.multiply(secret).toBytes())),
  };
}
