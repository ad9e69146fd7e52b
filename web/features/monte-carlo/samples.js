import { logDensityOf, logPriorOverPosterior, sampleMixture } from '../../core/model/diagonal-mixture.js';
import { reparameterize, standardNormal } from '../../core/model/gaussian.js';

/**
 * Samples of z in pairs, one from the prior and one from q(z | x), determined by the random numbers however many are taken at once.
 * @param {import('../../core/model/diagonal-mixture.js').Mixture} prior
 * @param {{mu: Float32Array, logVar: Float32Array}} code  q(z | x)
 * @param {number} count   of each
 * @param {() => number} random
 * @returns {{z: Float32Array, logRatios: Float64Array}}  z: those from the prior, then those from q(z | x); logRatios:
 *   log p(z) − log of the density that z was sampled from, in the same order
 */
export function samplePairs(prior, { mu, logVar }, count, random) {
  const size = mu.length,
    logPrior = logDensityOf(prior),
    z = new Float32Array(2 * count * size),
    logRatios = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    z.set(sampleMixture(prior, 1, random), i * size);
    const epsilon = standardNormal(size, random),
      sample = reparameterize(mu, logVar, epsilon);
    z.set(sample, (count + i) * size);
    logRatios[count + i] = logPriorOverPosterior(logPrior, sample, logVar, epsilon);
  }
  return { z, logRatios };
}
