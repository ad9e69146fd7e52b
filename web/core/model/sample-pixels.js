import { uniformFrom } from './gaussian.js';

/**
 * A sample x ~ p(x | z) of a Bernoulli likelihood: each pixel is 1 with its probability, else 0.
 * @param {Float32Array} probabilities  of ink, in [0, 1]
 * @param {number} seed                 uint32; the same seed and probabilities give the same pixels
 * @returns {Float32Array}
 */
export function samplePixels(probabilities, seed) {
  const random = uniformFrom(seed);
  return probabilities.map((probability) => (random() < probability ? 1 : 0));
}
