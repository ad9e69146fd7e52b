/**
 * Evaluations of a model besides its training loss. A call that the model does not support throws an Error
 * that names the models that do.
 */
import { digitsHandle } from './image-set.js';
import { bytes, floats, notNegative, wholeNumber } from './expect.js';
import { inPieces, longWork } from './slices.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./slices.js').LongOptions} LongOptions */
/** @typedef {import('./image-set.js').ImageSet} ImageSet */
/**
 * In nats. elbo ≤ logLikelihood; the gap between them estimates KL(q(z|x) ‖ p(z|x)).
 * @typedef {import('../../build/wasm/latentpad-exact.mjs').DigitLikelihood & {code: import('./messages.js').Code}} DigitLikelihood
 *   code: q(z|x), whose KL it is
 */
/**
 * A metric that cannot be computed is null; the error under its name in `why` says why.
 * @typedef {import('../../build/wasm/latentpad-exact.mjs').LatentMetrics} LatentMetrics
 */
/** @typedef {import('../../build/wasm/latentpad-exact.mjs').SampleQuality} SampleQuality */

/** Points on a side of the posterior's grid. */
export const SIDE = 64;
/** Images that the core scores, and points z that it decodes, at a time. */
const MAX_BATCH = 125,
  MAX_DECODE_BATCH = 1024;

/**
 * Bound and likelihood of one image of a VAE, from importance samples.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, samples?: number, seed?: number}} options  pixels 0 or 1; the label is
 *   for a cvae, whose bound is of log p(x | y)
 * @returns {DigitLikelihood}
 */
export function digitLikelihood(model, { pixels, label, samples = 500, seed = 1 }) {
  const image = model.withLabels('digitLikelihood', pixels, model.shape.pixels, label);
  const likelihood = model.handle.digitLikelihood(
    image,
    wholeNumber('digitLikelihood', 'samples', samples, 1),
    wholeNumber('digitLikelihood', 'seed', seed),
  );
  // In one request with the rest: between two, training may change the weights.
  return { ...likelihood, code: model.encode(pixels, label) };
}

/**
 * −log p(x | z) of each image under the model's likelihood, in nats. Of a model with a code.
 * @param {Model} model
 * @param {{pixels: Float32Array, z: Float32Array, label?: number | number[]}} options  pixels in [0, 1], of one image for each z
 *   or one for all; latentDim numbers of each z; their labels, for a cvae
 * @returns {number[]}
 */
export function reconstructionLoss(model, { pixels, z, label }) {
  const codes = floats('reconstructionLoss', z);
  return model.handle.reconstructionLoss(
    model.withLabels('reconstructionLoss', imagesFor(model, pixels, codes), model.shape.pixels, label),
    codes,
  );
}

/**
 * A single image, repeated for each z.
 * @param {Model} model
 * @param {Float32Array} pixels
 * @param {Float32Array} z
 */
function imagesFor({ shape }, pixels, z) {
  const count = z.length / shape.latentDim;
  if (pixels.length !== shape.pixels || !Number.isInteger(count)) return pixels;
  const images = new Float32Array(count * shape.pixels);
  for (let i = 0; i < count; i++) images.set(pixels, i * shape.pixels);
  return images;
}

/**
 * The true posterior p(z | x) of a VAE of two dimensions, on side² points around its mass: the density row by row from the
 * bottom, its integral 1.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, side?: number}} options
 */
export const posteriorGrid = (model, options) => untilDone(beginPosteriorGrid(model, options));

/**
 * The same in chunks. Do not train in between.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, side?: number}} options
 * @returns {(points: number) => import('../../build/wasm/latentpad-exact.mjs').PosteriorGrid | null}  computes that many
 *   points; null while some are left
 */
export function beginPosteriorGrid(model, { pixels, label, side = SIDE }) {
  model.handle.beginPosteriorGrid(
    model.withLabels('posteriorGrid', pixels, model.shape.pixels, label),
    wholeNumber('posteriorGrid', 'side', side, 2, 512),
  );
  return (points) => model.handle.advancePosteriorGrid(points) ?? null;
}

/**
 * posteriorGrid() in slices; progress in points.
 * @param {Model} model
 * @param {LongOptions & {pixels: Float32Array, label?: number, side?: number}} options
 * @returns {Promise<import('../../build/wasm/latentpad-exact.mjs').PosteriorGrid>}
 */
