// Staff's door: four touches in the upper left corner within 3 s, then the PIN.

const TOUCHES = 4;
const WITHIN_MS = 3000;
const CORNER = 0.12; // of the shorter side
const TRIES = 5;
const PAUSE_MS = 60_000;

/** Calls `onCorner` after the touches; the corner is where nothing else is. */
export function watchCorner(now, onCorner) {
  let touched = [];
  addEventListener("pointerdown", (event) => {
    const reach = Math.max(48, CORNER * Math.min(innerWidth, innerHeight));
    if (event.clientX > reach || event.clientY > reach) {
      touched = [];
      return;
    }
    touched = [...touched.filter((at) => now() - at < WITHIN_MS), now()];
    if (touched.length < TOUCHES) return;
    touched = [];
    onCorner();
  });
}

/** Judges PINs: five wrong ones, then a pause of a minute. */
export class Door {
  constructor(now) {
    Object.assign(this, { now, pin: null, wrong: 0, pausedUntil: 0 });
  }

  /** "right", "wrong_pin", or "pin_pause" while the pause lasts. */
  judge(typed) {
    if (this.now() < this.pausedUntil) return "pin_pause";
    if (this.pin !== null && typed === this.pin) {
      this.wrong = 0;
      return "right";
    }
    this.wrong += 1;
    if (this.wrong < TRIES) return "wrong_pin";
    this.wrong = 0;
    this.pausedUntil = this.now() + PAUSE_MS;
    return "pin_pause";
  }
}
