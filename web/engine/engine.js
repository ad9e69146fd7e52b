/**
 * The engine: the C++ core as a JavaScript interface, the same in a page, a Worker and Node. Everything but loading is
 * synchronous; in a page, use it from a Worker (client.js does) so that drawing never waits.
 *
 * Arrays are laid out [example][feature]; pixels are in [0, 1] with ink = 1; losses are in nats, summed over pixels and
 * latent dimensions, mean over examples. Every method throws an Error that names the function, what it expected and
 * what it got; the state is then as it was.
 */
import { fromCore, toCoreJson } from './config-names.js';
import { bytes, floats } from './expect.js';
import { gunzip, isGzip } from './gunzip.js';
import { loadCore } from './load-core.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').BoundTerms} BoundTerms */
/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').DigitsHandle} DigitsHandle */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').ModelHandle} ModelHandle */
/** @typedef {Uint8Array | ArrayBuffer} Bytes */
/** @typedef {BoundTerms & {step: number, steps: number, diverged: boolean, divergedStep: number}} StepStatistics */
/**
 * @typedef {BoundTerms & {examples: number, standardError: number, klPerDimension: number[], activeUnits: number}}
 *   BoundReport
 */

/**
 * @param {import('./messages.js').EngineOptions} [options]
 *   `variant` exact, fused or auto, `threads` from 1 or auto: auto takes the best that runs here and never fails. Within
 *   a variant the same seed gives the same weights, whatever the engine and the number of threads.
 * @param {import('./threads.js').MakeThreads} [makeThreads]  for an engine in a Worker, whose page makes them
 * @returns {Promise<Engine>}
 */
export async function createEngine(options = {}, makeThreads) {
  return new Engine(await loadCore(options, makeThreads));
}

export class Engine {
  /** @param {Awaited<ReturnType<typeof loadCore>>} loaded */
  constructor({ core, ...info }) {
    this.core = core;
    /** @type {import('./messages.js').EngineInfo} */
    this.info = { ...info, version: core.version() };
  }

  /** Size of the WebAssembly heap. */
  get heapBytes() {
    return this.core.heapBytes();
  }

  /**
   * Reads labelled digits: the project's packed file, or MNIST's two IDX files of which the last `heldOut` are kept
   * out of training. Each may be gzipped.
   * @param {{bytes: Bytes, name?: string} | {images: Bytes, labels: Bytes, heldOut: number, name?: string}} source
   * @returns {Promise<DigitSet>}
   */
  async loadDigits(source) {
    /** @param {unknown} file */
    const unpacked = async (file) => {
      const raw = bytes('loadDigits', file);
      return isGzip(raw) ? gunzip(raw, (head) => this.core.digitsFileSize(head)) : raw;
    };
    if ('bytes' in source) {
      return new DigitSet(this.core.Digits.fromPacked(await unpacked(source.bytes), source.name ?? 'built-in'));
    }
    const [images, labels] = [await unpacked(source.images), await unpacked(source.labels)];
    const { heldOut, name = 'own digits' } = source;
    if (!Number.isInteger(heldOut) || heldOut < 0) {
      throw new Error(`loadDigits: expected heldOut to be a whole number from 0, got ${heldOut}`);
    }
    return new DigitSet(this.core.Digits.fromIdx(images, labels, heldOut, name));
  }

  /**
   * A new model, its weights drawn from training.seed. With digits, its output bias starts at their mean image.
   * @param {Partial<ModelConfig>} config
   * @param {Partial<TrainingConfig>} [training]
   * @param {DigitSet} [digits]
   */
  createModel(config, training = {}, digits) {
    return new Model(this.core.Model.create(toCoreJson(config), toCoreJson(training), digits?.handle ?? null));
  }

  /**
   * The model of a .safetensors file. Training goes on exactly where it was if the file holds optimiser state.
   * @param {Bytes} file
   * @param {Partial<TrainingConfig>} [training]  instead of the file's own settings
   */
  loadModel(file, training) {
    return new Model(this.core.Model.load(bytes('loadModel', file), training ? toCoreJson(training) : ''));
  }

  /**
   * A piece of work to be timed, of the kernels alone: `{work: 'madd peak'}`, `{work: 'gemm', m, n, k}` or
   * `{work: 'part', name, batch}`; see src/bench/workload.h.
   * @param {object} request
   * @returns {import('../../build/wasm/latentpad-exact.mjs').WorkloadHandle}
   */
  workload(request) {
    return this.core.Workload.create(JSON.stringify(request));
  }
}

/** Labelled digits in the engine's memory; call dispose() when done. */
export class DigitSet {
  /** @param {DigitsHandle} handle */
  constructor(handle) {
    this.handle = handle;
    this.count = handle.count();
    this.trainCount = handle.trainCount();
    /** 0 … 9, training digits first. */
    this.labels = handle.labels();
  }

  /**
   * @param {number} first
   * @param {number} count
   * @returns {Uint8Array} 784 bytes for each digit, 255 = ink
   */
  images(first, count) {
    return this.handle.images(first, count);
  }

  dispose() {
    this.handle.delete();
  }
}

/** One model, its optimiser and its settings in the engine's memory; call dispose() when done. */
export class Model {
  /** @param {ModelHandle} handle */
  constructor(handle) {
    this.handle = handle;
  }

  /** Everything but the weights: {config, training, parameters, step, record?}. Reads no weight, so it is quick. */
  describe() {
    return fromCore(JSON.parse(this.handle.describe()));
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

  /** @param {Partial<TrainingConfig>} changes  of learningRate, beta and betaWarmupSteps; of the rest at step 0 only */
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
