/** One Worker and its threads: sends requests, returns promises of their replies, and detects that the worker has failed. */
import { deserializeError, EngineError } from './engine-error.js';
import { WorkerEvent } from './messages.js';
import { ThreadHost } from './thread-proxy.js';

/** @typedef {import('./calls.js').CallOptions} CallOptions */
/** @typedef {{resolve: (value: any) => void, reject: (error: unknown) => void, abort: () => void} & CallOptions} Pending */

const CHECK_MS = 500;
/**
 * A worker that owes a message and sends none for more than this number of checks has failed: after 4.5 to 5 seconds.
 * Checks are counted instead of the time, since a frozen tab makes none and a busy page fewer.
 */
const MAX_SILENT_CHECKS = 9;
/**
 * On a busy machine legitimate work takes longer. A worker may therefore be silent for this multiple of its longest recent
 * silence in addition; the memory of it halves in about ten seconds.
 */
const SILENCE_FACTOR = 4,
  DECAY_PER_CHECK = 0.966;
/** Until its first message, the worker, the core and the threads are loaded, which depends on the connection. */
const MAX_START_CHECKS = 120;

export class WorkerChannel {
  /**
   * @param {object} options
   * @param {() => Worker} options.createWorker
   * @param {import('./threads.js').MakeThreads} options.makeThreads
   * @param {(event: string, detail: any) => void} options.onEvent
   * @param {(reason: Error) => void} options.onFailure  called once, after all pending requests have been rejected
   */
  constructor({ createWorker, makeThreads, onEvent, onFailure }) {
    this.onEvent = onEvent;
    this.onFailure = onFailure;
    this.nextId = 1;
    /** @type {Map<number, Pending>} */
    this.pending = new Map();
    /** Resolve the promises of whenIdle(). @type {(() => void)[]} */
    this.idleWaiters = [];
    /** Whether the worker owes messages without a pending request: during a run. */
    this.expectsEvents = false;
    this.silentChecks = 0;
    /** The longest recent silence that ended with a message, in checks. */
    this.longestSilence = 0;
    this.hasResponded = false;
    this.closed = false;
    this.worker = createWorker();
    this.threadHost = new ThreadHost(
      (detail) => this.worker.postMessage({ event: WorkerEvent.threads, detail }),
      makeThreads,
    );
    this.worker.onmessage = ({ data }) => this.onMessage(data);
    this.worker.onmessageerror = () => this.fail(new EngineError('unreadable'));
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail(
        event.message ? new EngineError('workerFailed', { detail: event.message }) : new EngineError('workerMissing'),
      );
    };
    this.timer = setInterval(() => this.checkSilence(), CHECK_MS);
  }

  /**
   * @param {string} type  name of a call (calls.js)
   * @param {object} [fields]
   * @param {CallOptions} [options]
   * @returns {Promise<any>}  settles with the worker's answer, also after an abort
   */
  request(type, fields = {}, { signal, onProgress } = {}) {
    if (this.closed) return Promise.reject(new EngineError('notRunning'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.worker.postMessage(onProgress ? { ...fields, id, type, onProgress: true } : { ...fields, id, type });
      const abort = () => this.worker.postMessage({ abort: id });
      signal?.addEventListener('abort', abort, { once: true });
      this.pending.set(id, { resolve, reject, abort, signal, onProgress });
    });
  }

  /** @param {any} message */
  onMessage(message) {
    if (typeof message !== 'object' || message === null) return;
    // A start is slow because of the network as well, which says nothing about the machine.
    if (this.hasResponded) this.longestSilence = Math.max(this.longestSilence, this.silentChecks);
    this.silentChecks = 0;
    this.hasResponded = true;
    if (message.event === WorkerEvent.threads) {
      this.threadHost.onMessage(message.detail);
      return;
    }
    // A heartbeat has no content.
    if (message.event === WorkerEvent.heartbeat) return;
    if (message.event) {
      this.onEvent(message.event, message.detail);
      return;
    }
    const pending = this.pending.get(message.id);
    if (message.progress) {
      if (!pending?.signal?.aborted) pending?.onProgress?.(message.progress);
      return;
    }
    this.pending.delete(message.id);
    pending?.signal?.removeEventListener('abort', pending.abort);
    if (message.ok) pending?.resolve(message.value);
    else if (message.aborted) pending?.reject(pending.signal?.reason);
    else pending?.reject(deserializeError(message.error));
    if (this.pending.size === 0) this.resolveIdle();
  }

  resolveIdle() {
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  /** When no request is pending and the handlers of the last reply have run; also when the channel is closed. @returns {Promise<void>} */
  async whenIdle() {
    while (this.pending.size > 0 && !this.closed)
      await new Promise((resolve) => this.idleWaiters.push(() => resolve(null)));
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    if (this.pending.size > 0 && !this.closed) await this.whenIdle();
  }

  /** The number of checks without a message that the worker may have now. */
  maxSilentChecks() {
    if (!this.hasResponded) return MAX_START_CHECKS;
    return Math.min(MAX_START_CHECKS, Math.round(MAX_SILENT_CHECKS + SILENCE_FACTOR * this.longestSilence));
  }

  checkSilence() {
    this.silentChecks = this.expectsEvents || this.pending.size > 0 ? this.silentChecks + 1 : 0;
    if (this.silentChecks > this.maxSilentChecks()) this.fail(new EngineError('silent'));
    else if (this.silentChecks <= 1) this.longestSilence *= DECAY_PER_CHECK;
  }

  /** Ends a worker that has failed. @param {Error} reason */
  fail(reason) {
    if (this.closed) return;
    this.close(new EngineError('stopped', { reason }));
    this.onFailure(reason);
  }

  /** @param {Error} error  rejects the pending requests */
  close(error) {
    this.closed = true;
    clearInterval(this.timer);
    this.worker.terminate();
    this.threadHost.close();
    for (const { reject, signal, abort } of this.pending.values()) {
      signal?.removeEventListener('abort', abort);
      reject(error);
    }
    this.pending.clear();
    this.resolveIdle();
  }
}
