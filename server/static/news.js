// What just happened, in words: the journal's entries as they come.

import { clockText } from "./office_time.js";
import { h, hasWord, word } from "./page.js";

const SHOWN = 12;

/** Put an event on top of `list`; events without a sentence are left out. */
export function tell(list, name, data, serviceName = (code) => code) {
  const key = `news_${name}`;
  if (!hasWord(key)) return;
  const at = clockText(Date.parse(data.at), {
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const about = { ...data, service: data.service ? serviceName(data.service) : "" };
  list.prepend(h("li", { "data-event": name }, h("time", {}, at), " ", word(key, about)));
  while (list.children.length > SHOWN) list.lastElementChild.remove();
}
