// The rating page: a browser as the tablet at a counter.  docs/reference/pages.md says what it does.
//
// It is loaded once and must live through weeks without the server: nothing is fetched later that a
// screen cannot do without.

import { newKey, Problem, Unreachable } from "./api.js";
import { randomBytes } from "./digest.js";
import { byId, settings } from "./page.js";
import { Asking } from "./rate_asking.js";
import { listen, Pulse, Sender, ServerClock } from "./rate_courier.js";
import { Desk } from "./rate_desk.js";
import { Door, watchCorner } from "./rate_door.js";
import { addressOf, Line } from "./rate_line.js";
import { openOutbox } from "./rate_outbox.js";
import { makePictures } from "./rate_pictures.js";
import { Reader } from "./rate_reader.js";
import { openSafe } from "./rate_safe.js";
import { View } from "./rate_view.js";

const LOOK_MS = 200;
const PICTURES_MS = 5_000;
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

/** A browser that keeps nothing can be no tablet: staff is told why. */
function keepsNothing(error) {
  for (const each of document.querySelectorAll(".keeps-nothing")) each.hidden = false;
  throw error;
}

/** A picture as a data: address, from a server that has proven it; null when there is none. */
async function proven(line, target) {
  try {
    const answered = await line.ask(target);
    return answered.ok ? await addressOf(answered) : null;
  } catch (error) {
    if (error instanceof Problem || error instanceof Unreachable) return null;
    throw error;
  }
}

/** The QR code of the office's address for complaints, kept so that it can be shown at any time. */
class Pictures {
  constructor(line) {
    Object.assign(this, { line, kept: new Map() });
  }

  async fetch(url) {
    if (!url || this.kept.has(url)) return;
    const picture = await proven(this.line, `/rate/complaint.svg?url=${encodeURIComponent(url)}`);
    if (picture !== null) this.kept.set(url, picture);
  }
}

/** Leave the office, at the second touch; whether the server hears of it or not. */
async function leave(line, pulse) {
  if (byId("unpair").dataset.sure === undefined) {
    byId("unpair").dataset.sure = "";
    return desk.handle({ touch: "said", said: "unpair_sure" });
  }
  delete byId("unpair").dataset.sure;
  try {
    await line.post("/tablets/me/unpair", {});
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    console.warn("the server did not hear that this tablet leaves", error);
  }
  return pulse.left();
}

async function run() {
  const told = await (await fetch("/static/screens.json")).json();
  const { tongues, languages } = settings;
  const outbox = await openOutbox().catch(keepsNothing);
  const safe = await openSafe().catch(keepsNothing);
  const draw = randomBytes;
  const line = new Line({ now, draw });
  const clock = new ServerClock();
  const door = new Door(now);
  const pictures = new Pictures(line);
  const idle = makePictures(now);
  const reader = new Reader(() => guarded(desk.handle({ isSilent: true })), (path) => line.ask(`/api/v1${path}`));

  const onTouch = (name, about = {}) => {
    if (name === "unpair") return guarded(leave(line, pulse));
    if (name === "reload") return guarded(reload());
    return guarded(desk.handle({ touch: name, ...about }));
  };
  const photoOf = (visit) => guarded(proven(line, `/api/v1/tablets/me/photo?window=${encodeURIComponent(visit)}`));
  const view = new View({ tongues, onTouch, photoOf, version: settings.version, pictureOf: (url) => pictures.kept.get(url) });

  let isReading = false;
  function onShow(showing) {
    view.show(showing);
    idle.setOn(showing.screen === "idle");
    if (showing.screen !== "staff") delete byId("unpair").dataset.sure;
    if (showing.isSpeaking !== isReading) {
      isReading = showing.isSpeaking;
      if (isReading) guarded(reader.read(showing));
      else reader.hush();
    }
  }

  desk = new Desk({ told, outbox, now, serverNow: clock.now, newId: newKey, languages, onShow, door, onKept: () => sender.nudge(),
    onRead: () => pulse.nudge() });
  const sender = new Sender({ desk, line, outbox, onFault: fault });
  const pulse = new Pulse({
    desk, line, safe, outbox, clock, onFault: fault, version: settings.version,
    asking: new Asking({ line, safe, now, draw, name: settings.name }),
    onPin: (pin) => (door.pin = pin), onBack: () => sender.nudge(),
    onQuestion: (question) => {
      guarded(pictures.fetch(question.complaint?.url));
      guarded(reader.prefetch(question, question.languages.filter((each) => languages.includes(each))));
    },
  });
  watchCorner(now, () => onTouch("corner"));
  byId("comment-text").addEventListener("input", (event) => onTouch("typed", { text: event.target.value }));
  setInterval(() => guarded(desk.handle({ look: true })), LOOK_MS);
  setInterval(() => guarded(idle.look()), PICTURES_MS);
  listen(() => desk.showing.counter, pulse.nudge);
  addEventListener("online", pulse.nudge);
  document.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  document.documentElement.dataset.running = "";
  await pulse.begin();
  guarded(pulse.run());
  guarded(sender.run());
}

addEventListener("error", (event) => event.error && fault(event.error));
addEventListener("unhandledrejection", (event) => fault(event.reason));
guarded(run());
