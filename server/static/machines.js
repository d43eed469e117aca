// Devices made of software, drawn: boards as LED tiles, printers and tablets by their pictures.

import { Unreachable, get } from "./api.js";
import { h, setText, word } from "./page.js";

const TEXTS_MS = 1000;
const FACE_MS = 1000;
const PLACES = 6; // how many signs a tile has room for; a wider board takes more tiles
const IDLE = /^-+$/; // what a board shows at a counter that calls nobody

/** Keep boards and pictures as they are now; `onDevices(list)` is told what there is. */
export async function watchMachines(onDevices) {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (;;) {
    if (!document.hidden) {
      const devices = await virtualDevices();
      if (devices !== null) await onDevices(devices);
    }
    await pause(TEXTS_MS);
  }
}

async function virtualDevices() {
  try {
    return await get("/virtual");
  } catch (error) {
    if (error instanceof Unreachable || error.status) return null; // the banner of live.js says so
    throw error;
  }
}

/** Where a device stands, in words. */
export function placeOf(device) {
  if (device.kind === "kiosk") return word("kiosk");
  return device.counter === null ? device.id : word("counter", { counter: device.counter });
}

/** Show boards as tiles in `list`, in the order of their counters. */
export function showBoards(list, boards) {
  const sorted = [...boards].sort((a, b) => Number(a.counter) - Number(b.counter));
  match(list, sorted, (board) =>
    h(
      "li",
      { class: "led" },
      h("span", { class: "where" }, placeOf(board)),
      h("b", { class: "text" }),
    ),
  );
  sorted.forEach((board, at) => {
    const tile = list.children[at];
    setText(tile.querySelector(".text"), board.text || " ");
    tile.style.gridColumn = `span ${Math.max(1, Math.ceil(board.text.length / PLACES))}`;
    tile.classList.toggle("idle", IDLE.test(board.text.trim()));
  });
}

/** Show one picture a device in `list`; `nameOf(device)` is what stands below it. */
export function showFaces(list, devices, nameOf) {
  match(list, devices, (device) =>
    h(
      "li",
      { class: `face ${device.kind}` },
      h("div", { class: "glass" }, h("img", { alt: "", hidden: "" })),
      h("span", { class: "where" }, nameOf(device)),
    ),
  );
  devices.forEach((device, at) => (list.children[at].hasPicture = device.has_picture));
}

const MANY = 12; // from here on they are drawn small

/** Make the children of `list` one per device, keeping those that are there. */
function match(list, devices, make) {
  const ids = devices.map((each) => each.id).join(" ");
  if (list.dataset.ids === ids) return;
  list.dataset.ids = ids;
  list.classList.toggle("many", devices.length > MANY);
  list.replaceChildren(...devices.map((each) => Object.assign(make(each), { device: each.id })));
}

/** Load the picture of one device anew; it stays as it was if there is none. */
export async function refreshFace(item) {
  if (!item.hasPicture) return;
  const next = h("img", { alt: "" });
  next.src = `/api/v1/virtual/${encodeURIComponent(item.device)}/picture?at=${Date.now()}`;
  try {
    await next.decode();
  } catch (error) {
    if (error.name === "EncodingError") return; // no picture now; the old one is still true
    throw error;
  }
  item.querySelector("img").replaceWith(next);
}

/** Refresh the pictures in `list` one after another, each about once a second, for ever. */
export async function keepFresh(list) {
  for (;;) {
    const began = performance.now();
    if (!document.hidden) for (const item of [...list.children]) await refreshFace(item);
    const rest_ms = Math.max(100, FACE_MS - (performance.now() - began));
    await new Promise((resolve) => setTimeout(resolve, rest_ms));
  }
}