export const posteriorGridAsync = (model, options) =>
  longWork(
    'posteriorGridAsync',
    model,
    () => {
      const advance = beginPosteriorGrid(model, options);
      return inPieces((options.side ?? SIDE) ** 2, MAX_DECODE_BATCH, (_, count) => advance(count));
    },
    options,
  );

/**
 * The mean reconstruction error of the held-out digits, in nats, with σ of q(z | x) scaled in the sampled z. Pixels and ε are
 * those of Model.evaluate(), so that at a scale of 1 it is that report's. Of a vae or cvae.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{sigmaScale: number, seed?: number}} options  sigmaScale: at least 0
 */
export const reconstructionAt = (model, digits, options) => untilDone(beginReconstructionAt(model, digits, options));

/**
 * The same in chunks. Do not train in between.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{sigmaScale: number, seed?: number}} options
 * @returns {(examples: number) => number | null}  evaluates that many more digits; null while some are left
 */
export function beginReconstructionAt(model, digits, { sigmaScale, seed = 1 }) {
  model.handle.beginReconstructionAt(
    digitsHandle('reconstructionAt', digits),
    notNegative('reconstructionAt', 'sigmaScale', sigmaScale),
    wholeNumber('reconstructionAt', 'seed', seed),
  );
  return (examples) => model.handle.advanceReconstructionAt(examples) ?? null;
}

/**
 * reconstructionAt() in slices; progress in images.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {LongOptions & {sigmaScale: number, seed?: number}} options
 * @returns {Promise<number>}
 */
export const reconstructionAtAsync = (model, digits, options) =>
  longWork(
    'reconstructionAtAsync',
    model,
    () => model.inScoredPieces(digits, MAX_BATCH, beginReconstructionAt(model, digits, options)),
    options,
  );

/**
 * The importance-weighted upper bound −L_k of −log p(x), k = samples, in nats: its mean over the held-out digits, with the
 * pixels of Model.evaluate() (Burda, Grosse & Salakhutdinov 2016). Of a vae or cvae.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{samples: number, seed?: number}} options
 */
export const importanceBound = (model, digits, options) => untilDone(beginImportanceBound(model, digits, options));

/**
 * The same in chunks. Do not train in between.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{samples: number, seed?: number}} options
 * @returns {(examples: number) => number | null}  evaluates that many more digits; null while some are left
 */
export function beginImportanceBound(model, digits, { samples, seed = 1 }) {
  model.handle.beginImportanceBound(
    digitsHandle('importanceBound', digits),
    wholeNumber('importanceBound', 'samples', samples, 1),
    wholeNumber('importanceBound', 'seed', seed),
  );
  return (examples) => model.handle.advanceImportanceBound(examples) ?? null;
}

/**
 * importanceBound() in slices; progress in images.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {LongOptions & {samples: number, seed?: number}} options
 * @returns {Promise<number>}
 */
export const importanceBoundAsync = (model, digits, options) =>
  longWork(
    'importanceBoundAsync',
    model,
    () => {
      const advance = beginImportanceBound(model, digits, options);
      // At least one image, whose samples the core decodes in chunks.
      return model.inScoredPieces(digits, Math.max(1, Math.floor(MAX_DECODE_BATCH / options.samples)), advance);
    },
    options,
  );

const GRADIENT_DRAWS = 64;

/**
 * The noise of the gradient of the encoder (vae, cvae) over draws of epsilon, for each estimator that the objective has: of its
 * length, ‖E g‖, and of its standard deviation, √E‖g − E g‖², in nats per unit of the parameters (src/eval/gradient_noise.h).
 * @param {Model} model
 * @param {GradientNoiseOptions} options
 * @returns {GradientNoise[]}
 */
export const gradientNoise = (model, options) => untilDone(beginGradientNoise(model, options));

/**
 * @typedef {import('../../build/wasm/latentpad-exact.mjs').GradientNoise} GradientNoise
 * @typedef {{pixels: Float32Array, draws?: number, seed?: number, label?: number}} GradientNoiseOptions   pixels: of one or more
 *   images, as in training; draws: 2 … 10,000, 64 unless given; label: of a cvae
 */

/**
 * The same in chunks.
 * @param {Model} model
 * @param {GradientNoiseOptions} options
 * @returns {(draws: number) => GradientNoise[] | null}  takes that many more draws; null while some are left
 */
export function beginGradientNoise(model, { pixels, draws = GRADIENT_DRAWS, seed = 1, label }) {
  model.handle.beginGradientNoise(
    model.withLabels('gradientNoise', pixels, model.shape.pixels, label),
    wholeNumber('gradientNoise', 'draws', draws, 1),
    wholeNumber('gradientNoise', 'seed', seed),
  );
  return (count) => /** @type {any} */ (model.handle.advanceGradientNoise(count)) ?? null;
}

