/**
 * Pseudorandom numbers by a seed: mulberry32.
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  /** @returns {number} in [0, 1) */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** A whole number from 0 to bound − 1. @param {number} bound */
  const below = (bound) => Math.floor(next() * bound);
  /** @template T @param {readonly T[]} list @returns {T} */
  const pick = (list) => list[below(list.length)];
  /** @param {number} share  of the times */
  const chance = (share) => next() < share;
  return { next, below, pick, chance };
}

/** @typedef {ReturnType<typeof createRandom>} Random */
