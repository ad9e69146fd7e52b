/**
 * The engine as the page sees it: promises for requests, an EventTarget for what the worker says unasked, and a new
 * worker when one dies.
 *
 * Events: 'progress' and 'scatter' (see messages.js), 'restarted' {reason, error, info, instead?}: a new worker took over
 * from the last snapshot, training is paused; where the model has killed the engine twice, `instead` is the one before it
 * that was put back, or null; 'notKept' {error}: no snapshot of the run could be made; 'interrupted' {error}: a step or a
 * measurement failed and the run was paused; 'failed' {message, error}: there is no engine any more.
 */
import { invalidArgument } from './engine-error.js';
import { latestWins } from './latest-wins.js';
import { Request } from './messages.js';
import { startWorker } from './start-worker.js';
import { WorkerKeeper } from './worker-keeper.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./messages.js').Digits} Digits */
/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {import('./messages.js').Scatter} Scatter */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */

/**
 * `variant` and `threads` as of createEngine().
 * @param {{createWorker?: () => Worker} & EngineOptions} [options]
 */
export function createClient({ createWorker = startWorker, ...options } = {}) {
  return new EngineClient(createWorker, options);
}

export class EngineClient extends WorkerKeeper {
  /**
   * @param {() => Worker} createWorker
   * @param {EngineOptions} [options]
   */
  constructor(createWorker, options) {
    super(createWorker, options);
    const encode = latestWins((/** @type {object} */ question) => this.request(Request.encode, question));
    const decode = latestWins((/** @type {object} */ question) => this.request(Request.decode, question));
    /**
     * mu and logVar of 784 pixels; null when a later call has overtaken this one. The label is for a cvae.
     * @type {(pixels: Float32Array, label?: number) => Promise<Code | null>}
     */
    this.encode = (pixels, label) => encode({ pixels, label });
    /**
     * The probability of ink at 784 pixels for each z; null when a later call has overtaken this one.
     * @type {(z: Float32Array, label?: number) => Promise<Float32Array | null>}
     */
    this.decode = (z, label) => decode({ z, label });
    /**
     * One training step on this digit, on a copy of the model; null when a later call has overtaken this one.
     * @type {(question: {pixels: Float32Array, epsilon: Float32Array, label?: number}) => Promise<import('./messages.js').StepTrace | null>}
     */
    this.traceStep = latestWins((question) => this.request(Request.traceStep, question));
    /**
     * What the hidden layers hold; null when a later call has overtaken this one.
     * @type {(question: {pixels: Float32Array, z: Float32Array, label?: number, paintAs?: number}) => Promise<import('./messages.js').Activations | null>}
     */
    this.activations = latestWins((question) => this.request(Request.activations, question));
  }

  /**
   * @param {{bytes: ArrayBuffer | Uint8Array} |
   *   {images: ArrayBuffer, labels: ArrayBuffer, heldOut: number, name: string}} source
   * @returns {Promise<Digits>}
   */
  async loadDigits(source) {
    const digits = await this.request(Request.loadDigits, source);
    this.memory.digits = source;
    // A run with the digits that were there has been paused.
    this.link.expectsEvents = false;
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
    this.noteModel({ type, fields });
    return info;
  }

  /**
   * What brings a model back: how it was made, a resumable file of where it stands, and what early stopping knows.
   * @returns {Promise<{made: {type: string, fields: object}, bytes: Uint8Array, run?: import('./messages.js').RunState} | null>}
   *   null while there is no model
   */
  async modelToKeep() {
    const made = this.memory.model;
    if (!made) return null;
    const { bytes, run } = await this.request(Request.suspend);
    return made === this.memory.model ? { made, bytes, run } : null;
  }

