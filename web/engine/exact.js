/**
 * The entry `latentpad-engine/exact`: an engine of exact arithmetic on one thread, the build with the widest support. A bundle
 * of it contains one .wasm file instead of five. The same seed gives the same weights as exact arithmetic in `latentpad-engine`.
 */
import { Engine } from './core-engine.js';
import { download, downloadWeights } from './download.js';
import { EngineError, invalidArgument } from './engine-error.js';
import { exact } from './exact-build.js';
import { hasSimd } from './has-simd.js';
import { ImageSet } from './image-set.js';
import { Model } from './model.js';
import { checkedOptions } from './slices.js';
import { loadBuild } from './start-core.js';

export { Engine, ImageSet, Model, download, downloadWeights };

/** @typedef {import('./core-engine.js').Bytes} Bytes */

/**
 * As createEngine() of `latentpad-engine`, for `variant` exact and one thread. Without SIMD (browsers before 2023) it rejects
 * with `noSimd`.
 * @param {import('./start-core.js').Source & {variant?: 'auto' | 'exact', threads?: 'auto' | 1}} [options]
 * @returns {Promise<Engine>}
 */
export async function createEngine(options = {}) {
  const { variant = 'auto', threads = 'auto', ...source } = checkedOptions('createEngine', options);
  if (variant !== 'auto' && variant !== 'exact') {
    throw invalidArgument('createEngine', "variant 'auto' or 'exact'", `'${variant}'`);
  }
  if (threads !== 'auto' && threads !== 1) throw invalidArgument('createEngine', "threads 'auto' or 1", threads);
  source.signal?.throwIfAborted();
  if (!hasSimd()) throw new EngineError('noSimd');
  const wanted = { arithmetic: /** @type {const} */ ('exact'), threads: 1 };
  const makeCore = await loadBuild({ ...exact, file: 'latentpad-exact.wasm' }, wanted, source);
  return new Engine({
    core: await makeCore(),
    ...wanted,
    fallback: null,
    possible: {
      simd: true,
      arithmetic: ['exact'],
      sharedMemory: false,
      processors: globalThis.navigator?.hardwareConcurrency ?? 1,
      maxThreads: 1,
    },
  });
}
