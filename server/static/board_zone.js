// What the hall screen shows besides the hall: asked for now and then, whole, and a 304 mostly.

import { Unreachable, ask } from "./api.js";

const LOOK_MS = 30_000; // so soon a new file of the folder of notices is seen
const RETRY_MS = 2_000;

/**
 * Call `onZone(zone)` with the zone of that name and whenever it has changed, `onZone(null)` when
 * there is none of that name.  The function that is returned looks at once.
 */
export function followZone(name, onZone) {
  let tag = null;
  let timer = 0;

  async function look() {
    const found = await fetched(name, tag);
    clearTimeout(timer);
    timer = setTimeout(look, found === null ? RETRY_MS : LOOK_MS);
    if (!found || found.tag === tag) return;
    tag = found.tag;
    onZone(found.zone);
  }

  return look;
}

/** The zone with its tag, the tag alone where nothing has changed; null without an answer. */
async function fetched(name, tag) {
  try {
    const headers = tag?.startsWith('"') ? { "If-None-Match": tag } : {};
    const answer = await ask(`/zones/${encodeURIComponent(name)}`, { headers });
    if (answer.status === 304) return { tag };
    if (answer.status === 404) return { zone: null, tag: "none" };
    return answer.ok ? { zone: await answer.json(), tag: answer.headers.get("ETag") } : null;
  } catch (error) {
    // A body that is cut off is an error of another kind than a request without an answer.
    if (error instanceof Unreachable || error instanceof TypeError) return null;
    throw error;
  }
}
