/**
 * What the numbers of a run mean, in a sentence and with what to try: the key of the sentence and its numbers.
 * Only what has gone on for some epochs is told, so that nothing flickers.
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

/** A dimension of less, in nats, tells the decoder nothing. */
export const DEAD_KL = 0.02;
/** Epochs after the warm-up in which a dimension may find its use. */
const COLLAPSE_EPOCHS = 2;
/** Held-out must have risen for so many epochs, by so many nats, while training fell by as many. */
const OVERFIT_EPOCHS = 3, OVERFIT_NATS = 0.5;

/** Both losses so many nats above their best, for a whole epoch: a code that collapses costs about a hundred, noise far less. */
const BLOWN_NATS = 120;

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Most dimensions carry nothing.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function collapse({ kind, betaWarmupSteps, stepsPerEpoch, heldOut, klPerDimension }) {
  const step = heldOut.step.at(-1) ?? 0;
  if (!hasSpread({ model: kind }) || !klPerDimension || step < betaWarmupSteps + COLLAPSE_EPOCHS * stepsPerEpoch) return null;
  const count = klPerDimension.length;
  const dead = klPerDimension.filter((kl) => kl < DEAD_KL).length;
  if (dead * 2 <= count) return null;
  return { key: dead === count ? 'advice.collapseAll' : 'advice.collapse', params: { dead, count, limit: DEAD_KL } };
}

/**
 * What was never trained on gets worse while what is trained on gets better.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function overfitting({ stepsPerEpoch, train, heldOut }) {
  const count = heldOut.step.length;
  if (count < 4) return null;
  const best = heldOut.negativeElbo.indexOf(Math.min(...heldOut.negativeElbo));
  const step = heldOut.step[count - 1], since = (step - heldOut.step[best]) / stepsPerEpoch;
  if (since < OVERFIT_EPOCHS || heldOut.negativeElbo[count - 1] < heldOut.negativeElbo[best] + OVERFIT_NATS) return null;
  // A batch is noise: means over one epoch at either end. Where epochs pass faster than they are told, the mean told last.
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
 * The loss has blown up, though it is still a number.
 * @param {Run} run
 * @returns {Sentence | null}
 */
export function divergence({ stepsPerEpoch, train, heldOut }) {
  const isBlown = [train, heldOut].every(({ step, negativeElbo }) => {
    const best = Math.min(...negativeElbo), from = (step.at(-1) ?? 0) - stepsPerEpoch;
    const first = step.findIndex((at) => at >= from);
    return step.length > 2 && step[0] < from && negativeElbo.slice(first).every((value) => value > best + BLOWN_NATS);
  });
  return isBlown ? { key: 'advice.divergence', params: { more: BLOWN_NATS } } : null;
}

/** @param {Run} run @returns {Sentence[]} */
export const adviceOf = (run) => [divergence(run), collapse(run), overfitting(run)].filter((sentence) => sentence !== null);
