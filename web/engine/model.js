import { digitsHandle } from './image-set.js';
import { bytes, floats, labelled, wholeNumber } from './expect.js';
import { Holder } from './handles.js';
import { HeldOutCodes, joinCodes } from './held-out-codes.js';
import { inPieces, longWork, stepsInPiece } from './slices.js';
import { TermMeans } from './term-means.js';
import { withoutUndefined } from './without-undefined.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').BoundTerms} BoundTerms */
/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('./image-set.js').ImageSet} ImageSet */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').Model} ModelHandle */
/** @typedef {Uint8Array | ArrayBuffer} Bytes */
/** @typedef {import('./slices.js').LongOptions} LongOptions */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').StepStatistics} StepStatistics */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').BoundReport} BoundReport */
/**
 * @typedef {object} ModelDescription
 * @property {ModelConfig & {inputDim: number, width: number, height: number}} config
 * @property {Required<TrainingConfig>} training
 * @property {number} parameters
 * @property {number} step
 * @property {string[]} [types]
 * @property {import('./messages.js').TrainingRecord} [record]
 */

/** Images that are encoded or scored at a time: the core's largest batch. */
const MAX_BATCH = 125;

/**
 * One model, its optimiser and its settings in the engine's memory; call dispose() when done.
 *
 * The methods that end in `Async` do the same in slices of about 50 ms, between which the page is drawn and a signal can abort
 * them. Those of one model, and of measures.js on it, are done one after the other. Call no other method that trains this model
 * or evaluates it until they have settled.
 * @extends {Holder<ModelHandle>}
 */
export class Model extends Holder {
  /** @param {ModelHandle} handle @param {Set<{dispose(): void}>} [owned]  of the engine */
  constructor(handle, owned) {
    super(handle, owned);
    const { inputDim, latentDim, labels = 0 } = this.config;
    /** Numbers of an image, of a code, and of the one-hot label that follows them: 0 unless the model is conditional. */
    this.shape = { pixels: inputDim, latentDim, labels };
  }

  /**
   * All properties except the weights, which are not read, so it is fast.
   * @returns {ModelDescription}
   */
  describe() {
    const { config, record, ...info } = this.handle.describe();
    const described = withoutUndefined({
      ...info,
      config: withoutUndefined(config),
      record: record && withoutUndefined(record),
    });
    // Texts of the core that are names.
    return /** @type {any} */ (described);
  }

  get config() {
    return this.describe().config;
  }

  /** The traits of this kind of model. @returns {import('../../build/wasm/latentpad-exact.mjs').ModelTraits} */
  get traits() {
    return this.handle.traits();
  }

  /** 16 hex digits over all weights: equal weights, equal checksum. */
  checksum() {
    return this.handle.checksum();
  }

  /**
   * q(z | x) of one image or several; q(z | x, y) of a cvae.
   * @param {Float32Array} pixels
   * @param {number | number[]} [labels]  labels of the images, for a cvae, below its config.labels; one for all, or one each
   * @returns {Code} latentDim numbers for each image
   */
  encode(pixels, labels) {
    return this.handle.encode(this.withLabels('encode', pixels, this.shape.pixels, labels));
  }

  /**
   * encode() of many images, in slices.
   * @param {Float32Array} pixels
   * @param {LongOptions & {labels?: number | number[]}} [options]
   * @returns {Promise<Code>}
   */
  encodeAsync(pixels, { labels, ...options } = {}) {
    return longWork(
      'encodeAsync',
      this,
      () => {
        const rows = this.withLabels('encode', pixels, this.shape.pixels, labels);
        const width = this.shape.pixels + this.shape.labels,
          count = rows.length / width;
        // The core's error says what is wrong with the length.
        if (!Number.isInteger(count) || count <= MAX_BATCH) return () => this.handle.encode(rows);
        /** @type {Code[]} */
        const pieces = [];
        return inPieces(count, MAX_BATCH, (first, some) => {
          pieces.push(this.handle.encode(rows.subarray(first * width, (first + some) * width)));
          return first + some < count ? null : joinCodes(pieces);
        });
      },
      options,
    );
  }

  /**
   * The probability of ink at each pixel.
   * @param {Float32Array} z  latentDim numbers for each image
   * @param {number | number[]} [labels]  what to decode, for a cvae
   * @returns {Float32Array}
   */
  decode(z, labels) {
    return this.handle.decode(this.withLabels('decode', z, this.shape.latentDim, labels));
  }