/**
 * gradientNoise() in slices; progress in draws.
 * @param {Model} model
 * @param {LongOptions & GradientNoiseOptions} options
 * @returns {Promise<GradientNoise[]>}
 */
export const gradientNoiseAsync = (model, options) =>
  longWork('gradientNoiseAsync', model, () => gradientNoisePieces(model, options), options);

/** @param {Model} model @param {GradientNoiseOptions} options */
export function gradientNoisePieces(model, { draws = GRADIENT_DRAWS, ...options }) {
  const advance = beginGradientNoise(model, { draws, ...options });
  return inPieces(draws, 1, (_, count) => advance(count));
}

/** @template T @param {(count: number) => T | null} advance @returns {T} */
function untilDone(advance) {
  for (;;) {
    const result = advance(1000);
    if (result !== null) return result;
  }
}

/**
 * An exact sample of an FVBN or MADE that begins with the given pixels, and p(x_i = 1 | x_<i) of each. A MADE of several orderings
 * draws an ordering for it, with the pixels before x_i in that ordering; if pixels are given, it is a sample in raster order.
 * @param {Model} model
 * @param {{given?: Float32Array, seed?: number, index?: number}} [options]  given: 0 or 1 each, in raster order
 */
export function sampleGiven(model, { given = new Float32Array(0), seed = 1, index = 0 } = {}) {
  return model.handle.sampleGiven(
    floats('sampleGiven', given),
    wholeNumber('sampleGiven', 'seed', seed),
    wholeNumber('sampleGiven', 'index', index),
  );
}

/**
 * p(x_i = 1 | x_<i) of each pixel, and log p(x) exactly, of an FVBN or MADE. With several orderings the conditionals are those of
 * the raster order, and log p(x) is that of the mean over all, not their sum.
 * @param {Model} model
 * @param {{pixels: Float32Array}} options
 */
export function conditionals(model, { pixels }) {
  return model.handle.conditionals(floats('conditionals', pixels));
}

/**
 * Statistics of the codes of the held-out digits (see src/eval/latent_metrics.h).
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{seed?: number}} [options]
 * @returns {LatentMetrics}
 */
export function latentMetrics(model, digits, { seed = 1 } = {}) {
  return model.handle.latentMetrics(digitsHandle('latentMetrics', digits), wholeNumber('latentMetrics', 'seed', seed));
}

/**
 * latentMetrics() in its turn among the long work on the model. The core computes it in one piece: an abort has no effect once it
 * has begun.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {Pick<LongOptions, 'signal'> & {seed?: number}} [options]
 * @returns {Promise<LatentMetrics>}
 */
export const latentMetricsAsync = (model, digits, options = {}) =>
  longWork('latentMetricsAsync', model, () => () => latentMetrics(model, digits, options), options);

/**
 * Smoothness of decoded images on straight lines between codes of held-out digits (see src/eval/sample_quality.h): 1 if
 * they change evenly, 10 if only one of the ten steps changes them. For a model with an unconditional code.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{seed?: number}} [options]  of the choice of pairs
 */
export function unevenness(model, digits, { seed = 1 } = {}) {
  return model.handle.unevenness(digitsHandle('unevenness', digits), wholeNumber('unevenness', 'seed', seed));
}

/**
 * The quality of the model's samples, measured by a classifier and by the nearest training digit.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {{classifier: import('./engine.js').Bytes, count?: number, seed?: number}} options
 * @returns {SampleQuality}
 */
export function sampleQuality(model, digits, { classifier, count = 200, seed = 1 }) {
  const classifierBytes = bytes('sampleQuality', classifier);
  return model.handle.sampleQuality(
    digitsHandle('sampleQuality', digits),
    classifierBytes,
    wholeNumber('sampleQuality', 'count', count, 1),
    wholeNumber('sampleQuality', 'seed', seed),
  );
}

/**
 * sampleQuality() in its turn among the long work on the model. The core computes it in one piece: an abort has no effect once it
 * has begun.
 * @param {Model} model
 * @param {ImageSet} digits
 * @param {Pick<LongOptions, 'signal'> & {classifier: import('./engine.js').Bytes, count?: number, seed?: number}} options
 * @returns {Promise<SampleQuality>}
 */
export const sampleQualityAsync = (model, digits, options) =>
  longWork('sampleQualityAsync', model, () => () => sampleQuality(model, digits, options), options);
