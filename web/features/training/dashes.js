/** Of pinned runs, by their place. */
export const DASHES = [[5, 3], [1.5, 2.5], [8, 2.5, 1.5, 2.5], [2.5, 5]];
