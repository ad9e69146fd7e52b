/** The entry `latentpad-engine/client`: the engine of a page, in a Worker. Its methods and events are those of supervised-client.js. */
import { startWorker } from './start-worker.js';
import { superviseEngine } from './supervised-client.js';
import { makeThreads } from './threads.js';

export { download, downloadWeights } from './download.js';

/** @typedef {import('./supervised-client.js').EngineClient} EngineClient */
/** @typedef {import('./supervised-client.js').KeptModel} KeptModel */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */

/**
 * `variant`, `threads`, `wasmUrl` and `wasmBinary` as of createEngine().
 * @param {{createWorker?: () => Worker} & EngineOptions & import('./supervised-client.js').StartOptions} [options]
 * @returns {EngineClient}
 */
export const createClient = ({ createWorker = startWorker, ...options } = {}) =>
  superviseEngine({ createWorker, makeThreads, ...options });
