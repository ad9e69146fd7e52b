import { messageOf } from '../../core/texts/message-of.js';
import { hasCode, hasDensity, isExact } from '../../core/model/model-kind.js';
import { compareEntropies, labelCountsOf } from './label-entropy.js';

/**
 * The cells of the comparison table: a value, or the reason why there is none.
 *
 * @typedef {'ae' | 'vae' | 'fvbn'} ContenderName
 * @typedef {object} Measured
 * @property {{negativeElbo: number, reconstruction: number} | null} heldOut
 * @property {Record<string, any> | null} metrics    a null member could not be computed, `why` is the reason
 * @property {Record<string, any> | null} quality
 * @property {number | null} smoothness
 *
 * @typedef {object} Cell
 * @property {number | null} value
 * @property {string} reason        key of the reason if there is no value; '' otherwise
 * @property {import('../../core/texts/message-of.js').Message} said  the engine's error message; '' otherwise
 * @property {'' | 'bound' | 'exact'} claim   for likelihoods
 * @property {number} decimals
 * @property {boolean} percent
 * @property {number[] | null} counts   in place of a value: of the labels 0 to 9
 */

/** @type {ContenderName[]} */
export const COMPARED_MODELS = ['ae', 'vae', 'fvbn'];

/** Rows of the aggregate posterior. @type {Record<string, number>} name → decimals */
const CODE_ROWS = {
  centredness: 2,
  spread: 2,
  momentMatchedKl: 2,
  mmd: 3,
  knnAccuracy: 1,
  silhouette: 2,
  participationRatio: 2,
};
/** Rows of the samples from the prior. @type {Record<string, number>} */
const SAMPLE_ROWS = { labelEntropy: 2, labelHistogram: 0, classifierConfidence: 1, nearestDistance: 2 };
const PERCENT = new Set(['knnAccuracy', 'classifierConfidence']);

/** In display order. */
export const ROWS = [
  'reconstruction',
  'likelihood',
  ...Object.keys(CODE_ROWS),
  'smoothness',
  ...Object.keys(SAMPLE_ROWS),
];

/**
 * The result in place of measurements that the engine rejected.
 * @param {'metrics' | 'quality'} what
 * @param {import('../../core/texts/message-of.js').Message} message
 */
export function refused(what, message) {
  const rows = what === 'metrics' ? CODE_ROWS : SAMPLE_ROWS;
  return { why: Object.fromEntries(Object.keys(rows).map((row) => [row, message])) };
}

/** @type {Cell} */
const EMPTY = { value: null, reason: '', said: '', claim: '', decimals: 2, percent: false, counts: null };

/**
 * @param {string} row
 * @param {ContenderName} name
 * @param {Measured} measured
 * @returns {Cell}
 */
export function cellOf(row, name, { heldOut, metrics, quality, smoothness }) {
  if (row === 'reconstruction') {
    return !hasCode({ model: name })
      ? { ...EMPTY, reason: 'compare.noReconstruction' }
      : number(heldOut?.reconstruction);
  }
  if (row === 'likelihood') {
    if (!hasDensity({ model: name })) return { ...EMPTY, reason: 'compare.noDensity' };
    return { ...number(heldOut?.negativeElbo), claim: isExact({ model: name }) ? 'exact' : 'bound' };
  }
  if (row in SAMPLE_ROWS) {
    const said = saidIn(quality?.why?.[row]);
    if (row === 'labelHistogram') return { ...EMPTY, said, counts: labelCountsOf(quality)?.counts ?? null };
    return { ...number(quality?.[row]), said, decimals: SAMPLE_ROWS[row], percent: PERCENT.has(row) };
  }
  if (!hasCode({ model: name })) return { ...EMPTY, reason: 'compare.noCode' };
  if (row === 'smoothness') return number(smoothness);
  return {
    ...number(metrics?.[row]),
    said: saidIn(metrics?.why?.[row]),
    decimals: CODE_ROWS[row],
    percent: PERCENT.has(row),
  };
}

/**
 * @param {import('../../core/texts/message-of.js').Message | import('../../engine/engine-error.js').SerializedError | undefined} why
 * @returns {import('../../core/texts/message-of.js').Message}
 */
const saidIn = (why = '') => (typeof why === 'string' || 'key' in why ? why : messageOf(why));

/**
 * @param {number | null | undefined} value
 * @returns {Cell}
 */
const number = (value) => ({ ...EMPTY, value: value ?? null });

/** Reconstructions that differ by less than this, in nats, are considered equal. */
const EQUAL_NATS = 0.5;

/**
 * The sentence on "a VAE reconstructs better than an AE", based on the measured values.
 * @param {Record<ContenderName, Measured>} all
 * @returns {{key: string, ae: number, vae: number} | null}  null before both are measured
 */
export function reconstructionVerdict({ ae, vae }) {
  const first = ae.heldOut?.reconstruction,
    second = vae.heldOut?.reconstruction;
  if (!Number.isFinite(first) || !Number.isFinite(second)) return null;
  const difference = Number(second) - Number(first);
  const key =
    Math.abs(difference) < EQUAL_NATS ? 'compare.claimEqual' : difference > 0 ? 'compare.claimAe' : 'compare.claimVae';
  return { key, ae: Number(first), vae: Number(second) };
}

/**
 * The sentence on generation: which model's samples from N(0, I) are more varied, by the entropy of their labels. A
 * classifier's confidence would not show it: samples that are all the same digit are recognized as well.
 * @param {Record<ContenderName, Measured>} all
 * @returns {{key: string, ae: import('./label-entropy.js').LabelCounts, vae: import('./label-entropy.js').LabelCounts} | null}
 */
export function generationVerdict({ ae, vae }) {
  const first = labelCountsOf(ae.quality),
    second = labelCountsOf(vae.quality);
  if (!first || !second) return null;
  const order = compareEntropies(first, second);
  const key = order === 0 ? 'compare.samplesEqual' : order > 0 ? 'compare.samplesVae' : 'compare.samplesAe';
  return { key, ae: first, vae: second };
}
