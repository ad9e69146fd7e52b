/**
 * The engine as the page sees it: promises for requests, an EventTarget for what the worker says unasked, and a new
 * worker when one dies.
 *
 * Events: 'progress' and 'scatter' (see messages.js), 'restarted' {reason}: a new worker took over from the last
 * snapshot, training is paused; 'failed' {message}: there is no engine any more.
 */
import { latestWins } from './latest-wins.js';
import { Event as WorkerEvent, Request } from './messages.js';
import { WorkerLink } from './worker-link.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./messages.js').Digits} Digits */
/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {import('./messages.js').Scatter} Scatter */
/** @typedef {import('./messages.js').EngineInfo} EngineInfo */

const maxRestarts = 3;

const defaultWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad' });

/** @param {{createWorker?: () => Worker}} [options] */
export function createClient({ createWorker = defaultWorker } = {}) {
  return new EngineClient(createWorker);
}

export class EngineClient extends EventTarget {
  /** @param {() => Worker} createWorker */
  constructor(createWorker) {
    super();
    this.createWorker = createWorker;
    /** What a new worker must be told to stand where the old one stood. */
    /** @type {{digits: object | null, model: {type: string, fields: object} | null, snapshot: Uint8Array | null}} */
    this.memory = { digits: null, model: null, snapshot: null };
    this.restarts = 0;
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
    /**
     * mu and logVar of 784 pixels; null when a later call has overtaken this one.
     * @type {(pixels: Float32Array) => Promise<Code | null>}
     */
    this.encode = latestWins((pixels) => this.request(Request.encode, { pixels }));
    /**
     * The probability of ink at 784 pixels for each z; null when a later call has overtaken this one.
     * @type {(z: Float32Array) => Promise<Float32Array | null>}
     */
    this.decode = latestWins((z) => this.request(Request.decode, { z }));
  }

  openLink() {
    return new WorkerLink({
      createWorker: this.createWorker,
      onEvent: (event, detail) => this.hear(event, detail),
      onLost: (reason) => this.replaceWorker(reason),
    });
  }

