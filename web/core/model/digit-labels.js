/** The labels, in ascending order. @type {readonly number[]} */
export const ALL_DIGITS = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/**
 * The class of a label: the digit, or the name that the user's own images have for it.
 * @param {{labelNames: readonly string[] | null} | null} digits
 * @param {number} label
 */
export const labelName = (digits, label) => digits?.labelNames?.[label] ?? String(label);
