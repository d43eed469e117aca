// Still and video notices, one after another, while there is room for them.  A file that is broken
// or gone is skipped; when all are, the place is given back.

import { h } from "./page.js";

const DUCKED = 0.15;
const STEP_MS = 40;
const STEPS = 8;
const STUCK_MS = 15_000; // a video that has not moved for so long has stopped for good
const RETRY_MS = 30_000;

/** Notices in `box`; `onChange()` is called when there is something to show, or nothing any more. */
export function makeNotices(box, onChange) {
  const state = { list: [], at: -1, made: 0, failed: 0, isOn: false, isHeard: false, volume: 1, timer: 0 };
  let ramp = 0;

  const video = () => box.querySelector("video");
  const later = (ms, what) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(what, ms);
  };
  const isThere = () => state.list.length > 0 && state.failed < state.list.length;

  function next() {
    clearTimeout(state.timer);
    if (!state.isOn || state.list.length === 0) return;
    state.at = (state.at + 1) % state.list.length;
    state.made += 1;
    const mine = state.made;
    const ours = (what) => () => mine === state.made && what();
    const notice = state.list[state.at];
    later(STUCK_MS, skip);
    if (notice.kind === "video") film(notice, ours);
    else picture(notice, ours);
  }

  function skip() {
    state.failed += 1;
    if (isThere()) return next();
    box.replaceChildren();
    onChange(); // which may take the place away, and with it what was to come
    return later(RETRY_MS, () => {
      state.failed = 0;
      onChange();
      next();
    });
  }

  function put(element) {
    state.failed = 0;
    box.replaceChildren(element);
  }

  function picture({ url, seconds }, ours) {
    const shown = h("img", { alt: "" });
    shown.onload = ours(() => {
      put(shown);
      later(seconds * 1000, next);
    });
    shown.onerror = ours(skip);
    shown.src = url;
  }

  function film({ url }, ours) {
    const element = h("video", { playsinline: "" });
    element.onloadeddata = ours(() => put(element));
    element.onended = ours(next);
    element.onerror = ours(skip);
    element.ontimeupdate = ours(() => state.isOn && later(STUCK_MS, skip));
    element.volume = state.volume;
    element.muted = !state.isHeard;
    element.src = url;
    play(element);
  }

  async function play(element) {
    try {
      await element.play();
    } catch (error) {
      if (error.name !== "NotAllowedError" || element.muted) return; // onerror and the guard see to it
      element.muted = true; // without a touch a browser lets only silent videos begin
      play(element);
    }
  }

  function pause() {
    clearTimeout(state.timer);
    video()?.pause();
  }

  function go() {
    const element = video();
    if (!element || element.ended) return next();
    later(STUCK_MS, skip);
    return play(element);
  }

  function setVolume(volume) {
    clearInterval(ramp);
    const step = (volume - state.volume) / STEPS;
    let left = STEPS;
    ramp = setInterval(() => {
      left -= 1;
      state.volume = left ? state.volume + step : volume;
      if (video()) video().volume = state.volume;
      if (left === 0) clearInterval(ramp);
    }, STEP_MS);
  }

  return {
    isThere,
    hasVideo: () => state.list.some((each) => each.kind === "video"),
    /** Other files, or the same in another order. */
    setList(list) {
      if (JSON.stringify(list) === JSON.stringify(state.list)) return;
      const shown = state.list[state.at]?.url;
      const at = list.findIndex((each) => each.url === shown);
      Object.assign(state, { list, at, failed: 0 });
      if (list.length === 0) box.replaceChildren();
      onChange();
      if (state.isOn && at < 0) next();
    },
    /** Whether there is room; a video goes on from where it was. */
    setOn(isOn) {
      box.hidden = !isOn;
      if (state.isOn === isOn) return;
      state.isOn = isOn;
      if (isOn) go();
      else pause();
    },
    duck: (isDucked) => setVolume(isDucked ? DUCKED : 1),
    /** Sound is allowed. */
    unmute() {
      state.isHeard = true;
      if (video()) video().muted = false;
    },
  };
}
