/**
 * The entry `latentpad-engine/exact/client`: the client, whose worker has exact arithmetic on one thread. A bundle of it contains
 * one .wasm file instead of five.
 */
import { EngineError } from './engine-error.js';
import { isElsewhere, startElsewhere } from './start-elsewhere.js';
import { superviseEngine } from './supervised-client.js';

export { download, downloadWeights } from './download.js';

/** @typedef {import('./supervised-client.js').EngineClient} EngineClient */

const startWorker = () =>
  isElsewhere()
    ? startElsewhere('exact-worker.js', { type: 'module', name: 'latentpad' })
    : new Worker(new URL('./exact-worker.js', import.meta.url), { type: 'module', name: 'latentpad' });

/** Its worker asks for no threads. */
const makeThreads = () => Promise.reject(new EngineError('threadsMissing'));

/**
 * @param {{createWorker?: () => Worker} & Pick<import('./messages.js').EngineOptions, 'wasmUrl' | 'wasmBinary'> &
 *   import('./supervised-client.js').StartOptions} [options]
 * @returns {EngineClient}
 */
export const createClient = ({ createWorker = startWorker, ...options } = {}) =>
  superviseEngine({ createWorker, makeThreads, ...options });
