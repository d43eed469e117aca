// What the server says of a set-up that cannot be so: at the field it names, if it names one.

import { Problem, Unreachable } from "./api.js";
import { h, language, word } from "./page.js";
import { FIELDS } from "./setup_fields.js";
import { reason } from "./setup_reasons.js";
import { fieldName, recordName } from "./setup_values.js";

/** Do something; a problem is told in `state.problem`, or at a field of `form`. */
export async function told(state, form, work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    if (error.status === 401) location.reload();
    if (!(error.detail && isAtField(state, form, error.detail))) sayOf(state.problem, error);
  }
}

/**
 * Put or post a change of the set-up.  Where it would leave people waiting whom nobody serves, the
 * server says how many; it is done all the same only if the administrator says so.  False if not.
 */
export async function unlessPeopleWait(send, path, body) {
  try {
    await send(path, body);
  } catch (error) {
    if (error.type !== "/problems/people_wait") throw error;
    if (!confirm(`${error.message}\n\n${word("all_the_same")}`)) return false;
    await send(`${path}?even_if_waiting=yes`, body);
  }
  return true;
}

/** The server's own words, for whoever keeps it: small, under the reader's. */
const ownWords = (detail) => h("small", { class: "own-words", lang: "en" }, detail);

function sayOf(place, error) {
  const { detail } = error;
  const [, kind, key, name] = /^(\w+) '([^']+)'(?:\.(\w+))?/.exec(detail) ?? [];
  const isRecord = kind in FIELDS && key !== undefined;
  if (!isRecord && !reason(detail)) return place.replaceChildren(error.message);
  const field =
    isRecord && FIELDS[kind].some((each) => each.name === name) ? `, ${fieldName(kind, name)}` : "";
  const where = isRecord ? word("does_not_fit", { where: recordName(kind, key) + field }) : "";
  return place.replaceChildren(...[where, " ", reason(detail)].filter(Boolean), ownWords(detail));
}

function isAtField(state, form, detail) {
  const about = detail.startsWith(state.kind) ? detail.slice(state.kind.length) : "";
  const isOurs = !/^ '/.test(about) || state.isNew || about.startsWith(` '${state.key}'`);
  if (!form || !about || !isOurs) return false;
  const names = about.replace(/'[^']*'/g, "").match(/\w+/g) ?? [];
  const name = names.find((each) => form.names().includes(each));
  const said = reason(detail) || word("not_taken");
  return (
    name !== undefined && form.show(name, said, language === "en" && reason(detail) ? [] : [ownWords(detail)])
  );
}
