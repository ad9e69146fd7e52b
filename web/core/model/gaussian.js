/** Increment of the Weyl sequence: 2^32 over the golden ratio, made odd. */
const WEYL = 0x9e3779b9;

/**
 * Uniform pseudorandom numbers, determined by the seed and equal in every browser: a Weyl sequence whose terms are mixed by the
 * 32-bit finalizer of MurmurHash3 (Appleby), in which each input bit changes each output bit with a probability of about ½.
 * @param {number} seed  uint32
 * @returns {() => number}  in [0, 1), multiples of 2^-32
 */
export function uniformFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + WEYL) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/**
 * Standard normal samples by the Box–Muller transform.
 * @param {number} count
 * @param {number | (() => number)} random  a seed, or uniform numbers in [0, 1)
 * @returns {Float32Array}
 */
export function standardNormal(count, random) {
  if (typeof random === 'number') return standardNormal(count, uniformFrom(random));
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}

/**
 * @param {ArrayLike<number>} logVar
 * @returns {Float32Array}  σ = exp(½ log σ²)
 */
export function sigmaOf(logVar) {
  return Float32Array.from(logVar, (value) => Math.exp(value / 2));
}

/**
 * z = μ + s·σ·ε, with s = 1 as in training (Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4).
 * @param {Float32Array} mu
 * @param {Float32Array} logVar
 * @param {Float32Array} epsilon
 * @param {number} [scale]   s
 * @returns {Float32Array}
 */
export function reparameterize(mu, logVar, epsilon, scale = 1) {
  const sigma = sigmaOf(logVar);
  return mu.map((value, i) => value + scale * sigma[i] * epsilon[i]);
}

/**
 * @param {ArrayLike<number>} values
 * @returns {number}  log Σ exp(value), without overflow; −∞ for none
 */
export function logSumExp(values) {
  let largest = -Infinity,
    sum = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  if (largest === -Infinity) return -Infinity;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
}
