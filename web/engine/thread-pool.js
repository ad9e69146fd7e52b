/** Provides a core with the workers in which its threads run. */
import { makeThreads, withStartTimeout } from './threads.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */

/**
 * Calls `create`, which makes a core and starts its threads. The core's glue makes its workers by the global name Worker before
 * its first await; during that time the name returns workers of the pool, which have loaded the glue already. If `create` fails,
 * the workers are ended.
 * @template Core
 * @param {() => Promise<Core>} create
 * @param {number} count
 * @param {Arithmetic} arithmetic
 * @param {import('./threads.js').MakeThreads} [make]
 * @param {boolean} [isNode]  in Node the glue makes its workers itself, by another name
 * @returns {Promise<Core>}
 */
export async function startWithPool(create, count, arithmetic, make = makeThreads, isNode = 'process' in globalThis) {
  if (isNode) return create();
  const pool = await make(count, arithmetic);
  const free = pool.threads.slice();
  const { Worker } = globalThis;
  try {
    globalThis.Worker = /** @type {any} */ (
      function PooledWorker() {
        return free.shift();
      }
    );
    const created = create();
    globalThis.Worker = Worker;
    return await withStartTimeout(created);
  } catch (error) {
    pool.end();
    throw error;
  } finally {
    globalThis.Worker = Worker;
  }
}
