/** The workers in which a core's threads compute. */
import { EngineError, errorOf } from './engine-error.js';
import { startThread } from './start-thread.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {Pick<Worker, 'postMessage' | 'terminate' | 'onmessage'>} Thread */
/** @typedef {{threads: Thread[], end: () => void}} Threads */
/** @typedef {(count: number, arithmetic: Arithmetic) => Promise<Threads>} MakeThreads */

/** They start within a second, or never: where a policy blocks them, not every browser says so. */
export const patienceMs = 5000;

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function withPatience(promise) {
  let timer;
  try {
    return await Promise.race([
      promise,
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new EngineError('threadsSilent')), patienceMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Worker} worker
 * @param {Arithmetic} arithmetic
 * @returns {Promise<void>} once it has loaded the glue
 */
const load = (worker, arithmetic) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { error } }) => (error === undefined ? resolve() : reject(errorOf(error)));
    worker.onerror = (event) => {
      event.preventDefault();
      reject(event.message ? new EngineError('workerFailed', { detail: event.message }) : new EngineError('threadsMissing'));
    };
    worker.postMessage({ arithmetic });
  });

/** @type {MakeThreads} */
export async function makeThreads(count, arithmetic) {
  /** @type {Worker[]} */
  const threads = [];
  const end = () => threads.forEach((worker) => worker.terminate());
  try {
    for (let i = 0; i < count; ++i) threads.push(startThread());
    await withPatience(Promise.all(threads.map((worker) => load(worker, arithmetic))));
    return { threads, end };
  } catch (error) {
    end();
    throw error;
  }
}
