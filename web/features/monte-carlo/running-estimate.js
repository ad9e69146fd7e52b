/** Ratio of the numbers of samples between two recorded points of the curve. */
const STEP = 1.02;

/**
 * log p(x) from the weights of the samples so far.
 * @typedef {object} Estimate
 * @property {number} samples
 * @property {number} value           log of the mean weight: an estimate of log p(x), in nats
 * @property {number} effectiveSize   (Σ w)² / Σ w², from 1 (one weight is all of the sum) to samples (equal weights)
 * @property {number} largestShare    the largest weight's share of the sum
 * @property {{samples: number, value: number}[]} curve   earlier values, at even distances on a logarithmic axis
 */

/** The mean of weights given by their logarithms, which as numbers would be 0: log p(x | z) is about −100 to −1000. */
export function createRunningEstimate() {
  let samples = 0,
    largest = -Infinity,
    /** Σ w and Σ w², as multiples of the largest w and its square. */
    sum = 0,
    sumOfSquares = 0,
    next = 1;
  /** @type {Estimate['curve']} */
  const curve = [];
  const value = () => largest + Math.log(sum / samples);

  return {
    /** @param {number} logWeight */
    add(logWeight) {
      samples += 1;
      if (logWeight > largest) {
        const factor = Math.exp(largest - logWeight);
        sum *= factor;
        sumOfSquares *= factor ** 2;
        largest = logWeight;
      }
      const weight = Math.exp(logWeight - largest);
      sum += weight;
      sumOfSquares += weight ** 2;
      if (samples < next) return;
      curve.push({ samples, value: value() });
      next = Math.max(samples + 1, samples * STEP);
    },
    /** @returns {Estimate}  the curve ends at the last sample */
    read: () => ({
      samples,
      value: value(),
      effectiveSize: sum ** 2 / sumOfSquares,
      largestShare: 1 / sum,
      curve: samples > 0 && curve.at(-1)?.samples !== samples ? [...curve, { samples, value: value() }] : [...curve],
    }),
  };
}
