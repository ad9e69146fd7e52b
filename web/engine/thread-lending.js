/**
 * A page makes the threads and lends them to the worker that holds the core: in Firefox 153, one start in twenty, a
 * worker that makes workers of its own may wait for ever in `new Worker`. What the core and its threads say to each
 * other when they start, the page passes on; a port between them would not do, since Firefox now and then refuses to
 * deliver a module or shared memory through one.
 */
import { errorOf, saidOf } from './engine-error.js';
import { makeThreads } from './threads.js';

/** @typedef {import('./messages.js').Arithmetic} Arithmetic */
/** @typedef {import('./threads.js').Thread} Thread */
/** @typedef {import('./threads.js').Threads} Threads */
/** @typedef {import('./threads.js').MakeThreads} MakeThreads */

/**
 * What page and worker say to each other about threads.
 * @typedef {{make: {count: number, arithmetic: Arithmetic}} | {made: true} | {error: import('./engine-error.js').Said} | {end: true} |
 *   {index: number, message: any}} ThreadMessage
 */

/** The page's end. */
export class ThreadLender {
  /** @param {(message: ThreadMessage) => void} send  to the worker that holds the core */
  constructor(send) {
    this.send = send;
    /** @type {Threads | null} */
    this.lent = null;
    this.closed = false;
  }

  /** @param {any} message */
  receive(message) {
    if (message.make) this.make(message.make);
    else if (message.end) this.end();
    else this.lent?.threads[message.index].postMessage(message.message);
  }

  /** @param {{count: number, arithmetic: Arithmetic}} wanted */
  async make({ count, arithmetic }) {
    try {
      const lent = await makeThreads(count, arithmetic);
      this.lent = lent;
      if (this.closed) this.end();
      lent.threads.forEach((thread, index) => {
        thread.onmessage = ({ data }) => this.send({ index, message: data });
      });
      this.send({ made: true });
    } catch (error) {
      this.send({ error: saidOf(error) });
    }
  }

  end() {
    this.lent?.end();
    this.lent = null;
  }

  close() {
    this.closed = true;
    this.end();
  }
}

/** The worker's end. */
export class ThreadBorrower {
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
  receive(message) {
    if (typeof message !== 'object' || message === null) return;
    if (message.made) this.settle?.resolve({ threads: this.threads, end: () => this.send({ end: true }) });
    else if ('error' in message) this.settle?.reject(errorOf(message.error));
    else this.threads[message.index]?.onmessage?.call(/** @type {any} */ (null), new MessageEvent('message', { data: message.message }));
  }
}
