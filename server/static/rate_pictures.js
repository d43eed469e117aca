// The office's pictures on the idle screen, one after another while nobody is asked.

import { Problem, Unreachable, get } from "./api.js";
import { makeNotices } from "./board_notices.js";
import { byId } from "./page.js";

const LOOK_MS = 120_000;

/** No answer, or one that broke off or is no JSON. */
const isAway = (error) => [Problem, Unreachable, SyntaxError, TypeError].some((each) => error instanceof each);

/** Pictures in the idle screen; `now` gives milliseconds of a clock that only goes forward. */
export function makePictures(now) {
  const idle = byId("idle");
  const shown = makeNotices(byId("pictures"), () => idle.classList.toggle("pictured", shown.isThere()));
  let isIdle = false;
  let lookedAt = -Infinity;

  async function look() {
    if (!isIdle || now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    try {
      const list = await get("/pictures");
      if (Array.isArray(list)) shown.setList(list);
    } catch (error) {
      if (!isAway(error)) throw error; // those that are known stay
    }
  }

  return {
    look,
    /** Whether nobody is asked; at a question everything stops at once. */
    setOn(isOn) {
      isIdle = isOn;
      shown.setOn(isOn);
    },
  };
}
