/**
 * The builds of the core, and which of them this JavaScript engine can run: with exact or fused arithmetic (fused
 * multiply-adds by WebAssembly's relaxed SIMD), each with or without threads (which need shared memory, in a page
 * cross-origin isolation); and a build without SIMD, with exact arithmetic on one thread.
 */
import { builds } from './builds.js';
import { canFuse } from './can-fuse.js';
import { hasSimd } from './has-simd.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {import('./start-core.js').Build} Build */

/** More threads rarely speed up a batch of 128 digits. */
export const MAX_THREADS = 8;
const MAX_AUTO_THREADS = 4;

/**
 * @param {Arithmetic} arithmetic
 * @param {boolean} threaded
 * @returns {Build}
 */
export const buildOf = (arithmetic, threaded) => named(threaded ? `${arithmetic}-threads` : arithmetic);

/** The build for one thread. @param {Arithmetic} arithmetic @param {import('./messages.js').Possible} possible */
export const singleBuildOf = (arithmetic, { simd }) => (simd ? buildOf(arithmetic, false) : named('plain'));

/** @param {keyof typeof builds} name @returns {Build} */
const named = (name) => ({ ...builds[name], file: `latentpad-${name}.wasm` });

/** @returns {import('./messages.js').Possible} */
export function detectSupport() {
  const simd = hasSimd();
  return {
    simd,
    arithmetic: simd && canFuse() ? ['exact', 'fused'] : ['exact'],
    // Node always has shared memory, a page or Worker only if it is cross-origin isolated.
    sharedMemory: typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false,
    processors: globalThis.navigator?.hardwareConcurrency ?? 1,
    maxThreads: MAX_THREADS,
  };
}

/**
 * The number of threads for 'auto'.
 * @param {import('./messages.js').Possible} possible
 */
export const autoThreads = ({ simd, sharedMemory, processors }) =>
  simd && sharedMemory ? Math.min(MAX_AUTO_THREADS, processors) : 1;
