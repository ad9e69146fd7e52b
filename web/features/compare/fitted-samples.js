/**
 * Samples whose codes are drawn from a density fitted to a trained model's codes (Ghosh and others, "From variational to
 * deterministic autoencoders", 2020, section 4), and their quality.
 */
import { fitting } from '../../core/model/gaussian-mixture.js';

// For those who load this module only when it is needed.
export { sampleMixture } from '../../core/model/gaussian-mixture.js';

/** @typedef {import('../../core/model/gaussian-mixture.js').Mixture} Mixture */

/** Number of Gaussians of each density. */
export const COMPONENTS = Object.freeze({ gaussian: 1, mixture: 10 });
/** Number of training digits to whose codes a density is fitted, at most: more change it little and take longer. */
export const FITTED_DIGITS = 5000;
/** Of the start of EM. */
const FIT_SEED = 1;
/** Maximum time without a pause, in which the page can respond. */
const SLICE_MS = 12;

/**
 * Fits a density to codes, in slices.
 * @param {{mu: Float32Array, latentDim: number}} codes
 * @param {keyof typeof COMPONENTS} density
 * @returns {Promise<Mixture>}
 */
export async function fitDensity({ mu, latentDim }, density) {
  const run = fitting(mu, { dim: latentDim, components: COMPONENTS[density], seed: FIT_SEED });
  let began = performance.now();
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
    if (performance.now() - began < SLICE_MS) continue;
    await new Promise((resume) => setTimeout(resume));
    began = performance.now();
  }
}

/** As the engine does before it classifies its samples. @param {Float32Array} images */
export const thresholded = (images) => images.map((ink) => (ink > 0.5 ? 1 : 0));

/**
 * The labels of images, as the engine's sampleQuality().
 * @param {Float32Array} probabilities   of the labels 0 to 9, for each image
 * @returns {{samples: number, labelHistogram: number[], labelEntropy: number, classifierConfidence: number}}
 *   labelHistogram: shares; labelEntropy: −Σ p ln p, in nats; classifierConfidence: mean of the highest probability
 */
export function labelQuality(probabilities) {
  const samples = probabilities.length / 10,
    counts = Array(10).fill(0);
  let confidence = 0;
  for (let n = 0; n < samples; n++) {
    const of = probabilities.subarray(10 * n, 10 * (n + 1)),
      highest = Math.max(...of);
    counts[of.indexOf(highest)] += 1;
    confidence += highest;
  }
  const labelHistogram = counts.map((count) => count / samples);
  return {
    samples,
    labelHistogram,
    labelEntropy: labelHistogram.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0),
    classifierConfidence: confidence / samples,
  };
}