  /**
   * The input of a conditional model: each row followed by its one-hot label. Other models use the rows alone.
   * @param {string} where
   * @param {Float32Array} rows
   * @param {number} width
   * @param {number | number[]} [labels]
   */
  withLabels(where, rows, width, labels) {
    const { labels: labelCount } = this.shape;
    return labelCount > 0 ? labelled(where, floats(where, rows), width, labels, labelCount) : floats(where, rows);
  }

  /**
   * Samples from the model: decoded probabilities of ink for z ~ p(z) (vae; ae: N(0, I); of a cvae the labels 0, 1, … in turn),
   * or exact samples of 0 and 1 (fvbn, made).
   * @param {{count?: number, seed?: number}} [options]
   * @returns {Float32Array} 784 for each image
   */
  samplePrior({ count = 16, seed = 1 } = {}) {
    return this.handle.samplePrior(
      wholeNumber('samplePrior', 'count', count, 1),
      wholeNumber('samplePrior', 'seed', seed),
    );
  }

  /**
   * The prior p(z) = Σ_k weights[k] N(means_k, diag sigmas_k²) with the present weights; of one component for N(0, I). Of a model
   * with a code.
   * @returns {import('./messages.js').Prior}
   */
  prior() {
    return this.handle.prior();
  }

  /**
   * mu and logVar of held-out digits, their pixels unchanged; by default of all, otherwise of `count` from `first`.
   * @param {ImageSet} digits
   * @param {number} [first]
   * @param {number} [count]
   * @returns {Code}
   */
  encodeHeldOut(digits, first = 0, count = digits.count - digits.trainCount - first) {
    return this.handle.encodeHeldOut(
      digitsHandle('encodeHeldOut', digits),
      wholeNumber('encodeHeldOut', 'first', first),
      wholeNumber('encodeHeldOut', 'count', count, 1),
    );
  }

  /**
   * encodeHeldOut() of all held-out digits, in slices.
   * @param {ImageSet} digits
   * @param {LongOptions} [options]
   * @returns {Promise<Code>}
   */
  encodeHeldOutAsync(digits, options) {
    return longWork(
      'encodeHeldOutAsync',
      this,
      () => {
        digitsHandle('encodeHeldOut', digits);
        const codes = new HeldOutCodes(this, digits, MAX_BATCH);
        codes.begin();
        return Object.assign(() => codes.advance(), { progress: () => codes.progress() });
      },
      options,
    );
  }

  /**
   * One optimiser step on a batch, without binarising it.
   * @param {Float32Array} batch  pixels, 784 for each image
   * @param {number | number[]} [labels]  of the images, for a cvae
   * @returns {StepStatistics} of the batch before the step
   */
  trainStep(batch, labels) {
    return this.handle.trainStep(this.withLabels('trainStep', batch, this.shape.pixels, labels));
  }

  /**
   * Takes `steps` steps on the training digits, shuffled and binarised by the model's settings.
   * @param {ImageSet} digits
   * @param {number} steps
   * @returns {StepStatistics} means over the steps; if diverged, the last finite weights are restored
   */
  train(digits, steps) {
    return this.handle.train(digitsHandle('train', digits), wholeNumber('train', 'steps', steps, 1));
  }

  /**
   * train() in slices. An abort takes effect between two steps: the model is as after the steps taken so far, `describe().step`,
   * and further training gives the weights of a run without it.
   * @param {ImageSet} digits
   * @param {number} steps
   * @param {LongOptions} [options]   progress in steps
   * @returns {Promise<StepStatistics>} as of train(); ends early if it diverges
   */
  trainAsync(digits, steps, options) {
    return longWork(
      'trainAsync',
      this,
      () => {
        wholeNumber('train', 'steps', steps, 1);
        const means = new TermMeans();
        let taken = 0,
          stepMs = 0;
        const advance = () => {
          const start = performance.now();
          const last = this.train(digits, Math.min(steps - taken, stepsInPiece(stepMs)));
          if (last.steps > 0) stepMs = (performance.now() - start) / last.steps;
          taken += last.steps;
          means.add(last);
          return taken >= steps || last.diverged ? { ...last, ...means.mean(), steps: taken } : null;
        };
        return Object.assign(advance, { progress: () => ({ done: taken, total: steps }) });
      },
      options,
    );
  }

