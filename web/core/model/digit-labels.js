/** The labels, in ascending order. @type {readonly number[]} */
export const ALL_DIGITS = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** Whether a choice of digits is all ten, which stand for every label. @param {readonly number[]} labels */
export const isEveryLabel = (labels) => labels.length === ALL_DIGITS.length;

/** The number of classes of labels: the largest label + 1. @param {Uint8Array} labels */
export const classCountOf = (labels) => labels.reduce((count, label) => Math.max(count, label + 1), 0);

/**
 * The number of training digits with some labels.
 * @param {{trainCount: number, trainCounts: readonly number[]}} digits
 * @param {readonly number[]} labels
 */
export const trainCountOf = ({ trainCount, trainCounts }, labels) =>
  isEveryLabel(labels) ? trainCount : labels.reduce((sum, label) => sum + trainCounts[label], 0);

/**
 * The class of a label: the digit, or the name that the user's own images have for it.
 * @param {{labelNames: readonly string[] | null} | null} digits
 * @param {number} label
 */
export const labelName = (digits, label) => digits?.labelNames?.[label] ?? String(label);
