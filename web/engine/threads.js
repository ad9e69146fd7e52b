/** The workers in which the threads of a core run. */
import { deserializeError, EngineError } from './engine-error.js';
import { startThread } from './start-thread.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {Pick<Worker, 'postMessage' | 'terminate' | 'onmessage'>} Thread */
/** @typedef {{threads: Thread[], end: () => void}} Threads */
/** @typedef {(count: number, arithmetic: Arithmetic) => Promise<Threads>} MakeThreads */

/**
 * A worker's script starts within a second or never: some browsers report no error where a policy blocks it. The time for
 * loading the core's code after that is not limited, since it depends on the connection.
 */
const START_TIMEOUT_MS = 5000;

/**
 * Rejects with `threadsSilent` if the promise has not settled within the timeout.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function withStartTimeout(promise) {
  let timer;
  try {
    return await Promise.race([
      promise,
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new EngineError('threadsSilent')), START_TIMEOUT_MS);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Worker} worker
 * @param {Arithmetic} arithmetic
 * @returns {{running: Promise<void>, loaded: Promise<void>}} when its script runs, and when it has loaded the core's glue
 */
function load(worker, arithmetic) {
  /** @type {() => void} */
  let resolveRunning = () => {};
  /** @type {Promise<void>} */
  const running = new Promise((resolve) => {
    resolveRunning = resolve;
  });
  const loaded = new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { error, runs } }) => {
      resolveRunning();
      if (error !== undefined) reject(deserializeError(error));
      else if (!runs) resolve(undefined);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(
        event.message ? new EngineError('workerFailed', { detail: event.message }) : new EngineError('threadsMissing'),
      );
    };
    worker.postMessage({ arithmetic });
  });
  return { running, loaded };
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
    await withStartTimeout(Promise.race([loaded, Promise.all(loads.map((thread) => thread.running))]));
    await loaded;
    return { threads, end };
  } catch (error) {
    end();
    throw error;
  }
}
