/** A dimension of the code is active if the variance of mu over the images exceeds this (Burda et al. 2016, section 5.2). */
const ACTIVE_VARIANCE = 0.01;

/**
 * The axes on which a trained model is first shown: `axes`, or the two dimensions along which mu varies most, the lower one
 * first, if one of `axes` is inactive. `axes` too if fewer than two dimensions are active.
 * @param {{mu: Float32Array, latentDim: number}} codes   latentDim values for each image
 * @param {[number, number]} axes
 * @returns {[number, number]}
 */
export function activeAxes({ mu, latentDim }, axes) {
  if (latentDim <= 2) return axes;
  const variances = variancesOf(mu, latentDim);
  if (axes.every((d) => variances[d] > ACTIVE_VARIANCE)) return axes;
  const [first, second] = [...variances.keys()].sort((a, b) => variances[b] - variances[a]);
  return variances[second] > ACTIVE_VARIANCE ? [Math.min(first, second), Math.max(first, second)] : axes;
}

/** Of each dimension over the images. @param {Float32Array} mu @param {number} latentDim */
function variancesOf(mu, latentDim) {
  const count = mu.length / latentDim;
  return Float64Array.from({ length: latentDim }, (_, d) => {
    let mean = 0,
      squares = 0;
    for (let n = 0; n < count; n++) {
      const change = mu[n * latentDim + d] - mean;
      mean += change / (n + 1);
      squares += change * (mu[n * latentDim + d] - mean);
    }
    return squares / count;
  });
}
