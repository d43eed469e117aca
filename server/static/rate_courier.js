// What goes between the rating page and its server: how it stands, the heartbeat, the answers.

import { Problem, Unreachable } from "./api.js";
import { EVENTS } from "./live.js";
import { Unpaired } from "./rate_line.js";

const BEAT_MS = 7000;
const DAY_MS = 86_400_000;
const MISSES = 2; // one is a Wi-Fi blink
const LISTEN_MS = 5000;
const REFUSED = [404, 409, 422];
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** A wait that `nudge` cuts short. */
class Rest {
  nudge = () => this.wake?.();

  until(ms) {
    return new Promise((resolve) => {
      this.wake = resolve;
      this.timer = setTimeout(resolve, ms);
    }).finally(() => clearTimeout(this.timer));
  }
}

/** Whether the server did not answer as it should; anything else is a fault of ours. */
const isAway = (error) => error instanceof Unreachable || error instanceof Problem;

/** Keeps the page known to its server; tells `desk` of it. */
export class Pulse {
  constructor(made) {
    Object.assign(this, made); // desk, line, safe, asking, version, clock, outbox, and who is told: on...
    Object.assign(this, { rest: new Rest(), misses: 0, told: "", asked: "" });
  }

  nudge = () => this.rest.nudge();

  async run() {
    for (;;) {
      await this.beat().catch(this.onFault);
      await this.rest.until(this.line.isPaired ? BEAT_MS : this.asking.wait_ms);
    }
  }

  /** Before the first beat: as what this browser was paired, if it was. */
  async begin() {
    const pairing = await this.safe.read();
    if (pairing) await this.paired(pairing);
  }

  async beat() {
    try {
      if (!this.line.isPaired) await this.look();
      if (this.line.isPaired) await this.report();
      await this.reached();
    } catch (error) {
      if (error instanceof Unpaired) await this.left();
      else if (isAway(error)) await this.missed();
      else throw error;
    }
  }

  async look() {
    const { standing, pairing } = await this.asking.look();
    if (pairing) return this.paired(pairing);
    await this.tell(standing);
    return undefined;
  }

  async paired(pairing) {
    this.line.use(pairing);
    this.onPin(this.line.pin);
    await this.tell({ state: "paired", ...pairing, token: null, code: null });
    this.onBack();
  }

  async tell(standing) {
    const told = JSON.stringify(standing);
    if (told === this.told) return;
    this.told = told;
    await this.desk.handle({ set: { wasPaired: await this.outbox.isUsed() } });
    await this.desk.handle({ standing });
  }

  async report() {
    const began = performance.now();
    const told = this.desk.reading;
    const body = { reading: told, version: this.version, screen: this.desk.showing.screen, waiting_ratings: await this.outbox.undelivered() };
    const pulse = await this.line.post("/tablets/me/heartbeat", body);
    if (!pulse?.now || !pulse.question) throw new Unreachable();
    this.clock.learn(pulse.now, began);
    await this.desk.handle({ pulse, told });
    await this.desk.handle({ set: { waiting: body.waiting_ratings } });
    const asked = JSON.stringify(pulse.question);
    if (asked !== this.asked) this.onQuestion(pulse.question);
    this.asked = asked;
  }

  /** The tablet belongs to the office no more, as the office has proven or staff wants: ask at once. */
  async left() {
    if (this.line.isPaired) await this.safe.forget(this.line.seal.id);
    this.line.use(null);
    this.onPin(null);
    this.asking.begin();
    this.nudge();
  }

  async reached() {
    if (this.misses) this.onBack();
    this.misses = 0;
    if (this.desk.showing.isAway) await this.desk.handle({ set: { isAway: false } });
  }

  async missed() {
    this.misses += 1;
    if (this.misses === MISSES) await this.desk.handle({ set: { isAway: true } });
  }
}

/** Sends the answers, oldest first, until the server has them. */
export class Sender {
  constructor({ desk, line, outbox, onFault }) {
    Object.assign(this, { desk, line, outbox, onFault, rest: new Rest(), wait_ms: FIRST_WAIT_MS });
  }

  /** Something may be sent, or the server is back: try at once. */
  nudge = () => {
    this.wait_ms = FIRST_WAIT_MS;
    this.rest.nudge();
  };

  async run() {
    for (;;) {
      const isDone = await this.sendAll().catch(this.onFault);
      const wait_ms = isDone ? DAY_MS : this.wait_ms * (0.5 + Math.random() / 2);
      this.wait_ms = isDone ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, this.wait_ms * 2);
      await this.rest.until(wait_ms);
    }
  }

  /** One round; true when nothing is left to send. */
  async sendAll() {
    const { office } = this.desk;
    if (office === null) return true; // nudged when it is paired
    let isDone = true;
    for (const rating of await this.outbox.waiting(office)) {
      const verdict = await this.send(rating);
      if (verdict === "stop") return false;
      isDone &&= verdict === "settled";
    }
    return isDone;
  }

  /** "settled", "later" for this one, or "stop": not now, whichever it is. */
  async send(rating) {
    const { id, ticket, score, reasons, comment, rated_at, window, read_at } = rating;
    try {
      const body = { ticket, score, reasons, comment, rated_at, window, read_at };
      const kept = await this.line.post("/ratings", body, id);
      if (kept?.id !== id) return "stop";
    } catch (error) {
      if (!isAway(error)) throw error;
      if (REFUSED.includes(error.status) && error.type) {
        await this.outbox.settle(id, "refused", error.type);
        return "settled";
      }
      const isAboutUs = !error.status || [401, 403, 429].includes(error.status) || error.status >= 500;
      return isAboutUs ? "stop" : "later";
    }
    await this.outbox.settle(id, "sent");
    return "settled";
  }
}

/** Whether an event may be about our counter.  Anybody may have sent it, so nothing in it is a fault. */
function isAbout(counter, text) {
  let data = null;
  try {
    data = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return data?.counter === undefined || data.counter === counter;
}

/** Calls `onEvent` when something happens at `counter()`, and when the stream opens again. */
export function listen(counter, onEvent) {
  let stream = null;
  const open = () => {
    stream = new EventSource("/api/v1/live");
    stream.onopen = onEvent;
    for (const name of EVENTS) {
      stream.addEventListener(name, (event) => {
        if (isAbout(counter(), event.data)) onEvent();
      });
    }
  };
  open();
  setInterval(() => stream.readyState === EventSource.CLOSED && open(), LISTEN_MS);
}

/** The server's clock, carried on by the browser's. */
export class ServerClock {
  learn(text, asked) {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw new Unreachable();
    this.ahead_ms = at - (asked + performance.now()) / 2;
  }

  /** RFC 3339; null, which the server takes as now, before the server was ever heard. */
  now = () => (this.ahead_ms === undefined ? null : new Date(performance.now() + this.ahead_ms).toISOString());
}
