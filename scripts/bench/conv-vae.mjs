// The training step of a convolutional VAE beside the peak of the arithmetic.
import { stepMultiplyAdds } from './net-layers.mjs';
import { kConvNet, kSetup } from './setups.mjs';
import { bestOf } from './stats.mjs';

export const kConvVae = 'conv vae';
/** The row that is measured in the same turns. */
export const kPeakWithConvVae = 'madd peak, with the conv vae';

/** A multiply-add as two, of one image. */
const kOperations = (2 * stepMultiplyAdds(kConvNet, kSetup.batchSize)) / kSetup.batchSize;

/**
 * @typedef {object} Share
 * @property {import('./measuring.mjs').Result} row
 * @property {number} rate         GFLOP/s, of the best turn
 * @property {number} share        of the best peak of as many threads, where the row was measured
 * @property {number} medianShare  of the medians
 */

/**
 * The multiply-adds of each row's steps as a share of what latentpad's kernels reach there in registers, times the threads.
 * @param {import('./measuring.mjs').Result[]} results
 * @returns {Share[]}  without the rows of places whose peak was not measured
 */
export function sharesOfPeak(results) {
  return results
    .filter(({ work }) => work === kConvVae)
    .flatMap((row) => {
      const peak = results.find(({ work, where }) => work === kPeakWithConvVae && where === row.where);
      if (!peak) return [];
      const rateOf = (/** @type {number} */ images) => images * kOperations * 1e-9;
      const rate = rateOf(bestOf(row));
      return [
        {
          row,
          rate,
          share: rate / (row.threads * bestOf(peak)),
          medianShare: rateOf(row.value) / (row.threads * peak.value),
        },
      ];
    });
}
