// The rating page: a browser as the tablet at a counter.  docs/reference/pages.md says what it does.
//
// It is loaded once and must live through weeks without the server: nothing is fetched later that a
// screen cannot do without.

import { newKey, postOnce, Problem, Unreachable } from "./api.js";
import { byId, settings } from "./page.js";
import { listen, Pulse, Sender, ServerClock } from "./rate_courier.js";
import { Desk } from "./rate_desk.js";
import { Door, watchCorner } from "./rate_door.js";
import { openOutbox } from "./rate_outbox.js";
import { Reader } from "./rate_reader.js";
import { View } from "./rate_view.js";

const LOOK_MS = 200;
const FAULTS = 3; // within a minute: then only a new page helps
const FAULTS_MS = 60_000;

const now = () => performance.now();
const faults = [];
let desk = null;

/** A fault of ours: the failsafe screen, which tries again by itself.  It draws nothing. */
function fault(error) {
  console.warn("the rating page met a fault", error);
  document.body.dataset.screen = "failsafe";
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== "failsafe";
  faults.push(now());
  const isHopeless = faults.filter((at) => now() - at < FAULTS_MS).length >= FAULTS;
  if (desk === null || isHopeless) setTimeout(reload, 10_000);
  else desk.handle({ fault: String(error) }).catch(() => {}); // its drawing may be the fault
}

/** Load the page anew, but only from a server that answers: an error page would stay for ever. */
async function reload() {
  try {
    if ((await fetch(location.href, { cache: "no-store" })).ok) return location.reload();
  } catch (error) {
    console.warn("the server does not answer", error);
  }
  setTimeout(reload, 10_000);
  return undefined;
}

const guarded = (promise) => promise.catch(fault);

/** The QR code of the office's address for complaints, kept so that it can be shown at any time. */
class Pictures {
  constructor() {
    this.kept = new Map();
  }

  async fetch(url) {
    if (!url || this.kept.has(url)) return;
    const answered = await fetch(`/rate/complaint.svg?url=${encodeURIComponent(url)}`, { cache: "no-store" }).catch(() => null);
    if (answered?.ok) this.kept.set(url, `data:image/svg+xml,${encodeURIComponent(await answered.text())}`);
  }
}

/** Leave the office, at the second touch. */
async function leave(pulse) {
  if (byId("unpair").dataset.sure === undefined) {
    byId("unpair").dataset.sure = "";
    return desk.handle({ touch: "said", said: "unpair_sure" });
  }
  delete byId("unpair").dataset.sure;
  try {
    await postOnce("/tablets/me/unpair", {});
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    return desk.handle({ touch: "said", said: "unpair_away" });
  }
  return pulse.left();
}

async function run() {
  const told = await (await fetch("/static/screens.json")).json();
  const { tongues, languages } = settings;
  const outbox = await openOutbox();
  const clock = new ServerClock();
  const door = new Door(now);
  const pictures = new Pictures();
  const reader = new Reader(() => guarded(desk.handle({ isSilent: true })));

  const onTouch = (name, about = {}) => {
    if (name === "unpair") return guarded(leave(pulse));
    if (name === "reload") return guarded(reload());
    return guarded(desk.handle({ touch: name, ...about }));
  };
  const view = new View({ tongues, onTouch, version: settings.version, pictureOf: (url) => pictures.kept.get(url) });

  let isReading = false;
  function onShow(showing) {
    view.show(showing);
    if (showing.screen !== "staff") delete byId("unpair").dataset.sure;
    if (showing.isSpeaking !== isReading) {
      isReading = showing.isSpeaking;
      if (isReading) guarded(reader.read(showing));
      else reader.hush();
    }
  }

  desk = new Desk({ told, outbox, now, serverNow: clock.now, newId: newKey, languages, onShow, door, onKept: () => sender.nudge(),
    onRead: () => pulse.nudge() });
  const sender = new Sender({ desk, outbox, onFault: fault });
  const pulse = new Pulse({
    desk, clock, onFault: fault, name: settings.name, version: settings.version,
    onPin: (pin) => (door.pin = pin), onBack: () => sender.nudge(), undelivered: () => outbox.undelivered(),
    onQuestion: (question) => {
      guarded(pictures.fetch(question.complaint?.url));
      guarded(reader.prefetch(question, question.languages.filter((each) => languages.includes(each))));
    },
  });
  watchCorner(now, () => onTouch("corner"));
  byId("comment-text").addEventListener("input", (event) => onTouch("typed", { text: event.target.value }));
  setInterval(() => guarded(desk.handle({ look: true })), LOOK_MS);
  listen(() => desk.showing.counter, pulse.nudge);
  addEventListener("online", pulse.nudge);
  document.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  document.documentElement.dataset.running = "";
  guarded(pulse.run());
  guarded(sender.run());
}

addEventListener("error", (event) => event.error && fault(event.error));
addEventListener("unhandledrejection", (event) => fault(event.reason));
guarded(run());
