/**
 * How varied a model's samples are: the labels that a classifier gives them, and the entropy of their distribution with its
 * sampling error.
 *
 * @typedef {object} LabelCounts
 * @property {number[]} counts    of the labels 0 to 9
 * @property {number} samples     their sum
 * @property {number} entropy     of the labels, in nats
 */

/**
 * @param {Record<string, any> | null} quality   the reply of sampleQuality
 * @returns {LabelCounts | null}  null before the samples are evaluated, and if that failed
 */
export function labelCountsOf(quality) {
  const { labelHistogram, labelEntropy, samples } = quality ?? {};
  if (!Array.isArray(labelHistogram) || !Number.isFinite(labelEntropy)) return null;
  return { counts: labelHistogram.map((share) => Math.round(share * samples)), samples, entropy: labelEntropy };
}

/**
 * Standard error of the entropy Ĥ = −Σ p̂ ln p̂ of n samples of K labels. The first term is the delta method for multinomial
 * counts; it vanishes when all labels are equally frequent, or all samples have one label. The second is the next order:
 * with equal probabilities 2n (ln K − Ĥ) tends to χ² with K − 1 degrees of freedom, whose variance is 2 (K − 1).
 *
 *     Var Ĥ ≈ (Σ p̂ (ln p̂)² − Ĥ²) / n + (K − 1) / (2 n²)
 *
 * The bias of Ĥ, about −(K − 1) / (2n), cancels in the difference between two models with equal n.
 * @param {LabelCounts} labels
 */
export function entropyError({ counts, samples, entropy }) {
  const secondMoment = counts
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + (count / samples) * Math.log(count / samples) ** 2, 0);
  return Math.sqrt(Math.max(0, secondMoment - entropy ** 2) / samples + (counts.length - 1) / (2 * samples ** 2));
}

/**
 * A difference of entropies is stated if it exceeds this many standard errors. The measurement is repeated every few seconds
 * of a training: at two, every twentieth sentence would be due to chance.
 */
const ERRORS = 3;

/**
 * @param {LabelCounts} first
 * @param {LabelCounts} second
 * @returns {-1 | 0 | 1}  1: the second has the larger entropy; 0: the difference is within the sampling error
 */
export function compareEntropies(first, second) {
  const difference = second.entropy - first.entropy;
  if (Math.abs(difference) <= ERRORS * Math.hypot(entropyError(first), entropyError(second))) return 0;
  return difference > 0 ? 1 : -1;
}

/**
 * @param {LabelCounts} labels
 * @param {number} [most]   maximum number of labels
 * @returns {{labels: number[], share: number}}  the most frequent labels, in ascending order, and their share of all samples
 */
export function mostFrequent({ counts, samples }, most = 3) {
  const labels = counts
    .map((count, label) => ({ count, label }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
  return {
    labels: labels.map(({ label }) => label).sort((a, b) => a - b),
    share: labels.reduce((sum, { count }) => sum + count, 0) / samples,
  };
}
