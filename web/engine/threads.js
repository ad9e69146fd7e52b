/** The workers in which a core's threads compute. */
import { EngineError, errorOf } from './engine-error.js';
import { startThread } from './start-thread.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {Pick<Worker, 'postMessage' | 'terminate' | 'onmessage'>} Thread */
/** @typedef {{threads: Thread[], end: () => void}} Threads */
/** @typedef {(count: number, arithmetic: Arithmetic) => Promise<Threads>} MakeThreads */

/**
 * They start within a second, or never: where a policy blocks them, not every browser says so. That is waited for; what
 * they then load takes what the connection takes.
 */
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
 * @returns {{runs: Promise<void>, loaded: Promise<void>}} when its script runs, and when it has loaded the glue
 */
function load(worker, arithmetic) {
  /** @type {() => void} */
  let noteRun = () => {};
  /** @type {Promise<void>} */
  const runs = new Promise((resolve) => { noteRun = resolve; });
  const loaded = new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { error, runs: isRunning } }) => {
      noteRun();
      if (error !== undefined) reject(errorOf(error));
      else if (!isRunning) resolve(undefined);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(event.message ? new EngineError('workerFailed', { detail: event.message }) : new EngineError('threadsMissing'));
    };
    worker.postMessage({ arithmetic });
  });
  return { runs, loaded };
}

/** @type {MakeThreads} */
export async function makeThreads(count, arithmetic) {
  /** @type {Worker[]} */
  const threads = [];
  const end = () => threads.forEach((worker) => worker.terminate());
  try {
    for (let i = 0; i < count; ++i) threads.push(startThread());
    const loads = threads.map((worker) => load(worker, arithmetic));
    const loaded = Promise.all(loads.map((thread) => thread.loaded));
    loaded.catch(() => {});
    await withPatience(Promise.race([loaded, Promise.all(loads.map((thread) => thread.runs))]));
    await loaded;
    return { threads, end };
  } catch (error) {
    end();
    throw error;
  }
}
