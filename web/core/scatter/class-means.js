import { classesOfLabels } from './class-marks.js';

/**
 * @typedef {object} ClassMean
 * @property {number} digit
 * @property {number} count
 * @property {number} across   mean along the map's first direction; NaN if there is no such digit
 * @property {number} up
 * @property {number} spread   root of the mean squared distance from that mean, on the displayed plane
 */

/**
 * The mean positions of the digits on the map, for each label up to the largest, at least the ten digits.
 * @param {Float32Array} points   [digit][2]
 * @param {Uint8Array} labels
 * @returns {ClassMean[]}
 */
export function classMeans(points, labels) {
  const sums = Array.from({ length: classesOfLabels(labels) }, () => ({ count: 0, x: 0, y: 0, squares: 0 }));
  const count = Math.min(labels.length, points.length / 2);
  for (let i = 0; i < count; i++) {
    const sum = sums[labels[i]];
    if (!sum) continue;
    sum.count += 1;
    sum.x += points[2 * i];
    sum.y += points[2 * i + 1];
  }
  const mean = sums.map(({ count: n, x, y }) => [x / n, y / n]);
  for (let i = 0; i < count; i++) {
    const sum = sums[labels[i]];
    if (sum) sum.squares += (points[2 * i] - mean[labels[i]][0]) ** 2 + (points[2 * i + 1] - mean[labels[i]][1]) ** 2;
  }
  return sums.map(({ count: n, squares }, digit) => ({
    digit,
    count: n,
    across: mean[digit][0],
    up: mean[digit][1],
    spread: Math.sqrt(squares / n),
  }));
}
