/**
 * The chart of ELBO ≤ log p(x): one bar from 0 to the ELBO, and below it its end magnified, because the gap between
 * the two is small beside their values. Positions in percent of the width; higher values are further right.
 * @typedef {object} LikelihoodBars
 * @property {{zero: number, reconstruction: number, elbo: number}} whole   the reconstruction error reaches from zero to its
 *   place, the KL from there to the ELBO
 * @property {[number, number]} window                                      the part of it that is magnified
 * @property {{elbo: number, logLikelihood: number, errorLow: number, errorHigh: number}} near   log p(x) with its standard error
 * @property {{at: number, value: number}[]} ticks                          of the magnified part
 */
import { ticks } from '../../core/scatter/ticks.js';

/** Margins of the magnified part on either side of the gap, as multiples of it: room for the names in them, of which the right one is longer. */
const BEFORE = 1.4,
  AFTER = 1.9;
/** Minimum gap in nats: with a gap near 0 the chart would show only noise. */
const MIN_GAP = 1;

/**
 * @param {{kl: number, elbo: number, logLikelihood: number, logLikelihoodError: number}} likelihood
 * @returns {LikelihoodBars | null}  null if a number is not finite
 */
export function likelihoodBars({ kl, elbo, logLikelihood, logLikelihoodError }) {
  if (![kl, elbo, logLikelihood, logLikelihoodError].every(Number.isFinite)) return null;
  const ofReconstruction = elbo + kl;
  // A density may exceed 1, and its logarithm 0.
  const whole = scale(-roundUp(-Math.min(0, elbo, ofReconstruction)), roundUp(Math.max(0, elbo, ofReconstruction)));
  // Both are estimates: the bound may exceed log p(x) by chance.
  const low = Math.min(elbo, logLikelihood),
    high = Math.max(elbo, logLikelihood);
  const unit = Math.max(MIN_GAP, high - low, 2 * logLikelihoodError);
  const left = low - BEFORE * unit,
    right = high + AFTER * unit;
  const near = scale(left, right);
  return {
    whole: { zero: whole(0), reconstruction: whole(ofReconstruction), elbo: whole(elbo) },
    window: [whole(left), whole(right)],
    near: {
      elbo: near(elbo),
      logLikelihood: near(logLikelihood),
      errorLow: near(logLikelihood - logLikelihoodError),
      errorHigh: near(logLikelihood + logLikelihoodError),
    },
    ticks: ticks(left, right, 5).map((value) => ({ at: near(value), value })),
  };
}

/** @param {number} left @param {number} right @returns {(value: number) => number} */
const scale = (left, right) => (value) => (100 * (value - left)) / (right - left || 1);

/** The next of 1, 2 and 5 times a power of ten, so that the axis seldom changes while one draws. @param {number} value */
function roundUp(value) {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((factor) => factor * power >= value) ?? 10);
}
