/**
 * Interprets the measurements of a run: the key of a sentence with advice, and its numbers.
 * Only trends over several epochs are reported, so that the text does not flicker.
 */
import { indexAt } from '../../core/model/curve.js';
import { hasSpread } from '../../core/model/model-kind.js';

/**
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {{key: string, params: Record<string, string | number>}} Sentence
 *
 * @typedef {object} Run
 * @property {string} kind                        of the model
 * @property {number} betaWarmupSteps
 * @property {number} stepsPerEpoch
 * @property {Curve} train
 * @property {Curve} heldOut
 * @property {number[] | null} klPerDimension     when last measured
 */

/** A dimension with a lower KL, in nats, carries no information. */
export const DEAD_KL = 0.02;
/** Epochs after the warm-up before a dimension counts as collapsed. */
const COLLAPSE_EPOCHS = 2;
/** Minimum number of epochs and minimum rise in nats of the held-out loss while the training loss falls as much. */
const OVERFIT_EPOCHS = 3,
  OVERFIT_NATS = 0.5;

/** Both losses exceed their minimum by this many nats for an epoch: a code that collapses costs about a hundred, noise far less. */
const BLOWN_NATS = 120;

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Most dimensions carry no information.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function collapse({ kind, betaWarmupSteps, stepsPerEpoch, heldOut, klPerDimension }) {
  const step = heldOut.step.at(-1) ?? 0;
  if (!hasSpread({ model: kind }) || !klPerDimension || step < betaWarmupSteps + COLLAPSE_EPOCHS * stepsPerEpoch)
    return null;
  const count = klPerDimension.length;
  const dead = klPerDimension.filter((kl) => kl < DEAD_KL).length;
  if (dead * 2 <= count) return null;
  return { key: dead === count ? 'advice.collapseAll' : 'advice.collapse', params: { dead, count, limit: DEAD_KL } };
}

/**
 * The held-out loss rises while the training loss falls.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function overfitting({ stepsPerEpoch, train, heldOut }) {
  const count = heldOut.step.length;
  if (count < 4) return null;
  const best = heldOut.negativeElbo.indexOf(Math.min(...heldOut.negativeElbo));
  const step = heldOut.step[count - 1],
    since = (step - heldOut.step[best]) / stepsPerEpoch;
  if (since < OVERFIT_EPOCHS || heldOut.negativeElbo[count - 1] < heldOut.negativeElbo[best] + OVERFIT_NATS)
    return null;
  // A single batch is noisy: compares means over one epoch at either end. If epochs are shorter than the reports, uses the last reported mean.
  const over = (/** @type {number} */ from, /** @type {number} */ to) => {
    const last = indexAt(train, to);
    return train.negativeElbo.slice(Math.max(0, Math.min(indexAt(train, from) + 1, last)), last + 1);
  };
  const then = over(heldOut.step[best] - stepsPerEpoch / 2, heldOut.step[best] + stepsPerEpoch / 2);
  const now = over(step - stepsPerEpoch, step);
  if (then.length === 0 || now.length === 0 || mean(now) > mean(then) - OVERFIT_NATS) return null;
  return { key: 'advice.overfitting', params: { epochs: Math.floor(since) } };
}

/**
 * The loss has diverged, though it is still finite.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function divergence({ stepsPerEpoch, train, heldOut }) {
  const isBlown = [train, heldOut].every(({ step, negativeElbo }) => {
    const best = Math.min(...negativeElbo),
      from = (step.at(-1) ?? 0) - stepsPerEpoch;
    const first = step.findIndex((at) => at >= from);
    return step.length > 2 && step[0] < from && negativeElbo.slice(first).every((value) => value > best + BLOWN_NATS);
  });
  return isBlown ? { key: 'advice.divergence', params: { more: BLOWN_NATS } } : null;
}

/** @param {Run} run @returns {Sentence[]} */
export const adviceOf = (run) =>
  [divergence(run), collapse(run), overfitting(run)].filter((sentence) => sentence !== null);
