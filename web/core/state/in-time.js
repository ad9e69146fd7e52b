import { PageError } from '../texts/message-of.js';

/** A browser waits for ever for a module whose connection has died; a visitor does not. */
const LATE_MS = 20_000;

/** @param {number} ms */
export const stalled = (ms) => {
  const seconds = Math.round(ms / 1000);
  return new PageError('stalled', { seconds }, `nothing came for ${seconds} s`);
};

/**
 * The same promise, but that it fails when it has not been settled in time.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} [ms]
 * @returns {Promise<T>}
 */
export function inTime(promise, ms = LATE_MS) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((/** @type {(value: never) => void} */ _, fail) => { timer = setTimeout(() => fail(stalled(ms)), ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Tells once of a promise that has not been settled in time. It may still come.
 * @param {Promise<unknown>} promise
 * @param {(error: PageError) => void} onLate
 * @param {number} [ms]
 */
export function tellIfLate(promise, onLate, ms = LATE_MS) {
  const timer = setTimeout(() => onLate(stalled(ms)), ms), stop = () => clearTimeout(timer);
  promise.then(stop, stop);
}
