// Hashes and hex.  crypto.subtle is missing on plain http, which offices use.

import { hmac } from "./vendor/noble-hashes/hmac.js";
import { sha256 as sha2 } from "./vendor/noble-hashes/sha2.js";

const encoder = new TextEncoder();

/** UTF-8. */
export const bytesOf = (text) => encoder.encode(text);

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The bytes of an even number of hex digits, lower case; null for anything else. */
export function bytesOfHex(text) {
  if (typeof text !== "string" || !/^(?:[0-9a-f]{2})*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, each) => length + each.length, 0));
  parts.reduce((at, each) => (all.set(each, at), at + each.length), 0);
  return all;
}

export const sha256 = (bytes) => sha2(bytes);

/** HMAC-SHA256. */
export const macOf = (key, bytes) => hmac(sha2, key, bytes);

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSame(known, given) {
  if (typeof given !== "string" || given.length !== known.length) return false;
  let difference = 0;
  for (let at = 0; at < known.length; at += 1) difference |= known.charCodeAt(at) ^ given.charCodeAt(at);
  return difference === 0;
}

/** Random bytes of the browser's own. */
export const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));
