// Signs that the question is being read, and how long it stays by them.  Pure; its elder brother is
// kiosk/signs.py, the rule stands in docs/reference/ratings.md.

const MOST = 64; // that the server hears of

export class Signs {
  /**
   * Of the window with this id.  Milliseconds of a clock that only goes forward: `endsAt` is when the
   * question ends, `limitAt` when it ends however it is read, `at` when it was being read; `said` is
   * the same in the server's clock.
   */
  constructor(about = {}) {
    Object.assign(this, { window: "", endsAt: 0, limitAt: 0, read_ms: 0, at: [], said: [] }, about);
  }

  /** When another sign may be noted: a touch on the heels of the other says nothing new. */
  get nextAt() {
    return this.at.length ? this.at.at(-1) + this.read_ms / 4 : 0;
  }

  /** After the server's word, which knows the signs it was `told` just before. */
  heard({ id, closes_in_s, read_s, longest_s }, now, told) {
    const { at, said } = id === this.window ? this : new Signs();
    const times = { endsAt: now + Math.max(closes_in_s, 0) * 1000, limitAt: now + longest_s * 1000, read_ms: read_s * 1000 };
    const heard = new Signs({ window: id, at, said, ...times });
    return at.slice(known(told, id)).reduce((signs, each) => signs.moved(each), heard);
  }

  /** After a sign, `said` in the server's clock; the same when it moves nothing. */
  read(now, said) {
    const moved = this.moved(now);
    if (moved === this || now < this.nextAt || this.at.length >= MOST) return this;
    return new Signs({ ...moved, at: [...this.at, now], said: [...this.said, said] });
  }

  /** Whether there are signs besides those `told`. */
  hasUntold(told) {
    return this.said.length > known(told, this.window);
  }

  moved(at) {
    const endsAt = Math.min(at + this.read_ms, this.limitAt);
    return at < this.endsAt && this.endsAt < endsAt ? new Signs({ ...this, endsAt }) : this;
  }
}

/** How many signs of this window were told. */
const known = (told, window) => (told?.window === window ? told.at.length : 0);
