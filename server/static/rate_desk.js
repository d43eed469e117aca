// The rating page's desk: what happened in, the screen to show out.  It writes to the outbox and
// does nothing else; kiosk/rating.py is its elder brother, and both walk the same table.

import { visitOf } from "./rate_outbox.js";
import { Signs } from "./rate_signs.js";
import { Walk } from "./walk.js";

export const FACES = { very_satisfied: 5, satisfied: 4, neutral: 3, dissatisfied: 2, very_dissatisfied: 1 };
const OFFERED = { 5: [5, 4, 3, 2, 1], 3: [4, 3, 2] };
const PREFERRING = ["ask", "reasons", "comment", "thanks"];
const STAFFS = ["pin", "staff"];
const DEAD_MS = 350; // the second tap of a double tap must not hit what the first brought up
const TOLD = ["typed", "said", "glass"]; // no touch that presses something: never left out
const COMMENT_LENGTH = 500;

/** The scores to choose from, best first. */
export const offered = (levels) => OFFERED[levels] ?? OFFERED[5];

export class Desk {
  /**
   * `told` is screens.json, `now` gives monotonic ms, `serverNow` an RFC 3339 text, `newId` an id,
   * `languages` those there are words for, `onShow(showing)` draws, `onKept` is called when an
   * answer may be sent, `onRead` when the server is to be told that the question is being read,
   * `door` judges PINs.
   */
  constructor({ told, outbox, now, serverNow, newId, languages, onShow, onKept, onRead, door }) {
    Object.assign(this, { outbox, now, serverNow, newId, onShow, onKept, onRead, door, known: languages });
    this.longest_s = told.stay_s.ask;
    this.walk = new Walk(told, "rate", now, "pairing");
    this.office = null; // the id of the office that paired us; answers belong to it
    this.ratingId = "";
    this.left = ""; // the visit that was skipped or ran out
    this.signs = new Signs();
    this.deadUntil = 0;
    this.chain = Promise.resolve();
    this.isBusy = false;
    this.showing = { ...nobody(languages), screen: "pairing", code: null, id: "", counter: null,
      officeName: "", isAway: false, why: "", staffSaid: "", pin: "", waiting: 0 };
  }

  /** Take one piece of news, after those before; a touch that comes while one is at work is none. */
  handle(news) {
    const isTouch = news.touch && !TOLD.includes(news.touch);
    if (isTouch && this.isBusy) return this.chain;
    if (isTouch) this.isBusy = true;
    const done = this.chain.then(() => this.take(news)).finally(() => {
      if (isTouch) this.isBusy = false;
    });
    this.chain = done.catch(() => {}); // what failed is told to whoever asked
    return done;
  }

  async take(news) {
    if (news.look && !this.walk.isOver) return;
    if (news.touch) await this.touch(news.touch, news);
    else if (news.pulse) await this.see(news.pulse, news.told);
    else if (news.standing) await this.stand(news.standing);
    else if (news.fault) await this.go("fault", { why: news.fault });
    else if (news.look) await this.look();
    else if (news.isSilent) this.hushed();
    else Object.assign(this.showing, news.set);
    this.onShow(this.showing);
  }

  /** When the question that is shown was being read, for the server; null: it was not. */
  get reading() {
    const { window, said } = this.signs;
    return this.walk.screen === "ask" && said.length ? { window, at: said } : null;
  }

  /** It is time. */
  async look() {
    const isHeard = this.walk.screen === "ask" && this.showing.isSpeaking && this.now() < this.signs.endsAt;
    if (isHeard) return this.readOn(); // somebody listens
    this.leaveWindow();
    return this.go("timeout");
  }

  async stand({ state, id, code, office, office_id, counter }) {
    const { showing } = this;
    if (state === "paired") {
      this.office = office_id;
      Object.assign(showing, { officeName: office, counter, code: null, id });
      await this.go("paired");
    } else {
      this.office = null;
      Object.assign(showing, { code, id, officeName: office });
      await this.go("unpaired");
    }
  }

