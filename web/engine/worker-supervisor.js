/**
 * Supervises the one worker that computes: starts it, replaces it when it fails, and moves to a worker with another engine.
 * Each new worker is brought to the state of the one before it.
 */
import { deserializeError, EngineError } from './engine-error.js';
import { WorkerEvent } from './messages.js';
import { untilAborted } from './slices.js';
import { WorkerChannel } from './worker-channel.js';

/** @typedef {import('./messages.js').EngineInfo} EngineInfo */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {import('./calls.js').Snapshot} Snapshot */
/** @typedef {{type: 'createModel' | 'loadModel', fields: object}} ModelRequest  the call that made a model */

const MAX_RESTARTS = 3;
/** After this number of replies and progress events, one restart is no longer counted. */
const RESPONSES_PER_RESTART = 300;
/** A model that has produced this number of replies and progress events is not the cause of a failure. */
const RESPONSES_OF_SOUND_MODEL = 50;
/** The number of consecutive failures caused by a model after which the previous model is restored. */
const MAX_MODEL_FAILURES = 2;

/**
 * The data that restores a model's state in a worker: the request that made the model, the last snapshot, and settings changed since.
 * @typedef {{model: ModelRequest | null, snapshot: Snapshot | null, training: object | null}} ModelState
 */

export class WorkerSupervisor {
  /**
   * @param {object} environment
   * @param {() => Worker} environment.createWorker
   * @param {import('./threads.js').MakeThreads} environment.makeThreads
   * @param {EngineOptions} [environment.options]
   * @param {(progress: any) => void} [environment.onStartProgress]  of the download of the core at the first start
   * @param {(name: string, detail: any) => void} environment.onEvent  events of the worker, and `restarted` and `failed`
   */
  constructor({ createWorker, makeThreads, options = {}, onStartProgress, onEvent }) {
    this.createWorker = createWorker;
    this.makeThreads = makeThreads;
    this.options = options;
    this.onStartProgress = onStartProgress;
    this.onEvent = onEvent;
    /**
     * The state that a replacement worker is brought to; `previous`: the model before the current one, in case that one makes
     * the engine fail.
     * @type {ModelState & {digits: object | null, rule: object, previous: ModelState | null}}
     */
    this.recovery = { digits: null, model: null, snapshot: null, training: null, rule: {}, previous: null };
    this.restarts = 0;
    /** Replies and progress events since the last counted restart. */
    this.responses = 0;
    /** Replies and progress events since the last failure or the last new model. */
    this.responsesOfModel = 0;
    this.modelFailures = 0;
    this.isMoving = false;
    this.isRenewing = false;
    /** Moves to another engine run one after the other. @type {Promise<unknown>} */
    this.lastMove = Promise.resolve();
    this.channel = this.openChannel();
    /** @type {Promise<EngineInfo>} */
    this.ready = new Promise((resolve, reject) => {
      this.resolveReady = resolve;
      this.rejectReady = reject;
    });
    // A failure is also reported by the event 'failed'.
    this.ready.catch(() => {});
    /** Settles when the current worker has the state of the one before it. */
    this.restored = this.restorePresent();
  }

  openChannel() {
    const channel = new WorkerChannel({
      createWorker: this.createWorker,
      makeThreads: this.makeThreads,
      onEvent: (event, detail) => this.onWorkerEvent(channel, event, detail),
      onFailure: (reason) => this.replaceWorker(channel, reason),
    });
    return channel;
  }

  /**
   * Starts the engine in a worker and restores the state.
   * @param {WorkerChannel} channel
   * @param {EngineOptions} options
   * @param {(progress: any) => void} [onProgress]   of the start
   * @returns {Promise<EngineInfo>}
   */
  async restore(channel, options, onProgress) {
    const info = await channel.request('start', options, { onProgress });
    const { digits, model, snapshot, training } = this.recovery;
    if (digits) await channel.request('loadDigits', digits);
    if (model) await channel.request(model.type, model.fields);
    if (digits && model && snapshot) await channel.request('resume', snapshot);
    // The settings may have changed since the snapshot.
    if (model && training) await channel.request('setTraining', { training });
    return info;
  }

