// The voice of the hall screen: the server says when, and this plays it at once.  It keeps no
// queue of its own: the server begins no announcement before the last one is over.
//
// A browser plays no sound before somebody has touched the page, unless it was started so
// (docs/how-to/hang-a-hall-screen.md).  Then a button asks for that touch.

const CHECK_MS = 1_000;

/** `onDuck(isDucked)` while something is said, `onSound()` as soon as sound is allowed. */
export function makeVoice(button, onDuck, onSound) {
  const state = { audio: null, context: null, timer: 0 };

  button.addEventListener("click", allowed);

  function allowed() {
    button.hidden = true;
    if (state.context) state.context.onstatechange = null;
    if (state.context?.state !== "closed") state.context?.close();
    onSound();
  }

  function check() {
    if (state.context.state === "running") allowed();
    else if (state.context.state === "suspended") button.hidden = false;
  }

  /** Ask the browser, once, whether this page may be heard. */
  function prepare() {
    if (state.context) return;
    state.context = new AudioContext();
    state.context.onstatechange = check;
    setTimeout(check, CHECK_MS);
  }

  /** Let everything else be quiet for some seconds. */
  function duck(seconds) {
    clearTimeout(state.timer);
    onDuck(true);
    state.timer = setTimeout(() => onDuck(false), seconds * 1000);
  }

  async function play(url) {
    state.audio?.pause();
    state.audio = new Audio(url);
    try {
      await state.audio.play();
    } catch (error) {
      if (error.name === "NotAllowedError") button.hidden = false;
      else if (error.name !== "AbortError") console.warn("an announcement could not be played:", error.message);
    }
  }

  return {
    prepare,
    duck,
    /** An announcement of this screen's zone begins. */
    announce({ url, duration_s, is_for_screens }) {
      duck(duration_s);
      if (is_for_screens) play(url);
    },
  };
}
