// Reading a screen aloud: the server's voice, fetched while nobody stands there, so that it is heard
// even when the server is away.  Played by Web Audio: the page's policy has no blob: addresses.

import { Unreachable, ask } from "./api.js";

const GAP_S = 0.25;
const FETCH_GAP_MS = 500;

/** What is read on a screen, in order: the names of docs/reference/http.md, prompts. */
export function promptsOf({ screen, question, complaint }) {
  if (screen === "ask") return ["ask", `faces-${question.levels}`];
  if (screen === "reasons") return ["reasons", ...question.reasons.map((each) => `reason-${each}`)];
  if (screen === "comment") return ["comment"];
  if (screen === "thanks") return complaint ? ["thanks", "complaint"] : ["thanks"];
  return [];
}

export class Reader {
  /** `onEnd` is called when a reading is over, be it that there is no voice. */
  constructor(onEnd) {
    Object.assign(this, { onEnd, sounds: new Map(), context: null, source: null, reading: 0 });
  }

  /** Fetch what will be read, one after another; what cannot be had is asked for again when wanted. */
  async prefetch(question, languages) {
    const screens = ["ask", "reasons", "comment", "thanks"];
    const names = screens.flatMap((screen) => promptsOf({ screen, question, complaint: question.complaint }));
    for (const language of languages) {
      for (const name of names) {
        if (this.sounds.has(`${language} ${name}`)) continue;
        if ((await this.sound(name, language)) === null) return;
        await new Promise((resolve) => setTimeout(resolve, FETCH_GAP_MS));
      }
    }
  }

  /** Read the screen aloud; what was being read ends. */
  read(showing) {
    return this.say(promptsOf(showing), showing.language);
  }

  /** Read the prompts of these `names`, one after another. */
  async say(names, language) {
    this.hush();
    const mine = this.reading;
    this.context ??= new AudioContext();
    await this.context.resume();
    for (const name of names) {
      const sound = await this.sound(name, language);
      if (mine !== this.reading) return;
      if (sound === null) break;
      await this.play(sound);
      if (mine !== this.reading) return;
    }
    this.onEnd();
  }

  hush() {
    this.reading += 1;
    this.source?.stop();
    this.source = null;
  }

  /** What was fetched is fetched anew when it is wanted again. */
  forget() {
    this.sounds.clear();
  }

  /** A sound as it came, or null. */
  async sound(name, language) {
    const key = `${language} ${name}`;
    if (!this.sounds.has(key)) {
      try {
        const answered = await ask(`/prompts/${name}.wav?language=${language}`);
        if (!answered.ok) return null;
        this.sounds.set(key, await answered.arrayBuffer());
      } catch (error) {
        if (error instanceof Unreachable || error instanceof TypeError) return null;
        throw error;
      }
    }
    return this.sounds.get(key);
  }

  async play(sound) {
    const buffer = await this.context.decodeAudioData(sound.slice(0)); // decoding takes it away
    const source = new AudioBufferSourceNode(this.context, { buffer });
    source.connect(this.context.destination);
    this.source = source;
    await new Promise((resolve) => {
      source.onended = resolve;
      source.start(this.context.currentTime + GAP_S);
    });
  }
}