  /** Starts the engine in the present worker and brings it to where the last one stood. */
  async bringUp() {
    const { link } = this;
    try {
      const info = await link.request(Request.start);
      const { digits, model, snapshot } = this.memory;
      if (digits) await link.request(Request.loadDigits, digits);
      if (model) await link.request(model.type, model.fields);
      if (digits && model && snapshot) await link.request(Request.resume, { bytes: snapshot });
      this.resolveReady?.(info);
      return true;
    } catch (error) {
      // Where the worker has died again, its successor is already being brought up.
      if (!link.closed) this.giveUp(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** @param {string} reason */
  async replaceWorker(reason) {
    this.restarts += 1;
    if (this.restarts > maxRestarts) {
      this.giveUp(`The engine stopped ${this.restarts} times (${reason}). Reload the page.`);
      return;
    }
    this.link = this.openLink();
    this.up = this.bringUp();
    if (await this.up) this.dispatchEvent(new CustomEvent('restarted', { detail: { reason } }));
  }

  /** @param {string} message */
  giveUp(message) {
    this.link.close(message);
    this.rejectReady?.(new Error(message));
    this.dispatchEvent(new CustomEvent('failed', { detail: { message } }));
  }

  /**
   * @param {string} event
   * @param {any} detail
   */
  hear(event, detail) {
    if (event === WorkerEvent.crashed) {
      this.link.lose(detail.message);
    } else if (event === WorkerEvent.snapshot) {
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
    // What is asked while a new worker takes over waits for it, and for its successor should it die.
    for (let up; up !== this.up; ) {
      up = this.up;
      await up;
    }
    return this.link.request(type, fields);
  }

  /**
   * @param {{bytes: ArrayBuffer | Uint8Array} |
   *   {images: ArrayBuffer, labels: ArrayBuffer, heldOut: number, name: string}} source
   * @returns {Promise<Digits>}
   */
  async loadDigits(source) {
    const digits = await this.request(Request.loadDigits, source);
    this.memory.digits = source;
    return digits;
  }

  /**
   * @param {{config: Partial<ModelConfig>, training: Partial<TrainingConfig>}} settings
   * @returns {Promise<ModelInfo>}
   */
  createModel(settings) {
    return this.replaceModel(Request.createModel, settings);
  }

  /**
   * @param {{bytes: ArrayBuffer | Uint8Array, training?: Partial<TrainingConfig>}} file
   * @returns {Promise<ModelInfo>}
   */
  loadModel(file) {
    return this.replaceModel(Request.loadModel, file);
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @returns {Promise<ModelInfo>}
   */
  async replaceModel(type, fields) {
    const info = await this.request(type, fields);
    this.memory.model = { type, fields };
    this.memory.snapshot = null;
    this.link.expectsEvents = false;
    return info;
  }

  /**
   * @param {{training: Partial<TrainingConfig>}} settings
   * @returns {Promise<ModelInfo>}
   */
  setTraining(settings) {
    return this.request(Request.setTraining, settings);
  }

  /** @returns {Promise<Scatter & Code>} */
  encodeHeldOut() {
    return this.request(Request.encodeHeldOut);
  }

  /** @returns {Promise<Progress>} */
  play() {
    return this.command(Request.play);
  }

  /** @returns {Promise<Progress>} */
  pause() {
    return this.command(Request.pause);
  }

  /** @returns {Promise<Progress>} */
  step() {
    return this.command(Request.step);
  }

  /** @returns {Promise<Progress>} */
  async reset() {
    const progress = await this.command(Request.reset);
    this.memory.snapshot = null;
    return progress;
  }

  /** @param {string} type */
  async command(type) {
    const progress = await this.request(type);
    this.link.expectsEvents = progress.state === 'running';
    return progress;
  }

  /**
   * @param {{count?: number, seed?: number}} [options]
   * @returns {Promise<Float32Array>} 784 for each image
   */
  samplePrior(options) {
    return this.request(Request.samplePrior, options);
  }

  /**
   * @param {{pixels: Float32Array, samples?: number, seed?: number}} options
   * @returns {Promise<import('./measures.js').DigitLikelihood>}
   */
  digitLikelihood(options) {
    return this.request(Request.digitLikelihood, options);
  }

  /**
   * @param {{pixels: Float32Array, side?: number}} options
   * @returns {Promise<import('../../build/wasm/latentpad.mjs').PosteriorGrid>}
   */
  posteriorGrid(options) {
    return this.request(Request.posteriorGrid, options);
  }

  /**
   * @param {{given?: Float32Array, seed?: number, index?: number}} [options]
   * @returns {Promise<import('../../build/wasm/latentpad.mjs').PaintedImage>}
   */
  paint(options) {
    return this.request(Request.paint, options);
  }

  /**
   * @param {{pixels: Float32Array}} options
   * @returns {Promise<{probabilities: Float32Array, logLikelihood: number}>}
   */
  conditionals(options) {
    return this.request(Request.conditionals, options);
  }

  /**
   * @param {{seed?: number}} [options]
   * @returns {Promise<import('./measures.js').LatentMetrics>}
   */
  latentMetrics(options) {
    return this.request(Request.latentMetrics, options);
  }

  /**
   * @param {{classifier: ArrayBuffer | Uint8Array, count?: number, seed?: number}} options
   * @returns {Promise<import('./measures.js').SampleQuality>}
   */
  sampleQuality(options) {
    return this.request(Request.sampleQuality, options);
  }

  /**
   * A .safetensors file of the present weights.
   * @param {{half?: boolean, resumable?: boolean}} [options]
   * @returns {Promise<Uint8Array>}
   */
  saveModel(options = {}) {
    return this.request(Request.saveModel, options);
  }
}
