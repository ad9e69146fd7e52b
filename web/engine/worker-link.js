/** One Worker and its threads: promises for requests, and word of its death. */
import { EngineError, errorOf } from './engine-error.js';
import { Event } from './messages.js';
import { ThreadLender } from './thread-lending.js';

/** @typedef {{resolve: (value: any) => void, reject: (error: Error) => void}} Pending */

const tickMs = 500;
/**
 * Ticks without a word from a worker that owes one, before it is given up: within five seconds. Counted in short ticks and
 * not by the clock: a frozen tab counts none, and a page that a busy machine keeps waiting counts fewer.
 */
const patienceTicks = 9;
/** Before its first word the worker, the core and the threads are fetched, which takes what the connection takes. */
const startTicks = 120;

export class WorkerLink {
  /**
   * @param {object} world
   * @param {() => Worker} world.createWorker
   * @param {(event: string, detail: any) => void} world.onEvent
   * @param {(reason: Error) => void} world.onLost  once, after every pending request has been rejected
   */
  constructor({ createWorker, onEvent, onLost }) {
    this.onEvent = onEvent;
    this.onLost = onLost;
    this.nextId = 1;
    /** @type {Map<number, Pending>} */
    this.pending = new Map();
    /** Who waits until nobody waits for an answer. @type {(() => void)[]} */
    this.idle = [];
    /** Whether the worker owes words although nobody asks: it does while it trains. */
    this.expectsEvents = false;
    this.silentTicks = 0;
    this.spoke = false;
    this.closed = false;
    this.worker = createWorker();
    this.lender = new ThreadLender((detail) => this.worker.postMessage({ event: Event.threads, detail }));
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onmessageerror = () => this.lose(new EngineError('unreadable'));
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.lose(event.message ? new EngineError('workerFailed', { detail: event.message }) : new EngineError('workerMissing'));
    };
    this.timer = setInterval(() => this.watch(), tickMs);
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   * @returns {Promise<any>}
   */
  request(type, fields = {}) {
    if (this.closed) return Promise.reject(new EngineError('notRunning'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.worker.postMessage({ ...fields, id, type });
      this.pending.set(id, { resolve, reject });
    });
  }

  /** @param {any} message */
  receive(message) {
    if (typeof message !== 'object' || message === null) return;
    this.silentTicks = 0;
    this.spoke = true;
    if (message.event === Event.threads) {
      this.lender.receive(message.detail);
      return;
    }
    // That it is at work is all there is to say.
    if (message.event === Event.alive) return;
    if (message.event) {
      this.onEvent(message.event, message.detail);
      return;
    }
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.ok) pending?.resolve(message.value);
    else pending?.reject(errorOf(message.error));
    if (this.pending.size === 0) this.settleIdle();
  }

  settleIdle() {
    for (const settle of this.idle.splice(0)) settle();
  }

  /** When nobody waits for an answer, and what was answered last has been heard; also when the link is closed. @returns {Promise<void>} */
  async whenIdle() {
    while (this.pending.size > 0 && !this.closed) await new Promise((settle) => this.idle.push(() => settle(null)));
    await new Promise((settle) => { setTimeout(settle); });
    if (this.pending.size > 0 && !this.closed) await this.whenIdle();
  }

  watch() {
    this.silentTicks = this.expectsEvents || this.pending.size > 0 ? this.silentTicks + 1 : 0;
    if (this.silentTicks > (this.spoke ? patienceTicks : startTicks)) this.lose(new EngineError('silent'));
  }

  /** @param {Error} reason */
  lose(reason) {
    if (this.closed) return;
    this.close(new EngineError('stopped', { reason }));
    this.onLost(reason);
  }

  /** @param {Error} error  for those who still wait */
  close(error) {
    this.closed = true;
    clearInterval(this.timer);
    this.worker.terminate();
    this.lender.close();
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
    this.settleIdle();
  }
}
