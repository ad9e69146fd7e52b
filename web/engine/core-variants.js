/**
 * The builds of the core and which of them this engine can run: arithmetic exact or fused (fused multiply-adds,
 * WebAssembly's relaxed SIMD), with threads or without (they need shared memory, in a page cross-origin isolation); and
 * one for engines without SIMD, exact and of one thread.
 */
import { builds } from './builds.js';
import { canFuse } from './can-fuse.js';
import { hasSimd } from './has-simd.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {typeof import('../../build/wasm/latentpad-exact.mjs').default} CreateCore */

/** More would rarely help a batch of 128 digits. */
export const mostThreads = 8;
const mostThreadsByItself = 4;

/**
 * @param {Arithmetic} arithmetic
 * @param {boolean} threaded
 * @returns {{glue: () => Promise<{default: CreateCore}>, wasm: URL}}
 */
export const buildOf = (arithmetic, threaded) => builds[threaded ? /** @type {const} */ (`${arithmetic}-threads`) : arithmetic];

/** For one thread. @param {Arithmetic} arithmetic @param {import('./messages.js').Possible} possible */
export const singleBuildOf = (arithmetic, { simd }) => (simd ? buildOf(arithmetic, false) : builds.plain);

/** @returns {import('./messages.js').Possible} */
export function whatIsPossible() {
  const simd = hasSimd();
  return {
    simd,
    arithmetic: simd && canFuse() ? ['exact', 'fused'] : ['exact'],
    // Node always shares memory between threads; a page or Worker only when isolated.
    sharedMemory: typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false,
    processors: globalThis.navigator?.hardwareConcurrency ?? 1,
  };
}

/**
 * What 'auto' means for the number of threads.
 * @param {import('./messages.js').Possible} possible
 */
export const threadsByItself = ({ simd, sharedMemory, processors }) => (simd && sharedMemory ? Math.min(mostThreadsByItself, processors) : 1);
