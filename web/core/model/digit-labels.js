/** The labels, in ascending order. @type {readonly number[]} */
export const ALL_DIGITS = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
