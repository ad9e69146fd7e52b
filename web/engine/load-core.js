/** Selects and loads a build of the core and starts its threads. */
import { compileModule } from './compile-module.js';
import { buildOf, MAX_THREADS, singleBuildOf, autoThreads, detectSupport } from './core-variants.js';
import { EngineError, invalidArgument, networkError, serializeError } from './engine-error.js';
import { folderUrl } from './folder-url.js';
import { startWithPool } from './thread-pool.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */
/** @typedef {import('./download.js').LoadOptions} LoadOptions */
/** @typedef {import('./messages.js').Possible} Possible */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').MainModule} Core */

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
 * @param {typeof import('../../build/wasm/latentpad-exact.mjs').default} createCore
 * @param {WebAssembly.Module} module
 * @param {number} threads
 * @returns {Promise<Core>}
 */
function instantiate(createCore, module, threads) {
  return new Promise((resolve, reject) => {
    createCore({
      threadPoolSize: threads - 1,
      /**
       * @param {WebAssembly.Imports} imports
       * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} receive
       */
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports)
          .then((instance) => receive(instance, module))
          .catch(reject);
        return {};
      },
    }).then(resolve, reject);
  });
}

/** @template T @param {() => Promise<T>} load @returns {Promise<T>} */
const fetchGlue = (load) =>
  load().catch((error) => {
    throw new EngineError('unreachable', { reason: networkError(error) });
  });

/**
 * @param {Arithmetic} arithmetic
 * @param {number} threads
 * @param {{possible: Possible, wasmUrl?: string | URL, makeThreads?: import('./threads.js').MakeThreads} & LoadOptions} environment
 * @returns {Promise<Core>}
 */
async function start(arithmetic, threads, { possible, wasmUrl, makeThreads, ...loading }) {
  const build = threads > 1 ? buildOf(arithmetic, true) : singleBuildOf(arithmetic, possible);
  const wasm = wasmUrl === undefined ? build.wasm : new URL(build.file, folderUrl(wasmUrl));
  const [{ default: createCore }, module] = await Promise.all([fetchGlue(build.glue), compileModule(wasm, loading)]);
  loading.signal?.throwIfAborted();
  if (threads === 1) return instantiate(createCore, module, 1);
  return startWithPool(
    async () => {
      const core = await instantiate(createCore, module, threads);
      core.startThreads(threads);
      return core;
    },
    threads - 1,
    arithmetic,
    makeThreads,
  );
}

/**
 * Loads the requested core. If threads are not available, it runs on one thread, and `fallback` is the reason.
 * @param {EngineOptions & LoadOptions} options
 * @param {import('./threads.js').MakeThreads} [makeThreads]
 * @returns {Promise<{core: Core, arithmetic: Arithmetic, threads: number, fallback: import('./engine-error.js').SerializedError | null, possible: Possible}>}
 */
export async function loadCore(options, makeThreads) {
  const possible = detectSupport();
  const { arithmetic, threads } = resolveOptions(options, possible);
  const { wasmUrl, signal, onProgress } = options;
  signal?.throwIfAborted();
  const environment = { possible, wasmUrl, makeThreads, signal, onProgress };
  let fallback = null;
  if (threads > 1) {
    try {
      if (!possible.sharedMemory) throw new EngineError('notIsolated');
      if (!possible.simd) throw new EngineError('noSimd');
      return { core: await start(arithmetic, threads, environment), arithmetic, threads, fallback, possible };
    } catch (error) {
      signal?.throwIfAborted();
      fallback = serializeError(error);
    }
  }
  return { core: await start(arithmetic, 1, environment), arithmetic, threads: 1, fallback, possible };
}
