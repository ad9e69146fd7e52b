/** Smaller differences of two estimates, in nats, are those of chance. */
const ALIKE = 1;
/** From this share of the sum on, one weight decides the estimate. */
const MOST = 0.5;

/** @typedef {import('./running-estimate.js').Estimate} Estimate */

/**
 * What the two estimates show: of the text `samples.NAME`.
 *   narrow: the estimate from q is lower
 *   hangs: from the prior one weight is most of the sum, and the estimate is lower; alone: the same, but it is not lower
 *   below: the estimate from the prior is lower, although it depends on several weights
 *   agree: none of these
 * @param {{prior: Pick<Estimate, 'value' | 'largestShare'>, q: Pick<Estimate, 'value'>}} estimates
 * @returns {'narrow' | 'hangs' | 'alone' | 'below' | 'agree'}
 */
export function outcomeOf({ prior, q }) {
  const below = q.value - prior.value;
  if (below < -ALIKE) return 'narrow';
  if (prior.largestShare >= MOST) return below > ALIKE ? 'hangs' : 'alone';
  return below > ALIKE ? 'below' : 'agree';
}
