// Walking the table of screens: screen x what happened -> screen.  The table is screens.json, which
// is printed from kiosk/screens.py; a pair that is not in it changes nothing.

export class Walk {
  /** `told` is screens.json, `program` rate or take, `now` gives milliseconds of a clock that only goes forward. */
  constructor(told, program, now, screen) {
    Object.assign(this, { table: told[program], stays: told.stay_s, read_s: told.read_s, now });
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

  /** Somebody is there: the screen's time begins anew. */
  wake() {
    this.show(this.screen);
  }

  /** It is being read, `times` languages or voices long: at least so long. */
  read(times = 1) {
    if (this.endsAt !== null) this.endsAt = Math.max(this.endsAt, this.now() + times * this.read_s * 1000);
  }

  /** Seconds until it is over, null for one that stays. */
  get left_s() {
    return this.endsAt === null ? null : Math.max(0, Math.ceil((this.endsAt - this.now()) / 1000));
  }

  get isOver() {
    return this.left_s === 0;
  }
}
