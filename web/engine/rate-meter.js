/** Images per second over about the last second, whatever the clock does: a sleep or a jump of it starts anew. */

/** A pause longer than this between two slices was none of training's. */
const MOST_PAUSE_MS = 2000;
/** A shorter time says nothing, least of all by a coarse clock. */
const LEAST_MS = 20;

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

  /** Before a slice of work. */
  begin() {
    const now = this.now();
    if (now < this.last || now - this.last > MOST_PAUSE_MS) this.restart();
    this.last = now;
  }

  /** After it. @param {number} images  @returns {number} milliseconds it took; 0 where the clock cannot tell */
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
    return elapsed >= LEAST_MS ? (this.images * 1000) / elapsed : 0;
  }

  /** What is longer ago counts less and less. */
  forgetOld() {
    if (this.last - this.start <= 1000) return;
    this.images /= 2;
    this.start += (this.last - this.start) / 2;
  }
}
