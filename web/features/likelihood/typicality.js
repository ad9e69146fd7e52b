/**
 * How usual a digit is under a model: its loss among those of the held-out digits.
 */

/**
 * −log p(x | z) of binary pixels.
 * @param {ArrayLike<number>} pixels         thresholded at 0.5 here
 * @param {ArrayLike<number>} probabilities  of ink
 * @returns {number}  nats
 */
export function bernoulliLoss(pixels, probabilities) {
  let loss = 0;
  for (let i = 0; i < pixels.length; i++) {
    const chance = pixels[i] >= 0.5 ? probabilities[i] : 1 - probabilities[i];
    // A probability is a float: one that is rounded to 0 must not make the loss infinite.
    loss -= Math.log(Math.max(chance, 1e-7));
  }
  return loss;
}

/**
 * KL(N(μ, σ²) ‖ N(0, I)); 0 for a code that is a point.
 * @param {ArrayLike<number>} mu
 * @param {ArrayLike<number>} logVar
 */
export function klToPrior(mu, logVar) {
  let kl = 0;
  for (let i = 0; i < logVar.length; i++) kl += 0.5 * (mu[i] ** 2 + Math.exp(logVar[i]) - 1 - logVar[i]);
  return kl;
}

/**
 * @param {ArrayLike<number>} losses  of the held-out digits
 * @param {number} own
 * @returns {number}  the percentage of them that are less usual: whose loss is larger. Equal ones count half
 */
export function percentWithLargerLoss(losses, own) {
  let count = 0;
  for (let i = 0; i < losses.length; i++) count += losses[i] > own ? 1 : losses[i] === own ? 0.5 : 0;
  return (100 * count) / losses.length;
}
