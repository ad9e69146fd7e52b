/**
 * Uniform numbers in [0, 1) that follow from a seed: a Weyl sequence through a 32-bit mixer (Steele, Lea & Flood,
 * "Fast splittable pseudorandom number generators", 2014), the same in every browser.
 * @param {number} seed  uint32
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * Standard normal numbers by Box and Muller's transform.
 * @param {number} count
 * @param {() => number} [random]  uniform in [0, 1)
 * @returns {Float32Array}
 */
export function standardNormal(count, random = Math.random) {
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
 * z = μ + s·σ·ε, with s = 1 (Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4).
 * @param {Float32Array} mu
 * @param {Float32Array} logVar
 * @param {Float32Array} epsilon
 * @param {number} [sigmaScale]  s; 0 leaves the mean, more than 1 goes beyond what the encoder believes
 * @returns {Float32Array}
 */
export function reparameterize(mu, logVar, epsilon, sigmaScale = 1) {
  const sigma = sigmaOf(logVar);
  return mu.map((value, i) => value + sigmaScale * sigma[i] * epsilon[i]);
}
