// What pairing ended with, in IndexedDB: `{id, token, counter, office, office_id}`, one at the most.

import { change, result } from "./rate_outbox.js";

const STORE = "pairing";
const OURS = "ours";

/** The safe of this browser.  Throws when there is none. */
export async function openSafe(name = "motcua-tablet") {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  const db = await result(asked);
  db.onversionchange = () => db.close();
  return {
    /** What is kept, or null. */
    read: async () => (await result(db.transaction(STORE).objectStore(STORE).get(OURS))) ?? null,

    /** On the disk when this answers; throws when it is not. */
    keep: (pairing) => change(db, STORE, (store) => store.put(pairing, OURS)),

    /** Forget the pairing with this id: another page of this browser may have made another. */
    forget: (id) =>
      change(db, STORE, async (store) => {
        if ((await result(store.get(OURS)))?.id === id) store.delete(OURS);
      }),
  };
}