  async touch(name, about) {
    const { screen } = this.showing;
    if (name === "corner") return this.go("corner");
    if (this.now() < this.deadUntil && !STAFFS.includes(screen) && !TOLD.includes(name)) return undefined;
    if (STAFFS.includes(screen)) return this.staff(name, about);
    if (PREFERRING.includes(screen) && this.prefer(name)) return this.go("preference");
    if (screen === "ask") return this.answer(name);
    if (screen === "reasons" && this.showing.question.reasons.includes(name)) return this.toggle(name);
    if (["reasons", "comment", "thanks"].includes(screen)) return this.tell(name, about);
    return undefined;
  }

  async answer(name) {
    if (name === "glass") return this.go("reading");
    if (name === "skip") {
      this.leaveWindow();
      return this.go("skip");
    }
    const score = FACES[name];
    if (!offered(this.showing.question.levels).includes(score)) return undefined;
    return this.go(await this.keep(score));
  }

  /** On the disk first; only then is the citizen thanked. */
  async keep(score) {
    const { window, question } = this.showing;
    const isLow = score <= question.low;
    const rating = {
      id: this.newId(), office: this.office, ticket: window.ticket, window: window.id, score,
      visit: visitOf(this.office, window.ticket, window.id),
      rated_at: this.serverNow(), reasons: [], comment: null, read_at: this.signs.said,
    };
    try {
      await this.outbox.add(rating, isLow || question.has_comment);
    } catch (error) {
      console.warn("the outbox did not take a rating", error);
      this.leaveWindow();
      return "not kept";
    }
    this.ratingId = rating.id;
    const complaint = isLow ? question.complaint : null;
    Object.assign(this.showing, { isLow, complaint, canComment: question.has_comment, reasons: [] });
    if (!isLow && !question.has_comment) this.letGo();
    return isLow ? "low face" : "high face";
  }

  async toggle(reason) {
    const { reasons } = this.showing;
    const chosen = reasons.includes(reason) ? reasons.filter((each) => each !== reason) : [...reasons, reason];
    if (await this.give({ reasons: chosen })) this.showing.reasons = chosen;
    return this.go("reason");
  }

  /** The answer itself is safe: what cannot be added to it is left out. */
  async give(changes) {
    try {
      await this.outbox.give(this.ratingId, changes);
      return true;
    } catch (error) {
      console.warn("the outbox did not take what was added", error);
      return false;
    }
  }

  async tell(name, { text = "" }) {
    const { screen, canComment, isLow } = this.showing;
    if (name === "typed") {
      this.showing.comment = text.slice(0, COMMENT_LENGTH);
      return this.go("typed");
    }
    if (name === "comment" && canComment) return this.go("comment");
    if (name === "back" && isLow) return this.go("back");
    if (name === "skip" && screen !== "thanks") {
      await this.give({ reasons: [] });
      return this.go("skip", { canComment: false });
    }
    if (name !== "done") return undefined;
    const comment = this.showing.comment.trim();
    // Only by "send": what somebody typed and left standing is not ours.
    if (screen !== "thanks" && comment) await this.give({ comment: comment.normalize("NFC") });
    return this.go("done", { canComment: false });
  }

  prefer(name) {
    const { showing } = this;
    const language = name.startsWith("language:") ? name.slice(9) : "";
    if (showing.languages.includes(language)) Object.assign(showing, { language, isSpeaking: false });
    else if (name === "larger") showing.isLarge = !showing.isLarge;
    else if (name === "contrast") showing.hasContrast = !showing.hasContrast;
    else if (name === "speak") showing.isSpeaking = !showing.isSpeaking;
    else return false;
    return true;
  }

  async staff(name, about) {
    const { screen } = this.showing;
    if (name === "leave") return this.go("leave");
    if (name === "said") return this.go("typed", { staffSaid: about.said });
    if (screen === "staff") return name === "typed" ? this.go("typed") : undefined;
    if (name === "delete") return this.go("typed", { pin: this.showing.pin.slice(0, -1), staffSaid: "" });
    if (!/^\d$/.test(name)) return undefined;
    this.showing.pin += name;
    if (this.showing.pin.length < 6) return this.go("typed", { staffSaid: "" });
    const verdict = this.door.judge(this.showing.pin);
    return this.go(verdict === "right" ? "pin right" : "pin wrong", { pin: "", staffSaid: verdict });
  }

