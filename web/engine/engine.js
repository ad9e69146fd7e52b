/**
 * The entry `latentpad-engine`: an engine of the best build of the core that this browser, Node or other runtime supports. Its
 * methods are those of core-engine.js.
 */
import { Engine } from './core-engine.js';
import { download, downloadWeights } from './download.js';
import { ImageSet } from './image-set.js';
import { loadCore } from './load-core.js';
import { Model } from './model.js';
import { checkedOptions } from './slices.js';

export { Engine, ImageSet, Model, download, downloadWeights };

/** @typedef {import('./core-engine.js').Bytes} Bytes */

/**
 * @param {import('./messages.js').EngineOptions & import('./download.js').LoadOptions} [options]
 *   `variant` exact, fused or auto, `threads` from 1 or auto: auto selects the best one available and never fails. Within
 *   a variant the same seed gives the same weights, whatever the engine and the number of threads. `signal` and `onProgress` are
 *   of the download of the core, in Node not of its file.
 * @param {import('./threads.js').MakeThreads} [makeThreads]  for an engine in a Worker, whose page creates them
 * @returns {Promise<Engine>}
 */
export async function createEngine(options = {}, makeThreads) {
  return new Engine(await loadCore(checkedOptions('createEngine', options), makeThreads));
}
