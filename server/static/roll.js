// The roll of devices, and pairing: a tablet shows six digits, an administrator types them here.

import { Problem, Unreachable, get, post } from "./api.js";
import { since } from "./office_time.js";
import { byId, h, hasWord, say, setText, settings, word, words } from "./page.js";

const ROLL_MS = 3000;

/** Show the devices and keep them so. */
export async function watchRoll() {
  byId("kiosk-pin").append(pinButton("/kiosks/pin", "kiosk_pin", "kiosk_pin_is"));
  for (;;) {
    if (!document.hidden) await refreshRoll();
    await new Promise((resolve) => setTimeout(resolve, ROLL_MS));
  }
}

/** Show the devices as they are now. */
export const refreshRoll = () => attempt(byId("devices-problem"), async () => showRoll(await get("/devices")));

/** Do something; a problem is told in `place`.  True if it went well. */
export async function attempt(place, work) {
  try {
    await work();
    setText(place, "");
    return true;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    setText(place, error.message);
    return false;
  }
}

function showRoll(devices) {
  const seen = JSON.stringify(devices.map(line));
  if (byId("devices").dataset.seen !== seen) {
    byId("devices").dataset.seen = seen;
    byId("devices").replaceChildren(...devices.map(row));
  }
  showAlerts(devices.filter((each) => each.alerts.includes("counter_without_tablet")));
  if (settings.role === "admin") showAsking(devices.filter((each) => each.state === "asking"));
}

/** What a row shows, without the time that passes. */
const line = ({ id, name, state, counter, why, queued, errors, collisions, clerk, battery, is_charging, alerts }) =>
  [id, name, state, counter, why, queued, errors, collisions, clerk, battery, is_charging, alerts];

function row(device) {
  return h(
    "tr",
    {},
    h("td", {}, known(`kind_${device.kind}`, device.kind)),
    h("td", {}, device.name),
    h("td", { "data-head": device.counter && byId("head-counter").textContent }, device.counter ?? "", device.clerk ? h("div", { class: "small" }, device.clerk) : ""),
    h("td", {}, h("span", { class: "chip", "data-state": device.state }, known(`state_${device.state}`, device.state)), " ", details(device)),
    h("td", {}, isPaired(device) ? pinButton(`/devices/${encodeURIComponent(device.id)}/pin`) : "", " ", canUnpair(device) ? unpairButton(device) : ""),
  );
}

const known = (key, otherwise) => (hasWord(key) ? word(key) : otherwise);

function details(device) {
  const told = [...device.alerts.map((each) => word(`alert_${each}`, device)), whyOf(device)];
  if (device.state === "asking") told.push(word(settings.role === "admin" ? "asking_here" : "asking_admin"));
  if (device.battery !== null) told.push(word(device.is_charging ? "charging" : "battery", { n: device.battery }));
  if (device.queued) told.push(word("queued", { n: device.queued }));
  if (device.errors) told.push(word("errors", { n: device.errors }));
  if (device.collisions) told.push(word("collisions", { n: device.collisions }));
  if (["suspect", "away", "silent"].includes(device.state) && device.last_seen_at) {
    told.push(word("seen", { time: since(device.last_seen_at) }));
  }
  if (device.state === "silent" && device.painted_at) {
    told.push(word("painted", { time: since(device.painted_at) }));
  }
  return told.filter(Boolean).join("; ");
}

/** A counter that works without its tablet: nobody there is asked, so its figures will be missing. */
function showAlerts(tablets) {
  const counters = [...new Set(tablets.map((each) => each.counter))].join(", ");
  byId("without-tablet").hidden = !tablets.length;
  setText(byId("without-tablet"), tablets.length ? word("without_tablet", { counters }) : "");
}

/** Why, in the reader's language where it is one of the reasons known; an address may stand before. */
function whyOf(device) {
  const known = Object.keys(words.why).find((each) => device.why.endsWith(each));
  return known ? device.why.slice(0, -known.length) + words.why[known] : device.why;
}

const isPaired = (device) => device.kind === "tablet" && !["asking", "unpaired"].includes(device.state);

const canUnpair = (device) => settings.role === "admin" && isPaired(device);

/** Shows the PIN in its own place, until the row is drawn anew. */
function pinButton(path, name = "pin", said = "pin_is") {
  const show = (event) =>
    attempt(byId("devices-problem"), async () => {
      const { pin } = await get(path);
      event.target.replaceWith(h("strong", {}, word(said, { pin })));
    });
  return h("button", { type: "button", onclick: show }, word(name));
}

function unpairButton(device) {
  const unpair = async () => {
    if (!confirm(word("unpair_sure", device))) return;
    const isDone = await attempt(byId("pair-problem"), () => post(`/devices/${encodeURIComponent(device.id)}/unpair`));
    if (isDone) say(byId("pair-said"), word("unpaired", device));
  };
  return h("button", { type: "button", onclick: unpair }, word("unpair"));
}

/** One form a tablet; a form that somebody is typing into stays as it is. */
function showAsking(tablets) {
  const list = byId("asking");
  const ids = new Set(tablets.map((each) => each.id));
  for (const item of [...list.children]) if (!ids.has(item.dataset.id)) item.remove();
  const there = new Set([...list.children].map((item) => item.dataset.id));
  list.append(...tablets.filter((each) => !there.has(each.id)).map(pairForm));
  const places = Object.fromEntries(tablets.map((each) => [each.id, each.address]));
  for (const item of list.children) setText(item.querySelector(".address"), places[item.dataset.id]);
  byId("nobody-asks").hidden = tablets.length > 0;
}

function pairForm(tablet) {
  const item = byId("pair-form").content.firstElementChild.cloneNode(true);
  item.dataset.id = tablet.id;
  setText(item.querySelector(".name"), tablet.name);
  item.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    pair(tablet, event.target);
  });
  return item;
}

async function pair(tablet, form) {
  const { code, counter } = Object.fromEntries(new FormData(form));
  const button = form.querySelector("button");
  button.disabled = true;
  say(byId("pair-said"), "");
  const isDone = await attempt(byId("pair-problem"), () =>
    post(`/devices/${encodeURIComponent(tablet.id)}/pair`, { code, counter: counter || null }),
  );
  button.disabled = false;
  if (isDone) say(byId("pair-said"), word("paired", tablet));
  else form.elements.code.select();
}
