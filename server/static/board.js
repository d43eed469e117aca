// The hall screen.  It shows whole snapshots of the hall and of its zone: nothing scrolls, and after
// any trouble the next snapshot puts everything right.

import { newCalls, put, showCalls, showCounters, showFlashing } from "./board_calls.js";
import { makeNotices } from "./board_notices.js";
import { makeTicker } from "./board_ticker.js";
import { makeVoice } from "./board_voice.js";
import { languages, said, spoken, takeTurns } from "./board_words.js";
import { followZone } from "./board_zone.js";
import { follow } from "./live.js";
import { clockText, officeNow } from "./office_time.js";
import { byId, h, setText, settings, start } from "./page.js";

const CALM_MS = 30_000; // so long after a call the notices get the place of the older ones
const CALL_S = 5; // a call without a voice is over
const NEXT_SHOWN = 4;
const SMALLEST = 0.5; // of the letters of a list
const NOTICE_ROOM = 0.4; // of the place of the calls: less is no picture

const state = { hall: null, zone: null, calledAt: -CALM_MS };

const ticker = makeTicker(byId("ticker"));
const notices = makeNotices(byId("notice"), () => showAll());
const voice = makeVoice(byId("sound"), notices.duck, notices.unmute);

function onHall(hall) {
  state.hall = hall;
  showClock();
  if (state.zone && newCalls(ours(hall.counters))) {
    state.calledAt = performance.now();
    voice.duck(CALL_S);
  }
  showAll();
}

function onZone(zone) {
  state.zone = zone;
  byId("no-zone").hidden = zone !== null;
  byId("calls").parentElement.hidden = byId("next").hidden = zone === null;
  if (zone === null) return;
  if (JSON.stringify(zone.languages) !== JSON.stringify(languages)) location.reload();
  setTexts(byId("zone-title"), zone.titles);
  setTexts(byId("hours"), zone.hours);
  byId("hours").hidden = !zone.hours.vi;
  byId("come").hidden = Object.keys(zone.ticker).length > 0;
  ticker(zone.ticker);
  notices.setList(zone.notices);
  if (zone.voice === "screens" || zone.voice === "both" || notices.hasVideo()) voice.prepare();
  showAll();
}

/** The same words again are left alone, so that nothing blinks. */
function setTexts(place, texts) {
  const wanted = JSON.stringify(texts);
  if (place.dataset.shown === wanted) return;
  place.dataset.shown = wanted;
  place.replaceChildren(spoken(texts));
}

const ours = (counters) =>
  counters.filter((each) => state.zone.is_whole || state.zone.counters.includes(each.number));

function showAll() {
  if (!state.hall || !state.zone) return;
  const counters = ours(state.hall.counters);
  const isCalm = notices.isThere() && performance.now() - state.calledAt > CALM_MS;
  showCounters(counters); // before the calls: it takes its place first
  const isBusy = counters.some((each) => each.ticket);
  byId("calls-heading").hidden = !isBusy;
  const left = showCalls(counters, isCalm);
  notices.setOn(notices.isThere() && left >= NOTICE_ROOM);
  byId("empty").hidden = isBusy || !byId("notice").hidden;
  showMissed();
  showWaits(state.hall.services.filter((each) => isServed(each, counters)));
}

/** Whether people wait here for a service, or may. */
function isServed(service, counters) {
  const isHere = state.zone.is_whole || counters.some((each) => each.services.includes(service.code));
  return isHere && (!service.has_ended || service.waiting > 0);
}

function showWaits(services) {
  const list = byId("waits");
  list.style.setProperty("--rows", services.length);
  put(list, services, waiting);
  fit(list);
}

function waiting(service) {
  const next = service.next.slice(0, NEXT_SHOWN).map((each) => h("b", {}, each));
  return h(
    "li",
    { class: service.waiting ? null : "quiet" },
    h("b", { class: "letter" }, service.code),
    h("span", { class: "name" }, spoken({ vi: service.name, en: service.name_en })),
    h("b", { class: "n" }, service.waiting),
    h("span", { class: "next" }, ...next),
  );
}

/** Make the letters of a list smaller until nothing of it is cut, whatever its names are. */
function fit(list) {
  for (let size = 1; size >= SMALLEST; size -= 0.05) {
    list.style.setProperty("--fit", size);
    if (list.scrollHeight <= list.clientHeight) return;
  }
}

/** Those who missed their call and may still come back. */
function showMissed() {
  const { requeue_min: minutes, is_whole: isWhole, counters } = state.zone;
  const isTooLate = ({ at }) => officeNow() - Date.parse(at) > minutes * 60_000;
  const missed = state.hall.missed.filter(
    (each) => !isTooLate(each) && (isWhole || counters.includes(each.counter)),
  );
  const line = byId("missed-line");
  line.hidden = missed.length === 0;
  setText(byId("missed"), missed.map((each) => each.label).join(" "));
  if (line.dataset.minutes !== String(minutes)) byId("missed-rule").replaceChildren(said("missed-rule", { minutes }));
  line.dataset.minutes = minutes;
}

function showClock() {
  const now = officeNow();
  setText(byId("clock"), clockText(now, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  setText(byId("date"), clockText(now, { day: "2-digit", month: "2-digit", year: "numeric" }));
  showFlashing();
}

start(async () => {
  takeTurns();
  setInterval(showClock, 1_000);
  setInterval(showAll, 5_000);
  new ResizeObserver(showAll).observe(byId("main")); // a banner, a button in the head, another screen
  const look = followZone(settings.zone, onZone);
  await look();
  const onEvent = (name) => name === "setting_changed" && look();
  const onAside = (name, data) => data.zone === settings.zone && voice.announce(data);
  return follow(onHall, onEvent, 0, onAside);
});
