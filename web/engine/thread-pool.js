/** The workers that a core with threads makes for itself. */

/** They start within a second, or never: where a policy blocks them, not every browser says so. */
const patienceMs = 5000;

/**
 * Calls `create`, which makes a core and its workers. The glue keeps them to itself, and what goes wrong in them it
 * throws where nobody can catch it; so until the core is there, they are watched from here, and ended if it never is.
 * @template Core
 * @param {() => Promise<Core>} create  makes its workers before it first waits, by the global name Worker
 * @returns {Promise<Core>}
 */
export function startWithPool(create) {
  const { Worker } = globalThis;
  // Node's workers are no event targets, and nothing blocks them.
  if (!(Worker?.prototype instanceof EventTarget)) return create();
  return new Promise((resolve, reject) => {
    /** @type {Worker[]} */
    const pool = [];
    const watching = new AbortController();
    const timer = setTimeout(() => fail(new Error('the threads did not start')), patienceMs);
    function end() {
      clearTimeout(timer);
      watching.abort();
    }
    /** @param {unknown} error */
    function fail(error) {
      end();
      for (const worker of pool) worker.terminate();
      reject(error);
    }
    globalThis.Worker = class extends Worker {
      /** @param {ConstructorParameters<typeof Worker>} made */
      constructor(...made) {
        super(...made);
        pool.push(this);
        this.addEventListener('error', (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          fail(new Error(event.message || 'the threads could not be loaded'));
        }, { signal: watching.signal });
      }
    };
    const created = create();
    globalThis.Worker = Worker;
    created.then((core) => {
      end();
      resolve(core);
    }, fail);
  });
}
