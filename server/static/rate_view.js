// Draws what the rating page's desk shows.  Everything said is said in the citizen's language, which
// changes without asking the server: it may be away.

import { FACES, offered } from "./rate_desk.js";
import { byId, h, setText } from "./page.js";

const NAMES = Object.fromEntries(Object.entries(FACES).map(([name, score]) => [score, name]));
const FIRST = { ask: "ask-heading", reasons: "reasons-heading", comment: "comment-text", thanks: "thanks-heading", sorry: "sorry-heading" };

export class View {
  /** `tongues` is language -> key -> sentence; `onTouch(name)` is told what was touched. */
  constructor({ tongues, onTouch, pictureOf, version }) {
    Object.assign(this, { tongues, pictureOf, version, drawn: {} });
    document.addEventListener("click", (event) => {
      const name = event.target.closest?.("[data-touch]")?.dataset.touch;
      if (name) onTouch(name);
    });
    // Beside everything: no click, which some browsers make of buttons alone.
    document.addEventListener("pointerup", (event) => {
      if (!event.target.closest?.("[data-touch]")) onTouch("glass");
    });
  }

  said(key, about = {}) {
    const sentence = this.tongues[this.language]?.[key] ?? this.tongues.vi[key] ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => about[name] ?? whole);
  }

  /** Draw `showing`. */
  show(showing) {
    this.language = showing.language;
    const { body, documentElement: root } = document;
    root.lang = showing.language;
    Object.assign(body.dataset, { screen: showing.screen, levels: showing.question?.levels ?? 5 });
    root.classList.toggle("larger", showing.isLarge);
    body.classList.toggle("contrast", showing.hasContrast);
    for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== showing.screen;
    this.translate();
    this.top(showing);
    this.preferences(showing);
    this[showing.screen]?.(showing);
    this.focus(showing.screen);
  }

  translate() {
    if (this.drawn.language === this.language) return;
    this.drawn.language = this.language;
    for (const each of document.querySelectorAll("[data-word]")) setText(each, this.said(each.dataset.word));
  }

  top(showing) {
    if (showing.officeName) setText(byId("office"), showing.officeName);
    setText(byId("at"), showing.counter ? this.said("counter", { number: showing.counter }) : "");
    byId("away").hidden = !showing.isAway || showing.screen === "pairing";
  }

  preferences(showing) {
    const isOpen = ["ask", "reasons", "comment", "thanks"].includes(showing.screen);
    byId("preferences").hidden = !isOpen;
    if (!isOpen) return;
    this.once("languages", JSON.stringify(showing.languages), () =>
      byId("languages").replaceChildren(...showing.languages.map((each) =>
        h("button", { type: "button", lang: each, "data-touch": `language:${each}` }, this.tongues[each].own_name))),
    );
    for (const button of byId("languages").children) press(button, button.lang === showing.language);
    byId("languages").hidden = showing.languages.length < 2;
    press(byId("larger"), showing.isLarge);
    press(byId("contrast"), showing.hasContrast);
    press(byId("speak"), showing.isSpeaking);
    setText(byId("speak-word"), this.said(showing.isSpeaking ? "stop" : "speak"));
  }

  pairing({ code, id }) {
    byId("no-cookies").hidden = navigator.cookieEnabled;
    byId("connecting").hidden = code !== null;
    byId("asking").hidden = code === null;
    setText(byId("code"), code ? `${code.slice(0, 3)} ${code.slice(3)}` : "");
    setText(byId("tablet-id"), id ? this.said("tablet", { id }) : "");
    setText(byId("address"), location.host);
  }

  ask(showing) {
    const { window, question, language } = showing;
    setText(byId("who-name"), window.clerk ?? "");
    setText(byId("who-badge"), window.badge ? this.said("badge", { badge: window.badge }) : "");
    setText(byId("who-visit"), [this.said("number", window), window.service].filter(Boolean).join(" · "));
    this.photo(window);
    this.once("faces", `${question.levels} ${language}`, () =>
      byId("faces").replaceChildren(...offered(question.levels).map((score) =>
        h("button", { type: "button", "data-touch": NAMES[score], "data-score": score },
          face(score), h("span", {}, this.said(`face_${score}`))))),
    );
  }

  photo(window) {
    const photo = byId("photo");
    const source = window.has_photo ? `/api/v1/tablets/me/photo?window=${encodeURIComponent(window.id)}` : "";
    photo.hidden = !source;
    if (source && photo.getAttribute("src") !== source) photo.src = source;
    if (!source) photo.removeAttribute("src");
  }

  reasons(showing) {
    const { question, language, reasons, canComment } = showing;
    this.once("reasons", `${question.reasons} ${language}`, () =>
      byId("reason-list").replaceChildren(...question.reasons.map((reason) =>
        h("button", { type: "button", "data-touch": reason }, h("i", { class: "box" }), this.said(`reason_${reason}`)))),
    );
    for (const button of byId("reason-list").children) press(button, reasons.includes(button.dataset.touch));
    byId("add-comment").hidden = !canComment;
  }

  comment(showing) {
    if (this.drawn.screen !== "comment") byId("comment-text").value = showing.comment;
    byId("comment-back").hidden = !showing.isLow;
  }

  thanks(showing) {
    const { complaint, canComment } = showing;
    byId("thanks-comment").hidden = !canComment;
    byId("complaint").hidden = !complaint;
    if (!complaint) return;
    const name = (this.language === "vi" ? complaint.name : complaint.name_en || complaint.name) || complaint.url;
    setText(byId("complaint-name"), name);
    setText(byId("complaint-url"), complaint.url);
    const picture = this.pictureOf(complaint.url);
    byId("complaint-qr").hidden = !picture;
    if (picture && byId("complaint-qr").src !== picture) byId("complaint-qr").src = picture;
  }

  pin(showing) {
    setText(byId("pin-dots"), "●".repeat(showing.pin.length).padEnd(6, "○"));
    setText(byId("pin-said"), showing.staffSaid ? this.said(showing.staffSaid) : "");
  }

  staff(showing) {
    const rows = { address: location.host, id: showing.id || "–", counter: showing.counter ?? "–", waiting: showing.waiting,
      server: this.said(showing.isAway ? "server_away" : "server_here"), version: this.version };
    for (const [name, value] of Object.entries(rows)) setText(byId(`staff-${name}`), value);
    byId("unpair").hidden = showing.counter === null;
    setText(byId("staff-said"), showing.staffSaid ? this.said(showing.staffSaid) : "");
  }

  /** Whoever hears the page instead of seeing it hears what came up. */
  focus(screen) {
    if (this.drawn.screen === screen) return;
    this.drawn.screen = screen;
    byId(FIRST[screen])?.focus({ preventScroll: true });
  }

  /** Make something anew only when what it is made of has changed. */
  once(name, of, make) {
    if (this.drawn[name] === of) return;
    this.drawn[name] = of;
    make();
  }
}

const face = (score) => byId("drawn-faces").content.querySelector(`[data-score="${score}"]`).cloneNode(true);

const press = (button, isOn) => button.setAttribute("aria-pressed", String(isOn));
