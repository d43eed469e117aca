// What the server does not have yet, in IndexedDB: answers, each with its own id.
//
//   held -> waiting -> sent | refused
//
// An answer is on the disk (durability "strict") before the citizen is thanked.  `held` means that
// reasons and a comment may still be added; opening releases what a page that died had held.

const STORE = "ratings";
const KEPT = 1000; // settled ones, so that a visit is not asked about twice
const AT_ONCE = 100;

/** The outbox of this browser.  Throws when there is none, or the disk is full. */
export async function openOutbox(name = "motcua-rate") {
  const asked = indexedDB.open(name, 1);
  asked.onupgradeneeded = () => {
    const store = asked.result.createObjectStore(STORE, { keyPath: "seq", autoIncrement: true });
    store.createIndex("id", "id", { unique: true });
    store.createIndex("visit", "visit", { unique: true });
    store.createIndex("state", "state");
  };
  const outbox = new Outbox(await result(asked));
  await outbox.recover();
  return outbox;
}

/** One visit of one office: the window's id is another one after each finish. */
export const visitOf = (office, ticket, window) => JSON.stringify([office, ticket, window]);

class Outbox {
  constructor(db) {
    this.db = db;
    db.onversionchange = () => db.close();
  }

  /** Keep a rating; false when this visit has one already.  Throws when it is not on the disk. */
  async add(rating, isHeld) {
    try {
      await this.change((store) => store.add({ ...rating, state: isHeld ? "held" : "waiting", why: "" }));
      return true;
    } catch (error) {
      if (error.name === "ConstraintError") return false;
      throw error;
    }
  }

  /** Change a held rating: `{reasons}` or `{comment}`; any other stays as it is. */
  give = (id, changes) => this.update(id, "held", changes);

  /** Nothing will be added: it may be sent. */
  release = (id) => this.update(id, "held", { state: "waiting" });

  /** The server has it (`sent`) or will never take it (`refused`, and why); what it said goes. */
  settle = (id, state, why = "") =>
    this.update(id, "waiting", { state, why, reasons: [], comment: null });

  /** What may be sent to `office` now, oldest first. */
  async waiting(office) {
    const found = await this.read((store) => store.index("state").getAll("waiting"));
    return found.filter((each) => each.office === office).sort((a, b) => a.seq - b.seq).slice(0, AT_ONCE);
  }

  /** How many the server does not have yet, held ones and other offices' too. */
  async undelivered() {
    const count = (state) => this.read((store) => store.index("state").count(state));
    return (await count("held")) + (await count("waiting"));
  }

  /** Whether anything was ever rated here. */
  isUsed = async () => (await this.read((store) => store.count())) > 0;

  /** Whether this visit was rated here. */
  has = async (visit) => (await this.read((store) => store.index("visit").count(visit))) > 0;

  /** Release what a page that died had held, and forget old settled ones. */
  async recover() {
    await this.change(async (store) => {
      const all = await result(store.getAll());
      const newest = all.at(-1)?.seq ?? 0;
      for (const each of all) {
        if (each.state === "held") store.put({ ...each, state: "waiting" });
        else if (each.state !== "waiting" && each.seq <= newest - KEPT) store.delete(each.seq);
      }
    });
  }

  update(id, from, changes) {
    return this.change(async (store) => {
      const found = await result(store.index("id").get(id));
      if (found?.state === from) store.put({ ...found, ...changes });
    });
  }

  read = (ask) => result(ask(this.db.transaction(STORE).objectStore(STORE)));

  change = (work) => change(this.db, STORE, work);
}

/** Answers when the disk has it: "strict" waits for the sync, which is not the usual one. */
export function change(db, name, work) {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(name, "readwrite", { durability: "strict" });
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new DOMException("not kept", "AbortError"));
    const fail = (error) => {
      reject(error);
      if (tx.error === null) tx.abort();
    };
    Promise.resolve(work(tx.objectStore(name))).catch(fail);
  });
}

/** What a request of IndexedDB ends with. */
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
