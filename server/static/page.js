// What every page uses: its words, its settings, elements, banners, and starting.

const data = (id) => JSON.parse(document.getElementById(id).textContent);
export const words = data("words");

export const settings = data("settings");
export const language = document.documentElement.lang;

/** The sentence with this key in the reader's language; {…} filled from `about`. */
export function word(key, about = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => about[name] ?? whole);
}

/** Whether the page's words know this key: for words that the server sends. */
export const hasWord = (key) => Object.hasOwn(words, key);

export const byId = (id) => document.getElementById(id);

/** A new element; attributes with `on…` are listeners, null ones are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Put a sentence into a live region; the same sentence again is read out again. */
export function say(element, sentence) {
  element.textContent = "";
  element.textContent = sentence;
}

/** Set text only when it changes, so that nothing is redrawn or read out for nothing. */
export function setText(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/** The name of a service in the reader's language. */
export const nameOf = (service) =>
  language === "en" ? service.name_en || service.name : service.name;

function trouble(error) {
  console.error(error);
  say(byId("trouble"), word("trouble"));
}

/** Run a page: an error in it is shown to whoever stands in front. */
export async function start(page) {
  addEventListener("error", (event) => event.error && trouble(event.error));
  addEventListener("unhandledrejection", (event) => trouble(event.reason));
  document.documentElement.dataset.running = "";
  await page();
}
