/** Gives a core that is being made the workers that its threads compute in. */
import { makeThreads, withPatience } from './threads.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */

/**
 * Calls `create`, which makes a core and starts its threads; where it fails, the workers are ended. Its glue makes workers by the global name Worker before it first waits; what it
 * gets are threads that have loaded it already.
 * @template Core
 * @param {() => Promise<Core>} create
 * @param {number} count
 * @param {Arithmetic} arithmetic
 * @param {import('./threads.js').MakeThreads} [make]
 * @param {boolean} [byItself]  in Node the glue makes its workers itself: there they come by another name, and from anywhere
 * @returns {Promise<Core>}
 */
export async function startWithPool(create, count, arithmetic, make = makeThreads, byItself = 'process' in globalThis) {
  if (byItself) return create();
  const pool = await make(count, arithmetic);
  const free = pool.threads.slice();
  const { Worker } = globalThis;
  try {
    globalThis.Worker = /** @type {any} */ (function TakenFromPool() {
      return free.shift();
    });
    const created = create();
    globalThis.Worker = Worker;
    return await withPatience(created);
  } catch (error) {
    pool.end();
    throw error;
  } finally {
    globalThis.Worker = Worker;
  }
}