  /**
   * The bound on the held-out digits: one sampled z each, pixels as in training, binarised once by the seed.
   * @param {ImageSet} digits
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
   * evaluate() in slices.
   * @param {ImageSet} digits
   * @param {LongOptions & {seed?: number}} [options]   progress in images
   * @returns {Promise<BoundReport>}
   */
  evaluateAsync(digits, { seed = 1, ...options } = {}) {
    return longWork(
      'evaluateAsync',
      this,
      () => {
        this.beginEvaluation(digits, seed);
        return this.inScoredPieces(digits, MAX_BATCH, (count) => this.advanceEvaluation(count));
      },
      options,
    );
  }

  /**
   * Pieces of an evaluation of the held-out digits that have the labels of training.
   * @template Result
   * @param {ImageSet} digits
   * @param {number} size
   * @param {(count: number) => Result | null} advance
   */
  inScoredPieces(digits, size, advance) {
    const { heldOut } = digits.countOf(this.describe().training.digits);
    return inPieces(heldOut, size, (_, count) => advance(count));
  }

  /**
   * The same in chunks, with the current pixels and choice of digits. The digits may be disposed meanwhile.
   * @param {ImageSet} digits
   * @param {number} [seed]
   */
  beginEvaluation(digits, seed = 1) {
    this.handle.beginEvaluation(digitsHandle('beginEvaluation', digits), wholeNumber('beginEvaluation', 'seed', seed));
  }

  /**
   * @param {number} examples
   * @returns {BoundReport | null} null while some are left; throws, with the code evaluationOutdated, when the weights have
   *   changed since the evaluation began, which cancels it
   */
  advanceEvaluation(examples) {
    return this.handle.advanceEvaluation(wholeNumber('advanceEvaluation', 'examples', examples, 1)) ?? null;
  }

  /**
   * The number of times each training digit has been used.
   * @param {ImageSet} digits
   * @returns {number}
   */
  epochs(digits) {
    return this.handle.epochs(digitsHandle('epochs', digits));
  }

  /**
   * One training step on one digit in slow motion, on a copy: weights, optimiser and checksum are unchanged. Throws
   * for a model without a code.
   * @param {{pixels: Float32Array, epsilon?: Float32Array, label?: number}} digit  pixels as in training, epsilon:
   *   latentDim numbers; ignored by an ae; the label is for a cvae
   * @returns {import('./messages.js').StepTrace}
   */
  traceStep({ pixels, epsilon = new Float32Array(0), label }) {
    return this.handle.traceStep(
      this.withLabels('traceStep', pixels, this.shape.pixels, label),
      floats('traceStep', epsilon),
    );
  }

  /**
   * The activations of the hidden layers: the encoder's for one image, the decoder's for one z. Throws for a model without a code.
   * @param {{pixels: Float32Array, z: Float32Array, label?: number, decodeLabel?: number}} input  for a cvae: the labels of the encoder
   *   and, if different, the decoder
   * @returns {import('./messages.js').Activations}
   */
  activations({ pixels, z, label, decodeLabel = label }) {
    return this.handle.activations(
      this.withLabels('activations', pixels, this.shape.pixels, label),
      this.withLabels('activations', z, this.shape.latentDim, decodeLabel),
    );
  }

  /**
   * Seed and digits can be changed at step 0 only. A model that was created then gets the weights that createModel samples for
   * them, its output bias from the digits it was created with; weights from a file are unchanged, and the seed is that of the noise.
   * Omitted or undefined settings are unchanged.
   * @param {Partial<TrainingConfig>} changes
   */
  setTraining(changes) {
    this.handle.setTraining({ ...this.describe().training, ...withoutUndefined(changes ?? {}) });
  }

  /** Returns to the initial weights of its seed, or of its file, and resets the optimiser. */
  reset() {
    this.handle.reset();
  }

  /**
   * Continues from a resumable file of this model, with the file's settings; reset() then returns to the first weights of the
   * file's seed, or to those of the file this model was loaded from.
   * @param {Bytes} file
   */
  resume(file) {
    this.handle.resume(bytes('resume', file));
  }

  /**
   * A .safetensors file.
   * @param {{half?: boolean, resumable?: boolean, digits?: ImageSet}} [options]
   *   half: F16 weights; resumable: with optimiser state; digits: recorded as the training data
   * @returns {Uint8Array}
   */
  saveWeights({ half = false, resumable = false, digits } = {}) {
    return this.handle.save(digits ? digitsHandle('saveWeights', digits) : null, half, resumable);
  }
}