  /**
   * Makes a model as it was made and goes on from where it stood; reset() returns to its first weights.
   * @param {{made: {type: string, fields: object}, bytes: Uint8Array, run?: import('./messages.js').RunState}} kept
   * @returns {Promise<{info: ModelInfo, progress: Progress}>}
   */
  async restoreModel({ made, bytes, run }) {
    if (made.type !== Request.createModel && made.type !== Request.loadModel) {
      throw invalidArgument('restoreModel', 'a model that was created or loaded', JSON.stringify(made.type));
    }
    await this.replaceModel(made.type, made.fields);
    const progress = await this.request(Request.resume, { bytes, run });
    this.memory.snapshot = { bytes, run };
    return { info: await this.setTraining({ training: {} }), progress };
  }

  /**
   * @param {{training: Partial<TrainingConfig>}} settings
   * @returns {Promise<ModelInfo>}
   */
  async setTraining(settings) {
    const info = await this.request(Request.setTraining, settings);
    this.memory.training = info.training;
    return info;
  }

  /**
   * The same for many z at once; unlike decode() it waits its turn and is always answered.
   * @param {Float32Array} z  latentDim numbers for each image
   * @param {number | number[]} [label]  for a cvae; one for all, or one each
   * @returns {Promise<Float32Array>} 784 for each image
   */
  decodeBatch(z, label) {
    return this.request(Request.decode, { z, label });
  }

  /**
   * As encode(), but it waits its turn and is always answered.
   * @param {Float32Array} pixels
   * @param {number} [label]
   * @returns {Promise<Code>}
   */
  encodeInTurn(pixels, label) {
    return this.request(Request.encode, { pixels, label });
  }

  /** @returns {Promise<Scatter & Code>} */
  encodeHeldOut() {
    return this.request(Request.encodeHeldOut);
  }

  /**
   * Trains until it is paused, or until the rule stops it: exactly at the step `untilStep`, at the first step at which
   * `epochs` are full, or when the held-out bound has not gained for `patience` epochs. While it runs, the new rule takes
   * the old one's place.
   * @param {Partial<import('./messages.js').StopRule>} [rule]
   * @returns {Promise<Progress>}
   */
  play({ untilStep = null, epochs = null, patience = null } = {}) {
    const rule = { untilStep, epochs, patience };
    this.memory.rule = rule;
    return this.command(Request.play, rule);
  }

  /** @returns {Promise<Progress>} */
  pause() {
    return this.command(Request.pause);
  }

  /**
   * @param {number} [steps]  a pause meanwhile ends them where they are
   * @returns {Promise<Progress>}
   */
  step(steps = 1) {
    return this.command(Request.step, { steps });
  }

  /** @returns {Promise<Progress>} */
  async reset() {
    const progress = await this.command(Request.reset);
    this.memory.snapshot = null;
    return progress;
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   */
  async command(type, fields) {
    const progress = await this.request(type, fields);
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
   * @param {{pixels: Float32Array, label?: number, samples?: number, seed?: number}} options
   * @returns {Promise<import('./measures.js').DigitLikelihood>}
   */
  digitLikelihood(options) {
    return this.request(Request.digitLikelihood, options);
  }

  /**
   * @param {{pixels: Float32Array, label?: number, side?: number}} options
   * @returns {Promise<import('../../build/wasm/latentpad-exact.mjs').PosteriorGrid>}
   */
  posteriorGrid(options) {
    return this.request(Request.posteriorGrid, options);
  }

  /**
   * @param {{given?: Float32Array, seed?: number, index?: number}} [options]
   * @returns {Promise<import('../../build/wasm/latentpad-exact.mjs').PaintedImage>}
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
   * What a model would cost; nothing is built.
   * @param {{config: Partial<ModelConfig>, training?: Partial<TrainingConfig>}} settings
   * @returns {Promise<import('./messages.js').Cost>}
   */
  costOf(settings) {
    return this.request(Request.costOf, settings);
  }

  /** @returns {Promise<import('./messages.js').Usage>} */
  usage() {
    return this.request(Request.usage);
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
