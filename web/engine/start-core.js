/** The code and the module of a build, from a host or from the caller, and a core made of them. */
import { compileModule } from './compile-module.js';
import { EngineError, invalidArgument, networkError, serializeError } from './engine-error.js';
import { folderUrl } from './folder-url.js';

/** @typedef {import('../../build/wasm/latentpad-exact.mjs').MainModule} Core */
/** @typedef {typeof import('../../build/wasm/latentpad-exact.mjs').default} CreateCore */
/** @typedef {{glue: () => Promise<{default: CreateCore}>, wasm: URL, file: string}} Build  file: the name of the .wasm file */
/** @typedef {WebAssembly.Module | Uint8Array<ArrayBuffer> | ArrayBuffer} WasmBinary */
/** @typedef {{wasmUrl?: string | URL, wasmBinary?: WasmBinary} & import('./download.js').LoadOptions} Source */

/**
 * @param {CreateCore} createCore
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

/** @param {Build} build @param {string} got */
const otherBinary = ({ file }, got) => invalidArgument('createEngine', `wasmBinary to be ${file} of this version`, got);

/**
 * The module that the caller has read or compiled. With threads a module imports its memory, which they share.
 * @param {WasmBinary} binary
 * @param {Build} build
 * @param {boolean} isThreaded
 * @returns {Promise<WebAssembly.Module>}
 */
async function moduleOf(binary, build, isThreaded) {
  if (typeof WebAssembly !== 'object') throw new EngineError('noWebAssembly');
  let module = binary;
  if (binary instanceof Uint8Array || binary instanceof ArrayBuffer) {
    module = await WebAssembly.compile(binary).catch((error) => {
      throw otherBinary(build, serializeError(error).message);
    });
  }
  if (!(module instanceof WebAssembly.Module)) {
    throw invalidArgument(
      'createEngine',
      'wasmBinary to be a Uint8Array, an ArrayBuffer or a WebAssembly.Module',
      binary === null ? 'null' : typeof binary === 'object' ? Object.prototype.toString.call(binary) : typeof binary,
    );
  }
  const hasThreads = WebAssembly.Module.imports(module).some(({ kind }) => kind === 'memory');
  if (hasThreads !== isThreaded) throw otherBinary(build, `a module ${hasThreads ? 'with' : 'without'} threads`);
  return module;
}

/**
 * Loads a build. Its core is made by the function that is returned, which may be called once.
 * @param {Build} build
 * @param {{arithmetic: import('./messages.js').Arithmetic, threads: number}} wanted
 * @param {Source} source
 * @returns {Promise<() => Promise<Core>>}
 */
export async function loadBuild(build, { arithmetic, threads }, { wasmUrl, wasmBinary, ...loading }) {
  if (wasmUrl !== undefined && wasmBinary !== undefined) {
    throw invalidArgument('createEngine', 'wasmUrl or wasmBinary', 'both');
  }
  const [{ default: createCore }, module] = await Promise.all([
    fetchGlue(build.glue),
    wasmBinary === undefined
      ? compileModule(wasmUrl === undefined ? build.wasm : new URL(build.file, folderUrl(wasmUrl)), loading)
      : moduleOf(wasmBinary, build, threads > 1),
  ]);
  loading.signal?.throwIfAborted();
  if (wasmBinary === undefined) return () => instantiate(createCore, module, threads);
  return async () => {
    const core = await instantiate(createCore, module, threads).catch((error) => {
      throw otherBinary(build, `another module (${serializeError(error).message})`);
    });
    if (core.arithmetic() !== arithmetic) throw otherBinary(build, `a module of ${core.arithmetic()} arithmetic`);
    return core;
  };
}
