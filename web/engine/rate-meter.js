/** Images per second over about the last second. A sleep of the computer or a jump of the clock restarts the measurement. */

/** A longer time between two slices is not part of training. */
const MAX_PAUSE_MS = 2000;
/** The clock is too coarse for a rate over a shorter time. */
const MIN_MS = 20;
/** Images that are older than this count half, and again half at each later call of decay(). */
const WINDOW_MS = 1000;

export class RateMeter {
  /** @param {() => number} now  milliseconds */
  constructor(now) {
    this.now = now;
    this.images = 0;
    this.start = this.last = now();
  }

  restart() {
    this.images = 0;
    this.start = this.last = this.now();
  }

  /** Call before a slice of work. */
  begin() {
    const now = this.now();
    if (now < this.last || now - this.last > MAX_PAUSE_MS) this.restart();
    this.last = now;
  }

  /** Call after it. @param {number} images  @returns {number} the slice's milliseconds; 0 if the clock went backwards */
  end(images) {
    const now = this.now();
    const elapsed = now - this.last;
    if (elapsed < 0) {
      this.restart();
      return 0;
    }
    this.images += images;
    this.last = now;
    return elapsed;
  }

  rate() {
    const elapsed = this.last - this.start;
    return elapsed >= MIN_MS ? (this.images * 1000) / elapsed : 0;
  }

  /** Halves the weight of what was measured if it is longer than the window. */
  decay() {
    if (this.last - this.start <= WINDOW_MS) return;
    this.images /= 2;
    this.start += (this.last - this.start) / 2;
  }
}
