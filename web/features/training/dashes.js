/** Dash patterns of the pinned runs, by slot. */
export const DASHES = [
  [5, 3],
  [1.5, 2.5],
  [8, 2.5, 1.5, 2.5],
  [2.5, 5],
];
