/**
 * What can be measured of a model besides its training. A model that does not have what is asked for throws an Error
 * that says which models have it.
 */
import { bytes, floats, wholeNumber } from './expect.js';

/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./digit-set.js').DigitSet} DigitSet */
/**
 * In nats. elbo ≤ logLikelihood; the gap between them estimates KL(q(z|x) ‖ p(z|x)).
 * @typedef {{reconstruction: number, kl: number, elbo: number, elboError: number, logLikelihood: number,
 *   logLikelihoodError: number, gap: number, gapError: number, samples: number,
 *   code: import('./messages.js').Code}} DigitLikelihood  code: q(z|x), whose KL it is
 */
/**
 * A metric that cannot be computed is null; the error under its name in `why` says why.
 * @typedef {{centredness: number | null, spread: number | null, momentMatchedKl: number | null, mmd: number | null,
 *   knnAccuracy: number | null, silhouette: number | null, why: Record<string, import('./engine-error.js').SerializedError>}}
 * LatentMetrics
 */
/**
 * @typedef {{samples: number, classifierConfidence: number, labelEntropy: number, labelHistogram: number[],
 *   nearestDistance: number}} SampleQuality
 */

/**
 * Bound and likelihood of one image of a VAE, from importance samples.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, samples?: number, seed?: number}} options  pixels 0 or 1; the label is
 *   for a cvae, whose bound is of log p(x | y)
 * @returns {DigitLikelihood}
 */
export function digitLikelihood(model, { pixels, label, samples = 500, seed = 1 }) {
  const image = model.withLabels('digitLikelihood', pixels, model.shape.pixels, label);
  const likelihood = JSON.parse(model.handle.digitLikelihood(image, wholeNumber('digitLikelihood', 'samples', samples, 1), wholeNumber('digitLikelihood', 'seed', seed)));
  // In one request with the rest: between two, training may move the weights.
  return { ...likelihood, code: model.encode(pixels, label) };
}

/**
 * The true posterior p(z | x) of a VAE of two dimensions, on side² points around its mass: density row by row from the
 * bottom, its integral 1.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, side?: number}} options
 */
export function posteriorGrid(model, options) {
  const advance = beginPosteriorGrid(model, options);
  for (;;) {
    const grid = advance(1000);
    if (grid) return grid;
  }
}

/**
 * The same in pieces. Do not train in between.
 * @param {Model} model
 * @param {{pixels: Float32Array, label?: number, side?: number}} options
 * @returns {(points: number) => import('../../build/wasm/latentpad-exact.mjs').PosteriorGrid | null}  goes on by so many
 *   points; null while some are left
 */
export function beginPosteriorGrid(model, { pixels, label, side = 64 }) {
  model.handle.beginPosteriorGrid(model.withLabels('posteriorGrid', pixels, model.shape.pixels, label), wholeNumber('posteriorGrid', 'side', side, 2, 512));
  return (points) => model.handle.advancePosteriorGrid(points);
}

/**
 * An exact sample of an FVBN or MADE that begins with the given pixels, and p(x_i = 1 | x_<i) as it was for each.
 * @param {Model} model
 * @param {{given?: Float32Array, seed?: number, index?: number}} [options]  given: 0 or 1 each, in raster order
 */
export function paint(model, { given = new Float32Array(0), seed = 1, index = 0 } = {}) {
  return model.handle.paint(floats('paint', given), wholeNumber('paint', 'seed', seed), wholeNumber('paint', 'index', index));
}

/**
 * p(x_i = 1 | x_<i) of each pixel, and log p(x) exactly, of an FVBN or MADE.
 * @param {Model} model
 * @param {{pixels: Float32Array}} options
 */
export function conditionals(model, { pixels }) {
  return model.handle.conditionals(floats('conditionals', pixels));
}

/**
 * How the codes of the held-out digits lie (see src/eval/latent_metrics.h).
 * @param {Model} model
 * @param {DigitSet} digits
 * @param {{seed?: number}} [options]
 * @returns {LatentMetrics}
 */
export function latentMetrics(model, digits, { seed = 1 } = {}) {
  const { values, why } = JSON.parse(model.handle.latentMetrics(digits.handle, wholeNumber('latentMetrics', 'seed', seed)));
  const names = {
    centredness: 'centredness', spread: 'spread', moment_matched_kl: 'momentMatchedKl', mmd: 'mmd',
    knn_accuracy: 'knnAccuracy', silhouette: 'silhouette',
  };
  const metrics = Object.fromEntries(Object.entries(names).map(([core, name]) => [name, values?.[core] ?? null]));
  const reasons = Object.fromEntries(
    Object.entries(names).filter(([core]) => why?.[core]).map(([core, name]) => [name, why[core]]),
  );
  return /** @type {LatentMetrics} */ ({ ...metrics, why: reasons });
}

/**
 * How good the model's own images are, judged by a classifier and by the nearest training digit.
 * @param {Model} model
 * @param {DigitSet} digits
 * @param {{classifier: import('./engine.js').Bytes, count?: number, seed?: number}} options
 * @returns {SampleQuality}
 */
export function sampleQuality(model, digits, { classifier, count = 200, seed = 1 }) {
  const judge = bytes('sampleQuality', classifier);
  return JSON.parse(model.handle.sampleQuality(digits.handle, judge, wholeNumber('sampleQuality', 'count', count, 1), wholeNumber('sampleQuality', 'seed', seed)));
}
