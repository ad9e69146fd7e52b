/**
 * The chart of ELBO ≤ log p(x): both bars on one axis that shows only their ends, because the values are large and
 * the gap between them is small.
 * @typedef {object} LikelihoodBars  positions in percent of the width
 * @property {number} elbo
 * @property {number} logLikelihood
 * @property {number} errorLow           log p(x) minus, and plus, its standard error
 * @property {number} errorHigh
 * @property {{at: number, value: number}[]} ticks
 */
import { ticks } from '../../core/scatter/ticks.js';

/** Margins of the axis on either side of the gap, as multiples of it. */
const BEFORE = 1.4,
  AFTER = 0.7;
/** Minimum gap in nats: with a gap near 0 the chart would show only noise. */
const MIN_GAP = 1;

/**
 * @param {{elbo: number, logLikelihood: number, logLikelihoodError: number}} likelihood
 * @returns {LikelihoodBars | null}  null if a number is not finite
 */
export function likelihoodBars({ elbo, logLikelihood, logLikelihoodError }) {
  if (![elbo, logLikelihood, logLikelihoodError].every(Number.isFinite)) return null;
  // Both are estimates: the bound may exceed log p(x) by chance.
  const low = Math.min(elbo, logLikelihood),
    high = Math.max(elbo, logLikelihood);
  const unit = Math.max(MIN_GAP, high - low, 2 * logLikelihoodError);
  const left = low - BEFORE * unit,
    right = high + AFTER * unit;
  /** @param {number} value */
  const at = (value) => (100 * (value - left)) / (right - left);
  return {
    elbo: at(elbo),
    logLikelihood: at(logLikelihood),
    errorLow: at(logLikelihood - logLikelihoodError),
    errorHigh: at(logLikelihood + logLikelihoodError),
    ticks: ticks(left, right, 5).map((value) => ({ at: at(value), value })),
  };
}
