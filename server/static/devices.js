// Boards, printers and tablets made of software, on one screen.

import { follow } from "./live.js";
import { keepFresh, placeOf, refreshFace, showBoards, showFaces, watchMachines } from "./machines.js";
import { tell } from "./news.js";
import { byId, nameOf, start } from "./page.js";

const PAST = 30; // events told at once, so that the news are not empty

let services = {};

function showDevices(devices) {
  const boards = of(devices, "board");
  const printers = of(devices, "printer");
  const tablets = [...of(devices, "kiosk"), ...of(devices, "tablet")];
  showBoards(byId("boards"), boards);
  showFaces(byId("printers"), printers, (printer) => printer.id.replace(/^printer-/, ""));
  showFaces(byId("tablets"), tablets, placeOf);
  byId("no-boards").hidden = boards.length > 0;
  byId("no-printers").hidden = printers.length > 0;
  byId("no-tablets").hidden = tablets.length > 0;
}

const of = (devices, kind) => devices.filter((each) => each.kind === kind);

function showHall(hall) {
  services = Object.fromEntries(hall.services.map((each) => [each.code, nameOf(each)]));
}

function onEvent(name, data, isOld) {
  tell(byId("news"), name, data, (code) => services[code] ?? code);
  if (name === "slip_printed" && !isOld) showSlip(`printer-${data.printer}`);
}

function showSlip(id) {
  for (const item of byId("printers").children) if (item.device === id) refreshFace(item);
}

start(async () => {
  await follow(showHall, onEvent, PAST);
  let isFirst = true;
  keepFresh(byId("tablets"));
  await watchMachines((devices) => {
    showDevices(devices);
    if (isFirst) [...byId("printers").children].forEach(refreshFace);
    isFirst = false;
  });
});
