/**
 * Completing a picture with a latent model of which the first pixels are given: self-normalised importance resampling (D. B. Rubin,
 * "The calculation of posterior distributions by data augmentation: comment", 1987) of codes z, with a defensive mixture of the
 * prior and an approximate posterior as the proposal (T. Hesterberg, "Weighted average importance sampling and defensive mixture
 * distributions", 1995). Logarithms and log-likelihoods are in nats. Pure: encoder and decoder are arguments.
 */
import { dimOf, gaussianOf, logDensityOf, sampleMixture } from '../../core/model/diagonal-mixture.js';
import { logSumExp, uniformFrom } from '../../core/model/gaussian.js';

/** Limits rounded probabilities: log of exactly 0 would make a sum infinite. */
const LEAST = 1e-7;

/** Codes from the prior for the first guess, and from q for each of its refinements. */
const GUESSES = 200;
const REFINEMENTS = 2;
const GUESSES_OF_Q = 50;

/** @typedef {import('../../core/model/diagonal-mixture.js').Mixture} Mixture */
/** @typedef {{mu: Float32Array, logVar: Float32Array}} Gaussian   diagonal; logVar: log σ² */

/**
 * @typedef {object} Completion
 * @property {Float32Array[]} pictures   the given pixels, and the decoder's means of the missing ones
 * @property {number} samples
 * @property {number} effectiveSize      (Σ w)² / Σ w², from 1 to samples
 * @property {number} logLikelihood      log of the mean weight: an estimate of log p(given pixels), in nats
 */

/**
 * log p(x_v | z) = Σ x_i log p_i + (1 − x_i) log(1 − p_i) over the first pixels only, in nats: the others are summed out.
 * @param {ArrayLike<number>} pixels          0 or 1
 * @param {number} visible                    number of given pixels
 * @param {ArrayLike<number>} probabilities   decoded: one picture after another, of pixels.length each
 * @returns {Float64Array}                    one for each picture
 */
export function visibleLogLikelihood(pixels, visible, probabilities) {
  const size = pixels.length;
  return Float64Array.from({ length: probabilities.length / size }, (_, picture) => {
    let sum = 0;
    for (let i = 0, at = picture * size; i < visible; i++, at++) {
      const chance = pixels[i] > 0.5 ? probabilities[at] : 1 - probabilities[at];
      sum += Math.log(Math.max(LEAST, chance));
    }
    return sum;
  });
}

/**
 * log p(z) − log r(z) with r(z) = ½ p(z) + ½ q(z). At most log 2: no weight can be far above its likelihood.
 * @param {ArrayLike<number>} z   codes one after another
 * @param {Mixture} prior         p
 * @param {Mixture} q
 * @returns {Float64Array}        one for each code
 */
export function logPriorOverMixture(z, prior, q) {
  const size = dimOf(prior),
    [logPrior, logPosterior] = [prior, q].map(logDensityOf);
  return Float64Array.from({ length: z.length / size }, (_, i) => {
    const logP = logPrior(z, i * size);
    return logP + Math.LN2 - logSumExp([logP, logPosterior(z, i * size)]);
  });
}

/**
 * @param {ArrayLike<number>} logWeights   log w
 * @returns {{weights: Float64Array, effectiveSize: number, logMean: number}}  weights: w / Σ w; effectiveSize: (Σ w)² / Σ w²;
 *   logMean: log of the mean w
 */
export function summarize(logWeights) {
  const logSum = logSumExp(logWeights),
    weights = Float64Array.from(logWeights, (value) => Math.exp(value - logSum));
  return {
    weights,
    effectiveSize: 1 / weights.reduce((sum, weight) => sum + weight ** 2, 0),
    logMean: logSum - Math.log(logWeights.length),
  };
}

/**
 * Systematic resampling: indices at `count` even distances of the cumulative weights, from a random start. Index i occurs
 * ⌊count · w_i⌋ or ⌈count · w_i⌉ times, count · w_i on average.
 * @param {ArrayLike<number>} weights   with the sum 1
 * @param {number} count
 * @param {() => number} random         uniform in [0, 1)
 * @returns {number[]}                  ascending
 */
export function resample(weights, count, random) {
  const start = random(),
    chosen = [];
  let index = 0,
    upTo = weights[0];
  for (let i = 0; i < count; i++) {
    // Rounding may leave the sum below 1.
    while (upTo <= (start + i) / count && index < weights.length - 1) upTo += weights[++index];
    chosen.push(index);
  }
  return chosen;
}

