// The list of services on the kiosk: open ones to touch, shut ones with when numbers are given next,
// and where to go for those that have ended.

import { clockText, officeNow } from "./office_time.js";
import { byId, h, language, nameOf, setText, word } from "./page.js";

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { day: "2-digit", month: "2-digit" };
const DATE = { ...DAY, year: "numeric" };

/** Show `services`, as GET /services tells them; `touch(service)` when an open one is touched. */
export function showServices(services, touch) {
  const offered = services.filter((each) => each.why !== "ended");
  const list = byId("services");
  const seen = offered.map((each) => `${each.code} ${each.name}`).join();
  if (list.dataset.seen !== seen) {
    list.dataset.seen = seen;
    list.replaceChildren(...offered.map((each) => button(each, touch)));
  }
  const told = showShut(offered);
  for (const each of offered) {
    showService(list.querySelector(`[data-service="${CSS.escape(each.code)}"]`), each, told);
  }
  showEnded(services.filter((each) => each.why === "ended"));
}

function button({ code, ...service }, touch) {
  return h(
    "button",
    { type: "button", "data-service": code, onclick: () => touch(code) },
    h("span", { class: "letter", "aria-hidden": "true" }, code),
    h("span", { class: "name" }, nameOf(service)),
    h("span", { class: "waiting" }),
  );
}

/** `told` is the opening that the sentence above the list names already. */
function showService(element, service, told) {
  element.disabled = !service.open;
  const shut = word(service.why === "quota" ? "used_up" : "no_numbers");
  const next = service.opens_at === told ? "" : nextNumbers(service.opens_at);
  const note = service.open ? word("waiting", { n: service.waiting }) : `${shut} ${next}`.trim();
  setText(element.querySelector(".waiting"), note);
}

/** When numbers are given next; nothing where that is not known. */
function nextNumbers(opens_at) {
  if (opens_at === null) return "";
  const at = Date.parse(opens_at);
  const isToday = clockText(at, DATE) === clockText(officeNow(), DATE);
  const time = clockText(at, TIME);
  return isToday ? word("opens_today", { time }) : word("opens_on", { time, day: clockText(at, DAY).replace("-", "/") });
}

/**
 * When nothing is given at all, one sentence says so above the list: it is not the kiosk's fault.
 * The opening that it names, if any.
 */
function showShut(offered) {
  const isShut = offered.length > 0 && offered.every((each) => !each.open);
  byId("shut").hidden = !isShut;
  byId("choice-heading").classList.toggle("unseen", isShut);
  if (!isShut) return null;
  const { holiday } = offered[0];
  const isHoliday = holiday !== "" && offered.every((each) => each.why === "day_off");
  const opens_at = offered.map((each) => each.opens_at).filter(Boolean).sort()[0] ?? null;
  const said = isHoliday ? word("holiday", { holiday }) : word("shut");
  setText(byId("shut"), `${said} ${nextNumbers(opens_at)}`.trim());
  return opens_at;
}

function showEnded(services) {
  const told = services.filter((each) => each.notice).map((each) => {
    const notice = language === "en" ? each.notice_en || each.notice : each.notice;
    return word("ended", { service: nameOf(each), notice });
  });
  byId("ended").hidden = told.length === 0;
  if (byId("ended").dataset.seen === told.join()) return;
  byId("ended").dataset.seen = told.join();
  byId("ended").replaceChildren(...told.map((each) => h("li", {}, each)));
}
