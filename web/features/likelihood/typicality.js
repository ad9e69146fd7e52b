/**
 * The percentile of a digit under a model: compares its loss with those of the held-out digits.
 * @param {ArrayLike<number>} losses  of the held-out digits
 * @param {number} own
 * @returns {number}  the percentage of them whose loss is larger. Equal ones count half
 */
export function percentWithLargerLoss(losses, own) {
  let count = 0;
  for (let i = 0; i < losses.length; i++) count += losses[i] > own ? 1 : losses[i] === own ? 0.5 : 0;
  return (100 * count) / losses.length;
}
