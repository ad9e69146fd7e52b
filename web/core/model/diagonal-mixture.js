import { logSumExp, sigmaOf, standardNormal } from './gaussian.js';

/**
 * A mixture of Gaussians with diagonal covariances, as the engine's prior(): p(z) = Σ_k w_k N(z; m_k, diag s_k²).
 * @typedef {object} Mixture
 * @property {ArrayLike<number>} weights   w, which sum to 1
 * @property {Float32Array} means          m, [component][dimension]
 * @property {Float32Array} sigmas         s, the same
 */

const LOG_2_PI = Math.log(2 * Math.PI);

/** N(0, I). @param {number} latentDim @returns {Mixture} */
export const standardGaussian = (latentDim) => ({
  weights: [1],
  means: new Float32Array(latentDim),
  sigmas: new Float32Array(latentDim).fill(1),
});

/** One Gaussian. @param {{mu: Float32Array, logVar: ArrayLike<number>}} code @returns {Mixture} */
export const gaussianOf = ({ mu, logVar }) => ({ weights: [1], means: mu, sigmas: sigmaOf(logVar) });

/** The number of dimensions. @param {Mixture} mixture */
export const dimOf = ({ weights, means }) => means.length / weights.length;

/**
 * log p(z) in nats, by log-sum-exp.
 * @param {Mixture} mixture
 * @returns {(codes: ArrayLike<number>, at?: number) => number}   at: the index of the first number of z
 */
export function logDensityOf(mixture) {
  const { weights, means, sigmas } = mixture,
    dim = dimOf(mixture),
    joint = new Float64Array(weights.length),
    constants = Float64Array.from(weights, (weight, k) => {
      let sum = Math.log(weight) - (dim / 2) * LOG_2_PI;
      for (let d = 0; d < dim; d++) sum -= Math.log(sigmas[k * dim + d]);
      return sum;
    });
  return (codes, at = 0) => {
    for (let k = 0, i = 0; k < joint.length; k++) {
      let squares = 0;
      for (let d = 0; d < dim; d++, i++) squares += ((codes[at + d] - means[i]) / sigmas[i]) ** 2;
      joint[k] = constants[k] - squares / 2;
    }
    return logSumExp(joint);
  };
}

/**
 * Samples. With the same random numbers, fewer samples are the first of more.
 * @param {Mixture} mixture
 * @param {number} count
 * @param {() => number} random   uniform in [0, 1)
 * @returns {Float32Array}        [sample][dimension]
 */
export function sampleMixture(mixture, count, random) {
  const { weights, means, sigmas } = mixture,
    dim = dimOf(mixture),
    z = new Float32Array(count * dim);
  for (let n = 0; n < count; n++) {
    const first = dim * (weights.length > 1 ? indexAt(weights, random()) : 0),
      epsilon = standardNormal(dim, random);
    for (let d = 0; d < dim; d++) z[n * dim + d] = means[first + d] + sigmas[first + d] * epsilon[d];
  }
  return z;
}

/** The component at this share of the cumulative weights. @param {ArrayLike<number>} weights @param {number} share */
function indexAt(weights, share) {
  let index = 0,
    left = share - weights[0];
  // Rounding can leave the sum of the weights below a number that is almost 1.
  while (left >= 0 && index < weights.length - 1) left -= weights[++index];
  return index;
}

/**
 * log p(z) − log q(z | x) of z = μ + σε, in nats.
 * @param {(z: ArrayLike<number>) => number} logPrior   as of logDensityOf()
 * @param {ArrayLike<number>} z
 * @param {ArrayLike<number>} logVar
 * @param {ArrayLike<number>} epsilon
 */
export function logPriorOverPosterior(logPrior, z, logVar, epsilon) {
  let sum = logPrior(z);
  for (let i = 0; i < z.length; i++) sum += (LOG_2_PI + logVar[i] + epsilon[i] ** 2) / 2;
  return sum;
}

/**
 * The density of one dimension, the others integrated out.
 * @param {Mixture} mixture
 * @param {number} dimension
 * @returns {(value: number) => number}
 */
export function marginalOf(mixture, dimension) {
  const { weights, means, sigmas } = mixture,
    dim = dimOf(mixture);
  return (value) => {
    let density = 0;
    for (let k = 0, i = dimension; k < weights.length; k++, i += dim)
      density += (weights[k] / sigmas[i]) * Math.exp(-(((value - means[i]) / sigmas[i]) ** 2) / 2);
    return density / Math.sqrt(2 * Math.PI);
  };
}
