/** Selects and loads a build of the core and starts its threads. */
import { buildOf, MAX_THREADS, singleBuildOf, autoThreads, detectSupport } from './core-variants.js';
import { EngineError, invalidArgument, serializeError } from './engine-error.js';
import { loadBuild } from './start-core.js';
import { startWithPool } from './thread-pool.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */
/** @typedef {import('./download.js').LoadOptions} LoadOptions */
/** @typedef {import('./messages.js').Possible} Possible */
/** @typedef {import('./start-core.js').Core} Core */
/** @typedef {import('./start-core.js').Source} Source */

/**
 * @param {EngineOptions} options
 * @param {Possible} possible
 * @returns {{arithmetic: Arithmetic, threads: number}}
 */
function resolveOptions({ variant = 'auto', threads = 'auto' }, possible) {
  const { arithmetic } = possible;
  if (variant !== 'auto' && !arithmetic.includes(variant)) {
    throw invalidArgument(
      'createEngine',
      `variant 'auto' or one that this engine can run (${arithmetic.join(', ')})`,
      `'${variant}'`,
    );
  }
  if (threads !== 'auto' && (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)) {
    throw invalidArgument('createEngine', `threads 'auto' or from 1 to ${MAX_THREADS}`, threads);
  }
  return {
    arithmetic: variant === 'auto' ? arithmetic[arithmetic.length - 1] : variant,
    threads: threads === 'auto' ? autoThreads(possible) : threads,
  };
}

/**
 * @param {Arithmetic} arithmetic
 * @param {number} threads
 * @param {{possible: Possible, makeThreads?: import('./threads.js').MakeThreads} & Source} environment
 * @returns {Promise<Core>}
 */
async function start(arithmetic, threads, { possible, makeThreads, ...source }) {
  const build = threads > 1 ? buildOf(arithmetic, true) : singleBuildOf(arithmetic, possible);
  const makeCore = await loadBuild(build, { arithmetic, threads }, source);
  if (threads === 1) return makeCore();
  return startWithPool(
    async () => {
      const core = await makeCore();
      core.startThreads(threads);
      return core;
    },
    threads - 1,
    arithmetic,
    makeThreads,
  );
}

/** A module is of one build: 'auto' stands for that of exact arithmetic on one thread. @param {EngineOptions} options */
const ofBinary = ({ variant = 'auto', threads = 'auto' }) => ({
  variant: variant === 'auto' ? /** @type {const} */ ('exact') : variant,
  threads: threads === 'auto' ? 1 : threads,
});

/**
 * Loads the requested core. If threads are not available, it runs on one thread, and `fallback` is the reason.
 * @param {EngineOptions & LoadOptions} options
 * @param {import('./threads.js').MakeThreads} [makeThreads]
 * @returns {Promise<{core: Core, arithmetic: Arithmetic, threads: number, fallback: import('./engine-error.js').SerializedError | null, possible: Possible}>}
 */
export async function loadCore(options, makeThreads) {
  const possible = detectSupport();
  const { wasmUrl, wasmBinary, signal, onProgress } = options;
  const { arithmetic, threads } = resolveOptions(wasmBinary === undefined ? options : ofBinary(options), possible);
  signal?.throwIfAborted();
  const environment = { possible, wasmUrl, wasmBinary, makeThreads, signal, onProgress };
  let fallback = null;
  if (threads > 1) {
    try {
      if (!possible.sharedMemory) throw new EngineError('notIsolated');
      if (!possible.simd) throw new EngineError('noSimd');
      return { core: await start(arithmetic, threads, environment), arithmetic, threads, fallback, possible };
    } catch (error) {
      signal?.throwIfAborted();
      // The caller's module is of this build only.
      if (wasmBinary !== undefined) throw error;
      fallback = serializeError(error);
    }
  }
  return { core: await start(arithmetic, 1, environment), arithmetic, threads: 1, fallback, possible };
}
