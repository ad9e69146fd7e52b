/**
 * The page creates the threads' workers for the worker that holds the core: in Firefox 153, `new Worker` in a worker
 * sometimes never returns. The page forwards the messages that the core and its threads exchange at the start. A MessagePort
 * between them would not work reliably: Firefox sometimes fails to deliver a module or shared memory through one.
 */
import { deserializeError, serializeError } from './engine-error.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {import('./threads.js').Thread} Thread */
/** @typedef {import('./threads.js').Threads} Threads */
/** @typedef {import('./threads.js').MakeThreads} MakeThreads */

/**
 * Messages between page and worker about threads.
 * @typedef {{make: {count: number, arithmetic: Arithmetic}} | {made: true} | {error: import('./engine-error.js').SerializedError} | {end: true} |
 *   {index: number, message: any}} ThreadMessage
 */

/** The page's side: owns the workers. */
export class ThreadHost {
  /**
   * @param {(message: ThreadMessage) => void} send  to the worker that holds the core
   * @param {MakeThreads} makeThreads
   */
  constructor(send, makeThreads) {
    this.send = send;
    this.makeThreads = makeThreads;
    /** @type {Threads | null} */
    this.pool = null;
    this.closed = false;
  }

  /** @param {any} message */
  onMessage(message) {
    if (message.make) this.make(message.make);
    else if (message.end) this.end();
    else this.pool?.threads[message.index].postMessage(message.message);
  }

  /** @param {{count: number, arithmetic: Arithmetic}} request */
  async make({ count, arithmetic }) {
    try {
      const pool = await this.makeThreads(count, arithmetic);
      this.pool = pool;
      if (this.closed) this.end();
      pool.threads.forEach((thread, index) => {
        thread.onmessage = ({ data }) => this.send({ index, message: data });
      });
      this.send({ made: true });
    } catch (error) {
      this.send({ error: serializeError(error) });
    }
  }

  end() {
    this.pool?.end();
    this.pool = null;
  }

  close() {
    this.closed = true;
    this.end();
  }
}

/** The worker's side: objects that stand for the page's workers. */
export class ThreadProxy {
  /** @param {(message: ThreadMessage) => void} send  to the page */
  constructor(send) {
    this.send = send;
    /** @type {Thread[]} */
    this.threads = [];
    /** @type {MakeThreads} */
    this.makeThreads = (count, arithmetic) =>
      new Promise((resolve, reject) => {
        this.settle = { resolve, reject };
        this.threads = Array.from({ length: count }, (_, index) => ({
          postMessage: (/** @type {any} */ message) => send({ index, message }),
          terminate: () => {},
          onmessage: null,
        }));
        send({ make: { count, arithmetic } });
      });
  }

  /** @param {any} message */
  onMessage(message) {
    if (typeof message !== 'object' || message === null) return;
    if (message.made) this.settle?.resolve({ threads: this.threads, end: () => this.send({ end: true }) });
    else if ('error' in message) this.settle?.reject(deserializeError(message.error));
    else
      this.threads[message.index]?.onmessage?.call(
        /** @type {any} */ (null),
        new MessageEvent('message', { data: message.message }),
      );
  }
}
