// A page that belongs to nobody: it asks, and answers what pairing asks it, until it is paired.

import { Problem, Unreachable } from "./api.js";
import { Handshake } from "./rate_handshake.js";

const LOOK_MS = 1000; // an administrator waits while the code is tried
const SOON_MS = 200; // the second request of a pairing follows the first at once

export class Asking {
  /** `line` asks, `safe` keeps what pairing ends with, `name` tells this tablet apart in the list. */
  constructor({ line, safe, name, now, draw }) {
    Object.assign(this, { line, safe, name, handshake: new Handshake({ id: "", now, draw }) });
    this.answered = { number: 0 };
  }

  /** Ask with a new code. */
  begin() {
    this.handshake.ask();
  }

  /** Until the next look, in ms. */
  get wait_ms() {
    return this.handshake.isFresh ? SOON_MS : LOOK_MS;
  }

  /** How this page stands now: `{standing, pairing}`, the latter null until it is paired. */
  async look() {
    const { handshake } = this;
    let said = handshake.id ? await this.line.openly.get(`/tablets/browser/${handshake.id}`) : null;
    if (!said?.is_asking) {
      said = await this.line.openly.post("/tablets/browser", { name: this.name });
      if (!/^[0-9a-f]{16}$/.test(said?.id)) throw new Unreachable();
      handshake.move(said.id);
    }
    const pairing = said.letter ? await this.answer(said.letter) : null;
    return { pairing, standing: { state: "asking", id: handshake.id, code: handshake.code, office: said.office } };
  }

  /** Answer a letter; the same one again is answered as before, and costs nothing. */
  async answer(letter) {
    let pairing = null;
    if (letter.number !== this.answered.number) {
      const { token, ...said } = this.reckon(letter);
      this.answered = { number: letter.number, ...said };
      if (token) {
        const { counter, office, server } = letter.finish;
        pairing = { id: this.handshake.id, token, counter, office, office_id: server };
        pairing = await this.kept(pairing);
      }
    }
    await this.line.openly.post(`/tablets/browser/${this.handshake.id}/answer`, this.answered).catch((error) => {
      // Asked once more, the server says so again; and after the end the first seal tells all.
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    });
    return pairing;
  }

  reckon({ start, finish }) {
    if (finish) return this.handshake.finish(finish);
    return this.handshake.start(start);
  }

  /** On the disk before the server is told; null, and 500 for the server, when it is not. */
  async kept(pairing) {
    try {
      await this.safe.keep(pairing);
      return pairing;
    } catch (error) {
      console.warn("the pairing was not kept", error);
      this.answered = { number: this.answered.number, status: 500 };
      return null;
    }
  }
}
