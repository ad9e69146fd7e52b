/**
 * Long work in slices: after each, other tasks of the page, the worker or Node run, so that it can be aborted and observed.
 */
import { invalidArgument } from './engine-error.js';

/** @typedef {{done: number, total: number}} WorkProgress  steps, images or points */

/**
 * @typedef {object} LongOptions
 * @property {AbortSignal} [signal]   an abort ends the work after the current piece and rejects with `signal.reason`
 * @property {(progress: WorkProgress) => void} [onProgress]  called about every 50 ms, and once all is done
 */

/**
 * Does one piece of work and returns null while some is left, otherwise the result. `progress`: what is done; `cancel`: called
 * after an abort.
 * @template Result
 * @typedef {(() => Result | null) & {progress?: () => WorkProgress, cancel?: () => void}} Advance
 */

/** A slice ends after this time. */
export const SLICE_MS = 50;

/** Of a piece of several training steps, in milliseconds. */
const STEPS_MS = 30;

/** The number of training steps in a piece. @param {number} stepMs  time of a step, 0 if it is unknown */
export const stepsInPiece = (stepMs) => (stepMs > 0 ? Math.max(1, Math.floor(STEPS_MS / stepMs)) : 1);

/** Lets other tasks run. A timer would wait for 4 ms or, in a background tab, for a second. @returns {Promise<void>} */
export const nextTask = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/**
 * @template Result
 * @param {Advance<Result>} advance
 * @param {LongOptions & {pause?: () => Promise<void>, now?: () => number}} [options]  pause: lets other tasks run; now: milliseconds
 * @returns {Promise<Result>}
 */
export async function runInSlices(
  advance,
  { signal, onProgress, pause = nextTask, now = () => performance.now() } = {},
) {
  const report = () => {
    if (onProgress && advance.progress) onProgress(advance.progress());
  };
  for (let start = now(); ;) {
    if (signal?.aborted) {
      advance.cancel?.();
      throw signal.reason;
    }
    const result = advance();
    if (result !== null) {
      report();
      return result;
    }
    const elapsed = now() - start;
    if (elapsed >= 0 && elapsed < SLICE_MS) continue;
    report();
    await pause();
    start = now();
  }
}

/**
 * The result of a promise, or a rejection with `signal.reason` as soon as the signal is aborted.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function untilAborted(promise, signal) {
  if (!signal) return promise;
  let onAbort = () => {};
  try {
    return await Promise.race([
      promise,
      new Promise((_, reject) => {
        onAbort = () => reject(signal.reason);
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
    ]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * @template {{signal?: unknown, onProgress?: unknown}} Options
 * @param {string} where
 * @param {Options} options
 * @returns {Options}  throws `invalidArgument` if signal or onProgress is something else
 */
export function checkedOptions(where, options) {
  const { signal, onProgress } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalidArgument(where, 'signal to be an AbortSignal', typeof signal);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalidArgument(where, 'onProgress to be a function', typeof onProgress);
  }
  return options;
}

/** When all long work of an object that has been requested so far is over. @type {WeakMap<object, Promise<unknown>>} */
const ends = new WeakMap();

/**
 * Long work on an object, such as a model. Work on the same object is done one after the other: evaluations share memory of
 * the core, and must not see weights of different steps.
 * @template Result
 * @param {string} where  the function, for errors
 * @param {object} owner
 * @param {() => Advance<Result>} begin
 * @param {LongOptions} [options]
 * @returns {Promise<Result>}
 */
export function longWork(where, owner, begin, options = {}) {
  const before = ends.get(owner);
  const work = (async () => {
    const { signal, onProgress } = checkedOptions(where, options);
    signal?.throwIfAborted();
    if (before) await untilAborted(before, signal);
    return runInSlices(begin(), { signal, onProgress });
  })();
  // Aborted work may end before the work that it waited for.
  ends.set(owner, Promise.allSettled([before, work]));
  return work;
}

/**
 * Work on `total` items in pieces of at most `size`.
 * @template Result
 * @param {number} total
 * @param {number} size
 * @param {(first: number, count: number) => Result | null} advance  does that many more items; the result of the last call is
 *   that of the work
 * @returns {Advance<Result>}
 */
export function inPieces(total, size, advance) {
  let done = 0;
  return Object.assign(
    () => {
      const count = Math.max(1, Math.min(size, total - done));
      const result = advance(done, count);
      done = Math.min(total, done + count);
      return result;
    },
    { progress: () => ({ done, total }) },
  );
}
