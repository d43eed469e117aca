// Reading the kiosk's screens aloud, when somebody asks for it: sentences, names and numbers by the
// server's voice.

import { byId, language, setText, word } from "./page.js";
import { Reader } from "./rate_reader.js";

const LOOK_MS = 600_000; // for a voice, until there is one
const LONGEST_MS = 180_000; // a reading that never ends must not keep the screen
const FULL = ["quota_reached", "numbers_used_up"];
const SHUT = ["closed_now", "closed_today", "service_ended"];

/**
 * What is read on a screen, in order: the names of docs/reference/http.md, prompts.  `seen` is the
 * `screen`, the `groups` or `services` on it, the `service` or `ticket` it is about, `isResting`,
 * `isOld` (priority was accepted), which `keypad`, what is said of the `slip`, the state of `help`,
 * and `why` there is no number (the problem's name; unreachable).
 */
export function promptsOf(seen) {
  return READ[seen.screen]?.(seen) ?? [];
}

const READ = {
  groups: ({ groups }) => ["kiosk-choose", ...groups.map(({ code }) => (code ? `group-${code}` : "kiosk-others"))],
  services: ({ services }) => choice(services.filter((each) => each.open)),
  search: () => ["kiosk-search"],
  confirm: ({ service, isResting, isOld, papers }) => [
    `service-${service.code}`,
    ...state(service, isResting),
    ...(papers.length ? ["kiosk-papers", `papers-${service.code}`] : []),
    ...(service.open ? [...(isOld ? [] : ["kiosk-take"]), "kiosk-priority"] : []),
  ],
  category: () => ["kiosk-category"],
  card: () => ["kiosk-card"],
  keypad: ({ keypad }) => [`kiosk-${keypad}`],
  number: ({ ticket, slip }) => ["kiosk-number", `number-${ticket.label}`, ...place(ticket), `kiosk-${slip}`],
  paperless: (seen) => READ.number(seen),
  returned: ({ ticket }) => ["kiosk-returned", `number-${ticket.label}`, ...place(ticket), "kiosk-keep"],
  help: ({ help }) => [`kiosk-help-${help}`],
  sorry: ({ why }) => [...reason(why), "kiosk-guide"],
};

const choice = (open) => (open.length ? ["kiosk-choose", ...open.map(({ code }) => `service-${code}`)] : ["kiosk-shut"]);

function state({ open, why, waiting }, isResting) {
  if (!open) return [why === "quota" ? "kiosk-used-up" : "kiosk-shut"];
  const waits = waiting ? ["kiosk-waiting", `number-${waiting}`] : ["kiosk-nobody-waits"];
  return isResting ? [...waits, "kiosk-resting"] : waits;
}

function place({ state, ahead }) {
  if (state !== "waiting") return [];
  return ahead ? ["kiosk-ahead", `number-${ahead}`] : ["kiosk-first"];
}

function reason(why) {
  if (FULL.includes(why)) return ["kiosk-used-up"];
  if (SHUT.includes(why)) return ["kiosk-shut"];
  return why === "unreachable" ? ["kiosk-unreachable"] : [];
}

/** The button in the head.  `prompts()` names what is to be read now, `begin()` is false where
 * nothing may be, `end()` is told when it was read to its end. */
export class Aloud {
  constructor({ prompts, begin, end }) {
    Object.assign(this, { prompts, begin, end, startedAt: null });
    this.reader = new Reader(() => {
      this.show(null);
      end();
    });
    byId("speak").addEventListener("click", () => this.isReading ? this.hush() : this.read());
  }

  /** The button is there once there is a voice in this language. */
  async prepare() {
    if (typeof AudioContext === "undefined") return;
    byId("speak").hidden = (await this.reader.sound("kiosk-choose", language)) === null;
    if (byId("speak").hidden) setTimeout(() => this.prepare(), LOOK_MS);
  }

  read() {
    if (!this.begin()) return;
    this.show(performance.now());
    this.reader.say(this.prompts(), language).catch((error) => {
      console.warn("nothing is read aloud", error); // a sound that is none: the kiosk goes on
      this.hush();
    });
  }

  /** Be silent; whether something was being read. */
  hush() {
    const wasReading = this.isReading;
    this.reader.hush();
    this.show(null);
    return wasReading;
  }

  get isReading() {
    return this.startedAt !== null;
  }

  /** Whether the screen waits for the reading. */
  get isHolding() {
    return this.isReading && performance.now() - this.startedAt < LONGEST_MS;
  }

  /** The next citizen: names may have been changed in the set-up. */
  forget() {
    this.hush();
    this.reader.forget();
  }

  show(startedAt) {
    this.startedAt = startedAt;
    byId("speak").setAttribute("aria-pressed", String(this.isReading));
    setText(byId("speak"), word(this.isReading ? "speak_stop" : "speak"));
  }
}
