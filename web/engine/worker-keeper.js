/**
 * Holds the one worker that does the work: starts it, replaces it should it die, and exchanges it for one with another
 * engine, each time bringing the new one to where the old one stood.
 */
import { EngineError, errorOf } from './engine-error.js';
import { Event as WorkerEvent, Request } from './messages.js';
import { WorkerLink } from './worker-link.js';

/** @typedef {import('./messages.js').EngineInfo} EngineInfo */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */

const maxRestarts = 3;

export class WorkerKeeper extends EventTarget {
  /**
   * @param {() => Worker} createWorker
   * @param {EngineOptions} [options]
   */
  constructor(createWorker, options = {}) {
    super();
    this.createWorker = createWorker;
    this.options = options;
    /** What a new worker must be told to stand where the old one stood. */
    /** @type {{digits: object | null, model: {type: string, fields: object} | null, snapshot: Uint8Array | null, training: object | null, rule: object}} */
    this.memory = { digits: null, model: null, snapshot: null, training: null, rule: {} };
    this.restarts = 0;
    this.moving = false;
    this.link = this.openLink();
    /** @type {Promise<EngineInfo>} */
    this.ready = new Promise((resolve, reject) => {
      this.resolveReady = resolve;
      this.rejectReady = reject;
    });
    // Whoever does not wait for `ready` hears of it by the event 'failed'.
    this.ready.catch(() => {});
    /** Settles when the present worker stands where the last one stood. */
    this.up = this.bringUp();
  }

  openLink() {
    const link = new WorkerLink({
      createWorker: this.createWorker,
      onEvent: (event, detail) => this.hear(link, event, detail),
      onLost: (reason) => this.replaceWorker(link, reason),
    });
    return link;
  }

  /**
   * Starts the engine in a worker and brings it to where the last one stood.
   * @param {WorkerLink} link
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  async restore(link, options) {
    const info = await link.request(Request.start, options);
    const { digits, model, snapshot, training } = this.memory;
    if (digits) await link.request(Request.loadDigits, digits);
    if (model) await link.request(model.type, model.fields);
    if (digits && model && snapshot) await link.request(Request.resume, { bytes: snapshot });
    // Changed since the snapshot.
    if (model && training) await link.request(Request.setTraining, { training });
    return info;
  }

  /** The same for the present worker. @returns {Promise<EngineInfo | null>} null where it could not be had */
  async bringUp() {
    const { link } = this;
    try {
      const info = await this.restore(link, this.options);
      this.resolveReady?.(info);
      return info;
    } catch (error) {
      // Where the worker has died again, its successor is already being brought up.
      if (!link.closed) this.giveUp(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  /**
   * @param {WorkerLink} lost
   * @param {Error} reason
   */
  async replaceWorker(lost, reason) {
    // One that was yet to take over is no loss.
    if (lost !== this.link) return;
    this.restarts += 1;
    if (this.restarts > maxRestarts) {
      this.giveUp(new EngineError('stoppedOften', { count: this.restarts, reason }));
      return;
    }
    this.link = this.openLink();
    const up = this.bringUp();
    this.up = up;
    const info = await up;
    if (info) this.dispatchEvent(new CustomEvent('restarted', { detail: { reason: reason.message, error: reason, info } }));
  }

  /**
   * Another arithmetic or number of threads, in a new worker. The model, its steps and whether it trains stay as they
   * are; where the new engine cannot be had, so does the old one.
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  async choose(options) {
    await this.settled();
    const move = this.moveTo(options);
    this.up = move.catch(() => null);
    return move;
  }

  /**
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  async moveTo(options) {
    const old = this.link;
    const running = old.expectsEvents;
    const { digits, model } = this.memory;
    /** @type {WorkerLink | null} */
    let next = null;
    /** @param {WorkerLink} link */
    const goOn = async (link) => {
      if (!running || link.closed) return;
      await link.request(Request.play, this.memory.rule);
      link.expectsEvents = true;
    };
    this.moving = true;
    try {
      if (running) await old.request(Request.pause);
      old.expectsEvents = false;
      if (digits && model) this.memory.snapshot = await old.request(Request.saveModel, { resumable: true });
      next = this.openLink();
      const info = await this.restore(next, options);
      if (this.link !== old) throw new EngineError('stoppedMeanwhile');
      await goOn(next);
      old.close(new EngineError('replaced'));
      this.link = next;
      this.options = options;
      return info;
    } catch (error) {
      next?.close(new EngineError('replaced'));
      await goOn(old);
      throw error;
    } finally {
      this.moving = false;
    }
  }

  /** @param {Error} error */
  giveUp(error) {
    this.link.close(error);
    this.rejectReady?.(error);
    this.dispatchEvent(new CustomEvent('failed', { detail: { message: error.message, error } }));
  }

  /**
   * @param {WorkerLink} link
   * @param {string} event
   * @param {any} detail
   */
  hear(link, event, detail) {
    if (event === WorkerEvent.crashed) {
      link.lose(errorOf(detail));
      return;
    }
    // That one engine pauses and another is brought to where it stood is nobody's business.
    if (link !== this.link || this.moving) return;
    if (event === WorkerEvent.snapshot) {
      this.memory.snapshot = detail.bytes;
    } else {
      if (event === WorkerEvent.progress) this.link.expectsEvents = detail.state === 'running';
      this.dispatchEvent(new CustomEvent(event, { detail }));
    }
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   * @returns {Promise<any>}
   */
  async request(type, fields) {
    await this.settled();
    return this.link.request(type, fields);
  }

  /** What is asked while a new worker takes over waits for it, and for its successor should it die. */
  async settled() {
    for (let up; up !== this.up; ) {
      up = this.up;
      await up;
    }
  }
}
