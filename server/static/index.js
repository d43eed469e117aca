// The start page: the whole product at work, in six tiles.

import { follow } from "./live.js";
import { keepFresh, placeOf, refreshFace, showBoards, showFaces, watchMachines } from "./machines.js";
import { tell } from "./news.js";
import { byId, h, nameOf, setText, start, word } from "./page.js";

const CALLED_SHOWN = 4;
const TABLETS_SHOWN = 2;
const BOARDS_SHOWN = 8;

const PAST = 30; // events told at once, so that the news are not empty

let services = {};
let asked = []; // the numbers of the counters that finished a visit, in that order
let busy = new Set(); // the numbers of the counters that have somebody in hand
let printer = null; // the last to print

function showHall(hall) {
  services = Object.fromEntries(hall.services.map((each) => [each.code, nameOf(each)]));
  const counters = hall.counters.filter((each) => each.ticket);
  busy = new Set(counters.map((each) => each.number));
  showCalled(counters);
  const waiting = hall.services.filter((each) => each.waiting > 0);
  setText(byId("waiting"), waiting.reduce((sum, each) => sum + each.waiting, 0));
  setText(byId("waiting-by"), waiting.map((each) => `${each.code} ${each.waiting}`).join(" · "));
}

function showCalled(counters) {
  const newest = counters
    .sort((a, b) => b.ticket.called_at.localeCompare(a.ticket.called_at))
    .slice(0, CALLED_SHOWN);
  byId("no-called").hidden = newest.length > 0;
  byId("called").replaceChildren(
    ...newest.map((each) =>
      h("li", {}, h("b", {}, each.ticket.label), ` → ${word("to_counter", { counter: each.number })}`),
    ),
  );
}

/** The boards of counters that are busy first; not by what they say, which blinks. */
const busyFirst = (boards) =>
  boards.sort((a, b) => busy.has(b.counter) - busy.has(a.counter) || a.counter - b.counter);

/** The tablets that were asked to ask last come first: there is something to see. */
const askedLast = (a, b) => asked.indexOf(b.counter) - asked.indexOf(a.counter);

function showDevices(devices) {
  const boards = busyFirst(devices.filter((each) => each.kind === "board")).slice(0, BOARDS_SHOWN);
  const tablets = devices.filter((each) => each.kind === "tablet").sort(askedLast);
  tablets.splice(TABLETS_SHOWN);
  printer ??= devices.find((each) => each.kind === "printer" && each.has_picture)?.id ?? null;
  const printers = devices.filter((each) => each.id === printer);
  showBoards(byId("boards"), boards);
  showFaces(byId("tablets"), tablets, placeOf);
  showFaces(byId("printers"), printers, (each) => each.id.replace(/^printer-/, ""));
  byId("no-boards").hidden = boards.length > 0;
  byId("no-tablets").hidden = tablets.length > 0;
  byId("no-printers").hidden = printers.length > 0;
  [...byId("printers").children].forEach(refreshFace);
}

function onEvent(name, data, isOld) {
  tell(byId("news"), name, data, (code) => services[code] ?? code);
  if (name === "finished") {
    asked = [...asked.filter((each) => each !== data.counter), data.counter];
  }
  if (name !== "slip_printed" || isOld) return;
  printer = `printer-${data.printer}`;
}

start(async () => {
  await follow(showHall, onEvent, PAST);
  keepFresh(byId("tablets"));
  await watchMachines(showDevices);
});