/** @param {ArrayLike<number>} values */
function indexOfLargest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/**
 * Completes a picture of which the first pixels are given.
 *
 * 1. A guess: of codes from the prior, the one with the greatest p(x_v | z). Its decoded means fill the missing pixels, and the
 *    encoder gives q for the filled picture; codes from q improve the guess twice.
 * 2. New codes, half from the prior and half from that q, with weights w = p(x_v | z) p(z) / r(z), r = ½ p + ½ q. As the guess
 *    used other codes, r is fixed before, and the mean weight is an unbiased estimate of p(x_v).
 * 3. Codes resampled with probability proportional to w are approximate samples of p(z | x_v); they are decoded.
 *
 * With no pixel given q is the prior and all weights are 1; with all given it is q(z | x).
 * @param {object} question
 * @param {Float32Array} question.pixels    0 or 1
 * @param {number} question.visible         number of given pixels, the first ones
 * @param {Mixture} question.prior          p(z)
 * @param {number} question.samples         S, even
 * @param {number} question.count           of pictures
 * @param {number} question.seed
 * @param {number} question.atOnce          most codes per request to the decoder
 * @param {(pixels: Float32Array) => Promise<Gaussian>} question.encode
 * @param {(z: Float32Array) => Promise<Float32Array>} question.decode   probabilities of ink, one picture after another
 * @param {() => boolean} [question.isOutdated]   whether the answer is no longer wanted; asked after each request
 * @returns {Promise<Completion | null>}    null if outdated
 */
export async function completeByResampling(question) {
  const { pixels, visible, prior, samples, count, seed, atOnce, encode, decode } = question;
  const { isOutdated = () => false } = question;
  const random = uniformFrom(seed),
    latentDim = dimOf(prior),
    logPrior = logDensityOf(prior);

  /** log p(x_v | z) of codes; null if outdated. @param {Float32Array} z */
  async function score(z) {
    const scores = new Float64Array(z.length / latentDim);
    for (let at = 0; at < scores.length && visible > 0; at += atOnce) {
      const decoded = await decode(z.slice(at * latentDim, (at + atOnce) * latentDim));
      if (isOutdated()) return null;
      scores.set(visibleLogLikelihood(pixels, visible, decoded), at);
    }
    return scores;
  }

  /** @param {Float32Array} means */
  function fill(means) {
    const filled = means.slice();
    filled.set(pixels.subarray(0, visible));
    return filled;
  }

  /** q(z | x with the missing pixels guessed); null if outdated. */
  async function propose() {
    if (visible === 0) return prior;
    if (visible === pixels.length) return gaussianOf(await encode(pixels));
    let q = prior,
      best = new Float32Array(latentDim),
      bestScore = -Infinity;
    for (let round = 0; round <= REFINEMENTS; round++) {
      const z = sampleMixture(q, round === 0 ? GUESSES : GUESSES_OF_Q, random),
        scores = await score(z);
      if (!scores) return null;
      // By p(x_v, z): far from the prior's mass a decoder may fit the given pixels, but there are hardly any codes.
      const joint = scores.map((value, i) => value + logPrior(z, i * latentDim)),
        index = indexOfLargest(joint);
      if (joint[index] > bestScore) {
        bestScore = joint[index];
        best = z.slice(index * latentDim, (index + 1) * latentDim);
      }
      const means = await decode(best);
      if (isOutdated()) return null;
      q = gaussianOf(await encode(fill(means)));
      if (isOutdated()) return null;
    }
    return q;
  }

  const q = await propose();
  if (!q || isOutdated()) return null;
  const z = new Float32Array(samples * latentDim);
  z.set(sampleMixture(prior, samples / 2, random));
  z.set(sampleMixture(q, samples / 2, random), (samples / 2) * latentDim);
  const likelihoods = await score(z);
  if (!likelihoods) return null;
  const ratios = logPriorOverMixture(z, prior, q),
    { weights, effectiveSize, logMean } = summarize(likelihoods.map((value, i) => value + ratios[i])),
    chosen = new Float32Array(count * latentDim);
  resample(weights, count, random).forEach((index, i) =>
    chosen.set(z.subarray(index * latentDim, (index + 1) * latentDim), i * latentDim),
  );
  const means = await decode(chosen);
  if (isOutdated()) return null;
  return {
    pictures: Array.from({ length: count }, (_, i) => fill(means.subarray(i * pixels.length, (i + 1) * pixels.length))),
    samples,
    effectiveSize,
    logLikelihood: logMean,
  };
}
