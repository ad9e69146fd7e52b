/** The animated values of a map of digits: the points, and more slowly the axes, so that both motions are visible. */
import { blendBasis } from './basis.js';
import { blendPoints, createEased } from './cloud.js';
import { blendMixtures } from './component-shapes.js';
import { wantedExtent } from './plane.js';

/** The codes are updated at most four times a second. */
const MOVE_MS = 220,
  EXTENT_MS = 700;

/** @type {Float32Array} */
export const NO_POINTS = new Float32Array(0);

export const createEasedCloud = () => createEased(NO_POINTS, MOVE_MS, blendPoints);

/** Moves with the points, so that the marks stay with the digits they belong to. @param {import('./basis.js').Basis} basis */
export const createEasedBasis = (basis) => createEased(basis, MOVE_MS, blendBasis);

/** The components of a learned prior, which move with the points. */
export const createEasedMixture = () =>
  createEased(/** @type {import('../model/diagonal-mixture.js').Mixture | null} */ (null), MOVE_MS, blendMixtures);

export const createEasedExtent = () =>
  createEased(wantedExtent(NO_POINTS, 0), EXTENT_MS, (from, to, progress) => from + (to - from) * progress);
