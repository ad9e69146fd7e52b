import { PageError } from '../texts/message-of.js';

/** A browser never times out a module whose connection has died. */
const LATE_MS = 20_000;

/** @param {number} ms */
export const stalled = (ms) => {
  const seconds = Math.round(ms / 1000);
  return new PageError('stalled', { seconds }, `no data arrived for ${seconds} s`);
};

/**
 * The same promise, but it rejects if it has not settled in time.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [ms]
 * @returns {Promise<T>}
 */
export function inTime(promise, ms = LATE_MS) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((/** @type {(value: never) => void} */ _, fail) => {
    timer = setTimeout(() => fail(stalled(ms)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Reports once if a promise has not settled in time. It may still settle later.
 * @param {Promise<unknown>} promise
 * @param {(error: PageError) => void} onLate
 * @param {number} [ms]
 */
export function tellIfLate(promise, onLate, ms = LATE_MS) {
  const timer = setTimeout(() => onLate(stalled(ms)), ms),
    stop = () => clearTimeout(timer);
  promise.then(stop, stop);
}
