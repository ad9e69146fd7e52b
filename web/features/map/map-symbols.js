/**
 * Finds the mark of the drawn digit under the pointer on the map.
 *
 * @typedef {import('../../core/scatter/plane.js').Plane} Plane
 * @typedef {{mu: [number, number], radii: [number, number], angle: number}} Posterior   radii at 1 σ
 */

/** The ellipses that are drawn, in σ. */
const TIMES = [1, 2];

/**
 * The nearest of the point z, the cross at μ and the ellipses of σ; z lies above the cross, the cross above the lines.
 * @param {Plane} plane
 * @param {{posterior: Posterior | null, point: [number, number] | null}} marks
 * @param {number} x      in the picture
 * @param {number} y
 * @param {number} slack  maximum distance from a mark
 * @returns {'z' | 'mu' | 'sigma' | null}
 */
export function symbolNear(plane, { posterior, point }, x, y, slack) {
  /** @param {[number, number]} at */
  const distance = (at) => Math.hypot(plane.toX(at[0]) - x, plane.toY(at[1]) - y);
  const toZ = point ? distance(point) : Infinity,
    toMu = posterior ? distance(posterior.mu) : Infinity;
  if (Math.min(toZ, toMu) <= slack) return toZ <= toMu ? 'z' : 'mu';
  return posterior
    && distanceToEllipses(posterior, plane.fromX(x) - posterior.mu[0], plane.fromY(y) - posterior.mu[1]) * plane.scale
      <= slack
    ? 'sigma'
    : null;
}

/**
 * To first order: the deviation in σ divided by its rate of change at that point.
 * @param {Posterior} posterior
 * @param {number} across   from its middle
 * @param {number} up
 */
function distanceToEllipses({ radii, angle }, across, up) {
  const along = (across * Math.cos(angle) + up * Math.sin(angle)) / radii[0],
    beside = (up * Math.cos(angle) - across * Math.sin(angle)) / radii[1];
  const away = Math.hypot(along, beside);
  if (!(away > 0)) return Infinity;
  const slope = Math.hypot(along / radii[0], beside / radii[1]) / away;
  return Math.min(...TIMES.map((times) => Math.abs(away - times) / slope));
}
