/** What moves on a map of digits: the cloud, and more slowly the axes, so that one sees both. */
import { blendBasis } from './basis.js';
import { blendPoints, createEased } from './cloud.js';
import { wantedExtent } from './plane.js';

/** New pictures of the cloud come four times a second at most. */
const MOVE_MS = 220, EXTENT_MS = 700;

/** @type {Float32Array} */
export const NO_POINTS = new Float32Array(0);

export const createEasedCloud = () => createEased(NO_POINTS, MOVE_MS, blendPoints);

/** With the cloud, so that the marks move among the digits that they belong to. @param {import('./basis.js').Basis} basis */
export const createEasedBasis = (basis) => createEased(basis, MOVE_MS, blendBasis);

export const createEasedExtent = () =>
  createEased(wantedExtent(NO_POINTS, 0), EXTENT_MS, (from, to, progress) => from + (to - from) * progress);