  async see(pulse, told) {
    const { showing } = this;
    Object.assign(showing, { officeName: pulse.office || showing.officeName, counter: pulse.counter });
    const { window } = pulse;
    if (!window || (await this.isDone(window))) {
      // A server that was not told of a sign yet may think that nobody reads.
      const isRead = this.walk.screen === "ask" && this.signs.hasUntold(told);
      return isRead ? undefined : this.go("window closed");
    }
    if (this.isShown(window) && ["ask", ...STAFFS].includes(this.walk.screen)) return this.until(window, told);
    // From here on nothing of the citizen before is left.
    if (await this.go("window opened")) this.welcome(pulse, told);
    return undefined;
  }

  isShown(window) {
    const { window: shown } = this.showing;
    return shown?.ticket === window.ticket && shown?.id === window.id;
  }

  welcome({ window, question }, told) {
    const offers = question.languages.filter((each) => this.known.includes(each));
    const languages = offers.length ? offers : this.known;
    const language = languages.includes(window.language) ? window.language : languages[0];
    Object.assign(this.showing, nobody(this.known), { window, question, languages, language });
    this.until(window, told);
  }

  async isDone(window) {
    const visit = visitOf(this.office, window.ticket, window.id);
    return this.left === visit || this.outbox.has(visit);
  }

  /** The question stays until the server closes the window. */
  until(window, told) {
    this.signs = this.signs.heard(window, this.now(), told);
    if (this.walk.screen === "ask") this.stay();
  }

  /** Somebody reads: the screen stays at least so long; of the question the window's end moves. */
  readOn() {
    if (this.walk.screen !== "ask") return this.walk.read(this.showing.isSpeaking ? 2 : 1);
    const signs = this.signs.read(this.now(), this.serverNow());
    const isNew = signs !== this.signs;
    this.signs = signs;
    this.stay();
    return isNew && this.onRead();
  }

  /** Until the window closes, within the table's bound; what is spoken is looked after before. */
  stay() {
    const { endsAt, read_ms } = this.signs;
    const bound = this.now() + (this.showing.isSpeaking ? Math.min(read_ms / 4, this.longest_s * 1000) : this.longest_s * 1000);
    this.walk.endsAt = Math.min(endsAt, bound);
  }

  hushed() {
    this.showing.isSpeaking = false;
    if (PREFERRING.includes(this.walk.screen)) this.readOn();
  }

  leaveWindow() {
    const { window } = this.showing;
    if (this.walk.screen === "ask" && window) this.left = visitOf(this.office, window.ticket, window.id);
  }

  /** Go where the table leads, with `changes` to what is shown; false when it leads nowhere. */
  async go(happening, changes = {}) {
    const before = this.walk.screen;
    let screen = this.walk.after(happening);
    if (screen === null) return false;
    // One that belongs to nobody is neither idle nor asks for a PIN.
    if (this.office === null && ["idle", "pin"].includes(screen)) screen = "pairing";
    this.walk.show(screen);
    Object.assign(this.showing, changes, { screen });
    if (["preference", "reading"].includes(happening)) this.readOn();
    if (screen !== before) this.arrive(before, screen);
    return true;
  }

  arrive(before, screen) {
    const { showing } = this;
    if (before === "comment" && screen === "thanks") showing.canComment = false;
    this.deadUntil = this.now() + DEAD_MS;
    showing.isSpeaking = false;
    const isOpen = ["reasons", "comment"].includes(screen) || (screen === "thanks" && showing.canComment && !showing.isLow);
    if (this.ratingId && !isOpen) this.letGo();
    if (screen === "thanks" && showing.complaint) this.walk.read();
    if (STAFFS.includes(screen)) Object.assign(showing, { pin: "", staffSaid: "" });
    if (screen === "idle") Object.assign(showing, nobody(this.known));
  }

  /** Nothing more will be added.  In the background: it is on the disk, and a start releases it. */
  letGo() {
    const id = this.ratingId;
    this.ratingId = "";
    this.showing.canComment = false;
    this.outbox.release(id).then(this.onKept, (error) => console.warn("a rating was not released", error));
  }
}

/** What is shown when nobody stands there: the tablet's own language, and nothing of anybody. */
function nobody(languages) {
  return {
    window: null, question: null, languages, language: languages[0], reasons: [], comment: "",
    isLow: false, canComment: false, complaint: null, isLarge: false, hasContrast: false, isSpeaking: false,
  };
}
