/**
 * The two directions of the latent space that the map shows: two of its dimensions, or two principal components.
 * They are orthonormal and the origin is unchanged, so N(0, I) is the same along both.
 *
 * @typedef {object} Basis
 * @property {Float64Array} first    across, one number for each dimension
 * @property {Float64Array} second   up; all 0 for a code of one dimension
 */

/**
 * @param {number} latentDim
 * @param {readonly [number, number]} axes
 * @returns {Basis}
 */
export function axesBasis(latentDim, axes) {
  const first = new Float64Array(latentDim),
    second = new Float64Array(latentDim);
  if (axes[0] < latentDim) first[axes[0]] = 1;
  if (axes[1] < latentDim && axes[1] !== axes[0]) second[axes[1]] = 1;
  return { first, second };
}

/**
 * The displayed basis. Principal components are used only with more than two dimensions.
 * @param {object} state
 * @param {'axes' | 'pca'} state.projection
 * @param {readonly [number, number]} state.axes
 * @param {Basis | null} state.components
 * @param {number} latentDim
 * @returns {Basis}
 */
export function basisOf({ projection, axes, components }, latentDim) {
  const isPca = projection === 'pca' && latentDim > 2 && components?.first.length === latentDim;
  return isPca ? components : axesBasis(latentDim, axes);
}

/**
 * @param {Basis} a
 * @param {Basis} b
 */
export function sameBasis(a, b) {
  if (a === b) return true;
  return (
    a.first.length === b.first.length
    && a.first.every((value, d) => value === b.first[d])
    && a.second.every((value, d) => value === b.second[d])
  );
}

/**
 * @param {Basis} basis
 * @param {ArrayLike<number>} z
 * @returns {[number, number]}  across and up
 */
export function project({ first, second }, z) {
  let across = 0,
    up = 0;
  for (let d = 0; d < first.length; d++) {
    across += first[d] * z[d];
    up += second[d] * z[d];
  }
  return [across, up];
}

/**
 * The z at a point of the plane; its components outside the plane are unchanged.
 * @param {Basis} basis
 * @param {ArrayLike<number>} z
 * @param {number} across
 * @param {number} up
 * @returns {Float32Array}
 */
export function movedTo(basis, z, across, up) {
  const [x, y] = project(basis, z);
  return Float32Array.from(basis.first, (value, d) => z[d] + (across - x) * value + (up - y) * basis.second[d]);
}

/**
 * The component of z outside the plane.
 * @param {Basis} basis
 * @param {ArrayLike<number>} z
 */
export const restOf = (basis, z) => movedTo(basis, z, 0, 0);

/**
 * The projection of a diagonal Gaussian on the plane: its ellipse at one σ, by the eigenvectors of the 2×2 covariance.
 * @param {Basis} basis
 * @param {ArrayLike<number>} sigma
 * @returns {{radii: [number, number], angle: number}}  half axes, the longer first; the longer's angle from across towards up
 */
export function shadowOf({ first, second }, sigma) {
  let xx = 0,
    xy = 0,
    yy = 0;
  for (let d = 0; d < first.length; d++) {
    const variance = sigma[d] * sigma[d];
    xx += first[d] * first[d] * variance;
    xy += first[d] * second[d] * variance;
    yy += second[d] * second[d] * variance;
  }
  const middle = (xx + yy) / 2,
    half = Math.hypot((xx - yy) / 2, xy);
  return {
    radii: [Math.sqrt(middle + half), Math.sqrt(Math.max(0, middle - half))],
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  };
}

/**
 * Interpolates between two bases. Linear, as for the points: a mark moves with the digits around it.
 * @param {Basis} from
 * @param {Basis} to
 * @param {number} progress  0 … 1
 * @returns {Basis}
 */
export function blendBasis(from, to, progress) {
  if (progress >= 1 || from.first.length !== to.first.length) return to;
  /** @param {Float64Array} a @param {Float64Array} b */
  const blend = (a, b) => a.map((value, d) => value + (b[d] - value) * progress);
  return { first: blend(from.first, to.first), second: blend(from.second, to.second) };
}
