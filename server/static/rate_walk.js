// Walking the table of screens: screen x what happened -> screen.  The table is screens.json, which
// is printed from kiosk/screens.py; a pair that is not in it changes nothing.

export class Walk {
  /** `told` is screens.json, `now` gives milliseconds of a clock that only goes forward. */
  constructor(told, now, screen) {
    Object.assign(this, { table: told.rate, stays: told.stay_s, now });
    this.show(screen);
  }

  /** `screen`, from now for as long as it stays; `endsAt` is null on one that stays for ever. */
  show(screen) {
    this.screen = screen;
    const stay_s = this.stays[screen];
    this.endsAt = stay_s === undefined ? null : this.now() + stay_s * 1000;
  }

  /** The screen after `happening`, or null when the table has no such row. */
  after(happening) {
    return this.table[this.screen]?.[happening] ?? null;
  }

  /** Not sooner than in `s` seconds. */
  longer(s) {
    if (this.endsAt !== null) this.endsAt = Math.max(this.endsAt, this.now() + s * 1000);
  }

  get isOver() {
    return this.endsAt !== null && this.now() >= this.endsAt;
  }
}
