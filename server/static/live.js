// Following the hall: whole snapshots, hurried along by Server-Sent Events.
//
// The events only say *when* to look; what is shown is always a whole snapshot, so a screen that
// missed an hour is right again after one answer.  An EventSource does not show the server's
// keep-alive comments to scripts, so a dead link is noticed by asking for the snapshot every 10 s,
// which costs a 304.

import { Unreachable, ask } from "./api.js";
import { setOfficeTime } from "./office_time.js";
import { byId, say, word } from "./page.js";

const POLL_MS = 10_000;
const STALE_MS = 15_000;
const RETRY_MS = 2_000;
const GATHER_MS = 100; // a call is three events within a few ms; one snapshot serves them all

export const EVENTS = [
  "issued", "called", "recalled", "started", "finished", "no_show", "cancelled", "question_read", "rated",
  "slip_printing", "slip_printed", "slip_failed", "slip_moved", "slip_asked_again", "roll_changed",
  "counter_opened", "counter_paused", "counter_closed", "tablet_paired", "tablet_unpaired",
  "requeued", "parked", "resumed", "transferred", "undone", "reminded", "corrected", "setting_changed",
  "booked", "booking_cancelled", "arrived", "expired",
  "help_asked", "help_answered",
];

/** What is told once and kept nowhere: docs/reference/http.md. */
const TOLD = ["announce", "scan"];

/**
 * Call `onHall(hall)` with every new snapshot and `onEvent(name, data, isOld)` with every event;
 * the last `past` events from before this page are told too, as old ones.  `onTold(name, data)` gets
 * what is kept nowhere.
 */
export function follow(onHall, onEvent = () => {}, past = 0, onTold = () => {}) {
  const link = { tag: null, seq: 0, told: 0, goodAt: performance.now() };
  Object.assign(link, { timer: null, stream: null, isLooking: false });

  async function look() {
    if (link.isLooking) return;
    link.isLooking = true;
    link.timer = null;
    const isGood = await snapshot(link, onHall).finally(() => (link.isLooking = false));
    if (isGood) link.goodAt = performance.now();
    showStale(isStale());
    // An event that came while the answer was on its way has set the timer already.
    link.timer ??= setTimeout(look, isGood ? POLL_MS : RETRY_MS);
    if (isGood && link.stream === null && !document.hidden) listen();
  }

  function soon() {
    clearTimeout(link.timer);
    link.timer = setTimeout(look, GATHER_MS);
  }

  function listen() {
    const newest = link.seq; // as of the snapshot that has just come
    const after = Math.max(link.told, newest - past);
    const stream = new EventSource(`/api/v1/live?after=${after}`);
    link.stream = stream;
    stream.onopen = soon;
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED) leave();
      soon();
    };
    for (const name of EVENTS) {
      stream.addEventListener(name, (event) => {
        const data = JSON.parse(event.data);
        link.told = data.seq;
        onEvent(name, data, data.seq <= newest);
        if (data.seq > link.seq) soon();
      });
    }
    listenTold();
  }

  function listenTold() {
    for (const name of TOLD)
      link.stream.addEventListener(name, (event) => onTold(name, JSON.parse(event.data)));
  }

  function leave() {
    link.stream?.close();
    link.stream = null;
  }

  const isStale = () => performance.now() - link.goodAt > STALE_MS;

  // A browser allows six connections to one server over all its tabs: a hidden tab gives its own
  // back, or the seventh page of a demonstration would never load.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : soon()));
  addEventListener("pagehide", leave);
  // Not through look(): its answer may be the very thing that does not come.
  setInterval(() => isStale() && showStale(true), 1000);
  return look();
}

/** Ask for the hall; true if an answer came, be it that nothing changed. */
async function snapshot(link, onHall) {
  const found = await fetched(link.tag);
  if (found === null) return false;
  setOfficeTime(found.at);
  if (found.hall) {
    link.tag = found.tag;
    link.seq = found.hall.seq;
    onHall(found.hall);
  }
  return true;
}

/** The office's time, and the hall with its tag unless it is as it was; null without an answer. */
async function fetched(tag) {
  try {
    const answer = await ask("/hall", tag ? { headers: { "If-None-Match": tag } } : {});
    const at = answer.headers.get("Office-Time");
    if (answer.status === 304) return { at };
    return answer.ok ? { at, hall: await answer.json(), tag: answer.headers.get("ETag") } : null;
  } catch (error) {
    // A body that is cut off is an error of another kind than a request without an answer.
    if (error instanceof Unreachable || error instanceof TypeError) return null;
    throw error;
  }
}

function showStale(isStale) {
  const banner = byId("stale");
  const isShown = banner.textContent !== "";
  document.documentElement.toggleAttribute("data-stale", isStale);
  if (isStale !== isShown) say(banner, isStale ? word("stale") : "");
}
