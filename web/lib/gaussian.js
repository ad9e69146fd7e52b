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
 * z = μ + σ·ε (Kingma and Welling, "Auto-encoding variational Bayes", 2014, section 2.4).
 * @param {Float32Array} mu
 * @param {Float32Array} logVar
 * @param {Float32Array} epsilon
 * @returns {Float32Array}
 */
export function reparameterize(mu, logVar, epsilon) {
  const sigma = sigmaOf(logVar);
  return mu.map((value, i) => value + sigma[i] * epsilon[i]);
}
