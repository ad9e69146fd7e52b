import { fromCore, toCoreJson } from './config-names.js';
import { bytes, floats } from './expect.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').BoundTerms} BoundTerms */
/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('./digit-set.js').DigitSet} DigitSet */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').ModelHandle} ModelHandle */
/** @typedef {Uint8Array | ArrayBuffer} Bytes */
/** @typedef {BoundTerms & {step: number, steps: number, diverged: boolean, divergedStep: number}} StepStatistics */
/**
 * @typedef {BoundTerms & {examples: number, standardError: number, klPerDimension: number[], activeUnits: number}}
 *   BoundReport
 */

/** @type {readonly number[]} */
const allDigits = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** One model, its optimiser and its settings in the engine's memory; call dispose() when done. */
export class Model {
  /** @param {ModelHandle} handle */
  constructor(handle) {
    this.handle = handle;
  }

  /** Everything but the weights: {config, training, parameters, step, record?}. Reads no weight, so it is quick. */
  describe() {
    const { training, ...info } = fromCore(JSON.parse(this.handle.describe()));
    // The core names the digits only where not all ten are trained on.
    return { ...info, training: { ...training, digits: training.digits ?? [...allDigits] } };
  }

  /** @returns {ModelConfig & {inputDim: number}} */
  get config() {
    return this.describe().config;
  }

  /** 16 hex digits over all weights: equal weights, equal checksum. */
  checksum() {
    return this.handle.checksum();
  }

  /**
   * q(z | x) of one image or several.
   * @param {Float32Array} pixels
   * @returns {Code} latentDim numbers for each image
   */
  encode(pixels) {
    return this.handle.encode(floats('encode', pixels));
  }

  /**
   * The probability of ink at each pixel.
   * @param {Float32Array} z  latentDim numbers for each image
   * @returns {Float32Array}
   */
  decode(z) {
    return this.handle.decode(floats('decode', z));
  }

  /**
   * Images the model draws by itself: probabilities of ink of z ~ N(0, I) decoded (vae, ae), or exact samples of 0 and
   * 1 (fvbn, made).
   * @param {{count?: number, seed?: number}} [options]
   * @returns {Float32Array} 784 for each image
   */
  samplePrior({ count = 16, seed = 1 } = {}) {
    return this.handle.samplePrior(count, seed);
  }

  /**
   * mu and logVar of all held-out digits, their pixels as they are.
   * @param {DigitSet} digits
   * @returns {Code}
   */
  encodeHeldOut(digits) {
    return this.handle.encodeHeldOut(digits.handle);
  }

  /**
   * One optimiser step on a batch as it is.
   * @param {Float32Array} batch  pixels, 784 for each image
   * @returns {StepStatistics} of the batch before the step
   */
  trainStep(batch) {
    return JSON.parse(this.handle.trainStep(floats('trainStep', batch)));
  }

  /**
   * So many steps on the training digits, shuffled and binarised by the model's settings.
   * @param {DigitSet} digits
   * @param {number} steps
   * @returns {StepStatistics} means over the steps; if diverged, the last good weights are back
   */
  train(digits, steps) {
    if (!Number.isInteger(steps) || steps < 1) throw new Error(`train: expected a whole number of steps, got ${steps}`);
    return JSON.parse(this.handle.train(digits.handle, steps));
  }

  /**
   * The bound on the held-out digits: one sampled z each, pixels as in training, binarised once by the seed.
   * @param {DigitSet} digits
   * @param {number} [seed]
   * @returns {BoundReport}
   */
  evaluate(digits, seed = 1) {
    this.beginEvaluation(digits, seed);
    for (;;) {
      const report = this.advanceEvaluation(1000);
      if (report) return report;
    }
  }

  /**
   * The same in pieces. Do not train in between.
   * @param {DigitSet} digits
   * @param {number} [seed]
   */
  beginEvaluation(digits, seed = 1) {
    this.handle.beginEvaluation(digits.handle, seed);
  }

  /**
   * @param {number} examples
   * @returns {BoundReport | null} null while some are left
   */
  advanceEvaluation(examples) {
    const report = this.handle.advanceEvaluation(examples);
    return report === '' ? null : JSON.parse(report);
  }

  /**
   * How often each training digit has been shown.
   * @param {DigitSet} digits
   * @returns {number}
   */
  epochs(digits) {
    return this.handle.epochs(digits.handle);
  }

  /** @param {Partial<TrainingConfig>} changes  of seed and digits at step 0 only */
  setTraining(changes) {
    this.handle.setTraining(toCoreJson({ ...this.describe().training, ...changes }));
  }

  /** Back to the first weights, the optimiser forgotten. */
  reset() {
    this.handle.reset();
  }

  /**
   * Goes on from a resumable file of this model; reset() still returns to the first weights.
   * @param {Bytes} file
   */
  resume(file) {
    this.handle.resume(bytes('resume', file));
  }

  /**
   * A .safetensors file.
   * @param {{half?: boolean, resumable?: boolean, digits?: DigitSet}} [options]
   *   half: F16 weights; resumable: with optimiser state; digits: to note what it was trained on
   * @returns {Uint8Array}
   */
  saveWeights({ half = false, resumable = false, digits } = {}) {
    return this.handle.save(digits?.handle ?? null, half, resumable);
  }

  dispose() {
    this.handle.delete();
  }
}
