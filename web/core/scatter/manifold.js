import { movedTo } from './basis.js';

/** Numbers of digits per side of the grid; 0 is none. */
export const MANIFOLD_SIDES = Object.freeze([0, 10, 15, 20, 30]);
/** Half-widths of the grid, in latent units: σ of the prior. The codes of an AE extend far beyond it. */
export const MANIFOLD_RANGES = Object.freeze([1, 2, 3, 4, 8, 16]);

/**
 * The codes at the middles of side × side cells that fill the square from −range to range, row by row from the top.
 * @param {import('./basis.js').Basis} basis
 * @param {ArrayLike<number>} z   values of the hidden dimensions
 * @param {number} side
 * @param {number} range
 * @returns {Float32Array}        [cell][dimension]
 */
export function manifoldCodes(basis, z, side, range) {
  const latentDim = basis.first.length;
  const codes = new Float32Array(side * side * latentDim);
  const rest = movedTo(basis, z, 0, 0);
  const middle = (/** @type {number} */ cell) => range * ((2 * cell + 1) / side - 1);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = (row * side + column) * latentDim,
        across = middle(column),
        up = -middle(row);
      for (let d = 0; d < latentDim; d++) codes[at + d] = rest[d] + across * basis.first[d] + up * basis.second[d];
    }
  }
  return codes;
}

/** Multiplications for which the engine may delay other answers, a few milliseconds. */
const PRODUCTS_AT_ONCE = 4e7;

/**
 * Maximum number of digits decoded at once.
 * @param {number} parameters   of the model, about half of them the decoder's
 */
export const decodesAtOnce = (parameters) =>
  Math.max(1, Math.min(225, Math.floor(PRODUCTS_AT_ONCE / Math.max(1, parameters / 2))));
