import { project, shadowOf } from './basis.js';
import { blendPoints } from './cloud.js';

/** A component with a smaller share of the largest weight hardly has any codes. */
const LEAST_SHARE = 1e-3;

/**
 * The components of a mixture on the displayed plane: the projection of each Gaussian. With a code of one dimension, ellipses are
 * circles, as those of N(0, I) are.
 * @param {import('./basis.js').Basis} basis
 * @param {import('../model/diagonal-mixture.js').Mixture} mixture
 * @returns {(import('./latent-marks.js').ComponentShape | null)[]}   null for a component with next to no weight
 */
export function componentShapes(basis, { weights, means, sigmas }) {
  const dim = basis.first.length,
    least = LEAST_SHARE * Array.from(weights).reduce((most, weight) => Math.max(most, weight), 0);
  return Array.from(weights, (weight, k) => {
    if (!(weight >= least)) return null;
    const of = (/** @type {Float32Array} */ numbers) => numbers.subarray(k * dim, (k + 1) * dim),
      { radii, angle } = shadowOf(basis, of(sigmas));
    return { mean: project(basis, of(means)), radii: dim > 1 ? radii : [radii[0], radii[0]], angle };
  });
}

/**
 * Interpolates between two mixtures, for a map whose digits move as smoothly.
 * @param {import('../model/diagonal-mixture.js').Mixture | null} from
 * @param {import('../model/diagonal-mixture.js').Mixture | null} to
 * @param {number} progress   0 … 1
 */
export function blendMixtures(from, to, progress) {
  if (progress >= 1 || !from || !to || from.means.length !== to.means.length) return to;
  return {
    ...to,
    means: blendPoints(from.means, to.means, progress),
    sigmas: blendPoints(from.sigmas, to.sigmas, progress),
  };
}
