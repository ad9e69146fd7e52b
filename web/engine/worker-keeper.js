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
/** After so many answers and readings of a run, one restart is forgiven. */
const signsToForgive = 300;
/** A model with which an engine has given so many is none that kills it at once. */
const signsOfSoundModel = 50;
/** So often in a row a model may kill the engine at once before the one before it is put back. */
const maxDeathsOfModel = 2;

/**
 * What brings a model to where it stood: how it was made, a resumable file, the run's state, and settings changed since.
 * @typedef {{model: {type: string, fields: object} | null, snapshot: {bytes: Uint8Array, run?: import('./messages.js').RunState} | null, training: object | null}} Standing
 */

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
    /** @type {Standing & {digits: object | null, rule: object, before: Standing | null}}  before: the model before, should this one kill the engine */
    this.memory = { digits: null, model: null, snapshot: null, training: null, rule: {}, before: null };
    this.restarts = 0;
    /** Answers and readings since the last restart that counts, and since the engine last stopped. */
    this.signs = this.signsSinceStop = 0;
    this.deathsOfModel = 0;
    this.moving = false;
    this.renewing = false;
    /** Choices of an engine, one after the other. @type {Promise<unknown>} */
    this.choosing = Promise.resolve();
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
    if (digits && model && snapshot) await link.request(Request.resume, snapshot);
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
    this.signs = 0;
    if (this.memory.model && this.signsSinceStop < signsOfSoundModel) this.deathsOfModel += 1;
    else this.deathsOfModel = this.memory.model ? 1 : 0;
    this.signsSinceStop = 0;
    const isLast = this.restarts > maxRestarts;
    const isGivenUp = this.memory.model !== null && (isLast || (this.memory.before !== null && this.deathsOfModel >= maxDeathsOfModel));
    if (isLast && !isGivenUp) {
      this.giveUp(new EngineError('stoppedOften', { count: this.restarts, reason }));
      return;
    }
    if (isGivenUp) this.putBackModelBefore();
    this.link = this.openLink();
    const up = this.bringUp();
    this.up = up;
    const info = await up;
    if (!info) return;
    const detail = { reason: reason.message, error: reason, info };
    this.dispatchEvent(new CustomEvent('restarted', { detail: isGivenUp ? { ...detail, instead: await this.describeModel() } : detail }));
  }

  /** In the place of one that kills the engine; none, where there was none. */
  putBackModelBefore() {
    Object.assign(this.memory, this.memory.before ?? { model: null, snapshot: null, training: null }, { before: null });
    this.deathsOfModel = 0;
  }

  /** @returns {Promise<import('./messages.js').ModelInfo | null>} */
  async describeModel() {
    return this.memory.model ? this.link.request(Request.setTraining, { training: {} }) : null;
  }

  /** What shows that the engine is well: an answer, a reading of a run. */
  noteSign() {
    this.signs += 1;
    this.signsSinceStop += 1;
    if (this.signsSinceStop === signsOfSoundModel) this.deathsOfModel = 0;
    if (this.signs < signsToForgive || this.restarts === 0) return;
    this.signs = 0;
    this.restarts -= 1;
  }

  /** Another model is at work. @param {{type: string, fields: object}} model */
  noteModel(model) {
    const { model: made, snapshot, training } = this.memory;
    // One that has just killed the engine is nothing to go back to.
    const before = this.deathsOfModel > 0 ? this.memory.before : made && { model: made, snapshot, training };
    Object.assign(this.memory, { model, snapshot: null, training: null, before });
    this.deathsOfModel = 0;
    this.signsSinceStop = 0;
    this.link.expectsEvents = false;
  }

  /**
   * Another arithmetic or number of threads, in a new worker. The model, its steps and whether it trains stay as they
   * are; where the new engine cannot be had, so does the old one.
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  choose(options) {
    const move = this.choosing.then(async () => {
      await this.settled();
      const moved = this.moveTo(options);
      this.up = moved.catch(() => null);
      return moved;
    });
    this.choosing = move.catch(() => null);
    return move;
  }

  /**
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  async moveTo(options) {
    const old = this.link;
    // What has been asked already belongs to the old worker; what is asked from now on waits for the new one.
    await old.whenIdle();
    if (old.closed) throw new EngineError('stoppedMeanwhile');
    const running = old.expectsEvents;
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
      const { digits, model } = this.memory;
      if (digits && model) this.memory.snapshot = await old.request(Request.suspend);
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

  /**
   * The same engine in a new worker, with a heap of the size that is needed. When nobody waits for an answer; where it
   * cannot be had, all stays as it is.
   */
  async renew() {
    if (this.renewing) return;
    this.renewing = true;
    try {
      await this.settled();
      await this.link.whenIdle();
      await this.choose(this.options);
    } catch {
      // The heap stays as large as it is.
    } finally {
      this.renewing = false;
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
      this.memory.snapshot = detail;
    } else if (event === WorkerEvent.oversized) {
      void this.renew();
    } else {
      if (event === WorkerEvent.progress) {
        this.link.expectsEvents = detail.state === 'running';
        this.noteSign();
      }
      this.dispatchEvent(new CustomEvent(event, { detail: detail?.error ? { error: errorOf(detail.error) } : detail }));
    }
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   * @returns {Promise<any>}
   */
  async request(type, fields) {
    await this.settled();
    const answer = await this.link.request(type, fields);
    this.noteSign();
    return answer;
  }

  /** What is asked while a new worker takes over waits for it, and for its successor should it die. */
  async settled() {
    for (let up; up !== this.up; ) {
      up = this.up;
      await up;
    }
  }
}
