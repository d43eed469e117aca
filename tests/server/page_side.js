// The rating page's pairing and seals without a page: one JSON line in, one out, by a clock of ms
// that the test moves, and random bytes that it may choose.

import { createInterface } from "node:readline";
import { offerBytes, Handshake } from "./static/rate_handshake.js";
import { Seal, isUnpaired, keyOf, staffPin } from "./static/seal.js";

let ms = 0;
let byte = null;
let handshake = null;
let seal = null;

const now = () => ms;
const draw = (n) => (byte === null ? crypto.getRandomValues(new Uint8Array(n)) : new Uint8Array(n).fill(byte));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));

const acts = {
  world: (said) => ({ ms, byte } = said),
  asks: ({ id, code }) => {
    handshake = new Handshake({ id, now, draw });
    if (code) handshake.code = code;
  },
  code: () => handshake.code,
  start: ({ message }) => handshake.start(message),
  finish: ({ body }) => handshake.finish(body),
  offer: ({ offer }) => new TextDecoder().decode(offerBytes(offer)),
  paired: ({ id, token }) => void (seal = new Seal({ id, token, now, draw })),
  seal: ({ asked }) => seal.seal({ ...asked, body: bytes(asked.body) }),
  proven: ({ nonce, answer }) => seal.isProven(nonce, { ...answer, body: bytes(answer.body) }),
  learn: ({ challenge, asked }) => seal.learn(challenge, asked),
  unpaired: ({ challenge }) => isUnpaired(challenge),
  pin: ({ token }) => staffPin(keyOf(token)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  console.log(JSON.stringify(acts[said.act](said) ?? null));
}
