// The line of news along the foot of the hall screen: a text that fits stands still, a longer one
// runs by once, then the next language has its turn.  Nothing else on the page moves for it.

import { languages } from "./board_words.js";
import { setText } from "./page.js";

const STAY_MS = 8_000;
const VW_PER_S = 9; // some ten letters a second, as one reads aloud
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

/** The line in `box`; it is told its texts by language, at first and when they change. */
export function makeTicker(box) {
  const text = box.firstElementChild;
  let held = "{}";
  let queue = [];
  let timer = 0;

  function fill(texts) {
    const said = languages.map((each) => [each, texts[each] ?? texts.vi]).filter(([, one]) => one);
    const once = new Map(said.map(([language, one]) => [one, language])); // the same words once
    return [...once].flatMap(([one, language]) => parts(one).map((part) => [part, language]));
  }

  /** Whoever wants nothing to run reads a long text in parts that fit. */
  function parts(one) {
    if (!reduced.matches) return [one];
    const found = [];
    for (const each of one.split(" ")) {
      const longer = found.length ? `${found.at(-1)} ${each}` : each;
      setText(text, longer);
      if (found.length && text.offsetWidth <= box.clientWidth) found[found.length - 1] = longer;
      else found.push(each);
    }
    return found;
  }

  function next() {
    clearTimeout(timer);
    for (const running of text.getAnimations()) running.cancel();
    if (queue.length === 0) queue = fill(JSON.parse(held));
    if (queue.length === 0) return setText(text, "");
    const [one, language] = queue.shift();
    setText(text, one);
    text.lang = language;
    const [mine, room] = [text.offsetWidth, box.clientWidth];
    if (mine <= room || reduced.matches) {
      timer = setTimeout(next, STAY_MS);
      return undefined;
    }
    const way = [`translateX(${room}px)`, `translateX(${-mine}px)`].map((transform) => ({ transform }));
    const duration = ((mine + room) / innerWidth) * (100 / VW_PER_S) * 1000;
    const run = text.animate(way, { duration, easing: "linear" });
    run.onfinish = next;
    return undefined;
  }

  function again() {
    queue = [];
    next();
  }

  addEventListener("resize", again);
  return (texts) => {
    const wanted = JSON.stringify(texts);
    if (wanted === held) return;
    held = wanted;
    box.hidden = Object.keys(texts).length === 0;
    again();
  };
}
