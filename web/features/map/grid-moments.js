/**
 * A density on a grid of side × side points, row by row from the bottom; it need not sum to one.
 * @typedef {{left: number, right: number, bottom: number, top: number, side: number, density: Float32Array}} DensityGrid
 */

/**
 * @param {DensityGrid} grid
 * @returns {{mean: [number, number], deviation: [number, number]}}  along each axis
 */
export function gridMoments({ left, right, bottom, top, side, density }) {
  const across = new Float64Array(side),
    up = new Float64Array(side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      across[column] += density[row * side + column];
      up[row] += density[row * side + column];
    }
  }
  const [x, y] = [momentsOf(across, left, right), momentsOf(up, bottom, top)];
  return { mean: [x.mean, y.mean], deviation: [x.deviation, y.deviation] };
}

/** @param {Float64Array} weights  at equal steps from low to high @param {number} low @param {number} high */
function momentsOf(weights, low, high) {
  const at = (/** @type {number} */ i) => low + ((high - low) * i) / (weights.length - 1);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const mean = weights.reduce((all, weight, i) => all + weight * at(i), 0) / sum;
  return {
    mean,
    deviation: Math.sqrt(weights.reduce((all, weight, i) => all + weight * (at(i) - mean) ** 2, 0) / sum),
  };
}