  /** Restores the state in the current worker. @returns {Promise<EngineInfo | null>} null if that failed */
  async restorePresent() {
    const { channel } = this;
    try {
      const info = await this.restore(channel, this.options, this.onStartProgress);
      this.onStartProgress = undefined;
      this.resolveReady?.(info);
      return info;
    } catch (error) {
      // If the channel is closed, the worker has failed again and its replacement is being restored.
      if (!channel.closed) this.fail(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  /**
   * @param {WorkerChannel} failed
   * @param {Error} reason
   */
  async replaceWorker(failed, reason) {
    // A worker that was being prepared by moveTo() has no replacement.
    if (failed !== this.channel) return;
    this.restarts += 1;
    this.responses = 0;
    if (this.recovery.model && this.responsesOfModel < RESPONSES_OF_SOUND_MODEL) this.modelFailures += 1;
    else this.modelFailures = this.recovery.model ? 1 : 0;
    this.responsesOfModel = 0;
    const isLast = this.restarts > MAX_RESTARTS;
    const isModelDropped =
      this.recovery.model !== null
      && (isLast || (this.recovery.previous !== null && this.modelFailures >= MAX_MODEL_FAILURES));
    if (isLast && !isModelDropped) {
      this.fail(new EngineError('stoppedOften', { count: this.restarts, reason }));
      return;
    }
    if (isModelDropped) this.restorePreviousModel();
    this.channel = this.openChannel();
    const restored = this.restorePresent();
    this.restored = restored;
    const info = await restored;
    if (!info) return;
    const detail = { reason: reason.message, error: reason, info };
    this.onEvent('restarted', isModelDropped ? { ...detail, instead: await this.describeModel() } : detail);
  }

  /** Replaces a model that makes the engine fail with the previous one, or with none. */
  restorePreviousModel() {
    Object.assign(this.recovery, this.recovery.previous ?? { model: null, snapshot: null, training: null }, {
      previous: null,
    });
    this.modelFailures = 0;
  }

  /** @returns {Promise<ModelInfo | null>} */
  async describeModel() {
    return this.recovery.model ? this.channel.request('setTraining', { training: {} }) : null;
  }

  /** A reply or a progress event shows that the engine works. */
  countResponse() {
    this.responses += 1;
    this.responsesOfModel += 1;
    if (this.responsesOfModel === RESPONSES_OF_SOUND_MODEL) this.modelFailures = 0;
    if (this.responses < RESPONSES_PER_RESTART || this.restarts === 0) return;
    this.responses = 0;
    this.restarts -= 1;
  }

  /** @param {object} digits @param {ModelRequest} [model]   loaded in the same step */
  recordDigits(digits, model) {
    this.recovery.digits = digits;
    if (model) {
      this.recordModel(model);
      // The model before may be for images of another size.
      this.recovery.previous = null;
    }
    // Loading digits has paused the run.
    this.channel.expectsEvents = false;
  }

  /** @param {ModelRequest} model  the new current model */
  recordModel(model) {
    const { model: present, snapshot, training } = this.recovery;
    // A model that has just made the engine fail is not restored.
    const previous =
      this.modelFailures > 0 ? this.recovery.previous : present && { model: present, snapshot, training };
    Object.assign(this.recovery, { model, snapshot: null, training: null, previous });
    this.modelFailures = 0;
    this.responsesOfModel = 0;
    this.channel.expectsEvents = false;
  }

  /** @param {object} training */
  recordTraining(training) {
    this.recovery.training = training;
  }

  /** @param {Progress} progress @param {object} [rule]  under which the run continues */
  recordRun({ state }, rule) {
    if (rule) this.recovery.rule = rule;
    this.channel.expectsEvents = state === 'running';
  }

  /** @param {Progress} progress */
  recordReset(progress) {
    this.recordRun(progress);
    this.recovery.snapshot = null;
  }

  /** @param {Snapshot} snapshot */
  recordSnapshot(snapshot) {
    this.recovery.snapshot = snapshot;
  }

  /**
   * Moves to a new worker with another arithmetic or number of threads. The model, its steps and a run are preserved; if the new
   * engine cannot be started, the current one stays.
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  choose(options) {
    const move = this.lastMove.then(async () => {
      await this.whenRestored();
      const moved = this.moveTo(options);
      this.restored = moved.catch(() => null);
      return moved;
    });
    this.lastMove = move.catch(() => null);
    return move;
  }

  /**
   * @param {EngineOptions} options
   * @returns {Promise<EngineInfo>}
   */
  async moveTo(options) {
    const old = this.channel;
    // Requests made before the move go to the old worker, later ones wait for the new worker.
    await old.whenIdle();
    if (old.closed) throw new EngineError('stoppedMeanwhile');
    const wasRunning = old.expectsEvents;
    /** @type {WorkerChannel | null} */
    let next = null;
    /** @param {WorkerChannel} channel */
    const continueRun = async (channel) => {
      if (!wasRunning || channel.closed) return;
      await channel.request('play', this.recovery.rule);
      channel.expectsEvents = true;
    };
    this.isMoving = true;
    try {
      if (wasRunning) await old.request('pause');
      old.expectsEvents = false;
      const { digits, model } = this.recovery;
      if (digits && model) this.recovery.snapshot = await old.request('suspend');
      next = this.openChannel();
      const info = await this.restore(next, options);
      // Another worker has replaced it, or dispose() has ended it.
      if (this.channel !== old || old.closed) throw new EngineError('stoppedMeanwhile');
      await continueRun(next);
      old.close(new EngineError('replaced'));
      this.channel = next;
      this.options = options;
      return info;
    } catch (error) {
      next?.close(new EngineError('replaced'));
      await continueRun(old);
      throw error;
    } finally {
      this.isMoving = false;
    }
  }

  /**
   * Moves to a new worker with the same engine, and so to a smaller heap, once no request is pending. If that fails, the
   * present worker stays.
   */
  async renew() {
    if (this.isRenewing) return;
    this.isRenewing = true;
    try {
      await this.whenRestored();
      await this.channel.whenIdle();
      await this.choose(this.options);
    } catch {
      // The heap keeps its size.
    } finally {
      this.isRenewing = false;
    }
  }

  /** Ends the worker. @param {Error} [error]  of pending requests; later ones fail with `notRunning` */
  dispose(error = new EngineError('notRunning')) {
    this.channel.close(error);
    this.rejectReady?.(error);
  }

  /** Ends the engine for good. @param {Error} error */
  fail(error) {
    this.dispose(error);
    this.onEvent('failed', { message: error.message, error });
  }

  /**
   * @param {WorkerChannel} channel
   * @param {string} event
   * @param {any} detail
   */
  onWorkerEvent(channel, event, detail) {
    if (event === WorkerEvent.crashed) {
      channel.fail(deserializeError(detail));
      return;
    }
    // The pause of one engine and the restoring of another are not reported.
    if (channel !== this.channel || this.isMoving) return;
    if (event === WorkerEvent.snapshot) {
      this.recovery.snapshot = detail;
    } else if (event === WorkerEvent.oversized) {
      void this.renew();
    } else {
      if (event === WorkerEvent.progress) {
        this.recordRun(detail);
        this.countResponse();
      }
      this.onEvent(event, detail?.error ? { error: deserializeError(detail.error) } : detail);
    }
  }

  /**
   * @param {string} type  name of a call (calls.js)
   * @param {object} [fields]
   * @param {import('./calls.js').CallOptions} [options]
   * @returns {Promise<any>}
   */
  async request(type, fields, options = {}) {
    await untilAborted(this.whenRestored(), options.signal);
    const reply = await this.channel.request(type, fields, options);
    this.countResponse();
    return reply;
  }

  /** When the current worker has been restored; a worker that fails meanwhile is followed by its replacement. */
  async whenRestored() {
    for (let restored; restored !== this.restored;) {
      restored = this.restored;
      await restored;
    }
  }
}
