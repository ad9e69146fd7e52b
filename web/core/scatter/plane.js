/**
 * Converts between the latent plane and its image: one scale for both axes, so that circles are preserved.
 * @typedef {object} Plane
 * @property {number} scale                        picture units per latent unit
 * @property {(value: number) => number} toX       first axis → picture
 * @property {(value: number) => number} toY       second axis → picture; up is positive
 * @property {(x: number) => number} fromX
 * @property {(y: number) => number} fromY
 *
 * @param {number} width    of the picture
 * @param {number} height
 * @param {number} extent   the shorter side shows −extent … extent
 * @returns {Plane}
 */
export function createPlane(width, height, extent) {
  const scale = Math.min(width, height) / 2 / extent;
  return {
    scale,
    toX: (value) => width / 2 + value * scale,
    toY: (value) => height / 2 - value * scale,
    fromX: (x) => (x - width / 2) / scale,
    fromY: (y) => (height / 2 - y) / scale,
  };
}

/** The 3σ circle of N(0, I) and a small margin are always visible. */
const MIN_EXTENT = 3.4;
const AIR = 1.12;

/**
 * The extent of the axes for these points. It is unchanged until the points exceed it or
 * leave much of it empty: axes that follow every step would hide how the points themselves move.
 * @param {Float32Array} points   [point][2]
 * @param {number} present        current extent; 0 initially
 * @returns {number}
 */
export function wantedExtent(points, present) {
  const reach = new Float32Array(points.length / 2);
  for (let i = 0; i < reach.length; i++) reach[i] = Math.max(Math.abs(points[2 * i]), Math.abs(points[2 * i + 1]));
  reach.sort();
  const far = reach.length ? reach[Math.floor((reach.length - 1) * 0.985)] : 0;
  const wanted = Math.max(MIN_EXTENT, (Number.isFinite(far) ? far : 0) * AIR);
  const fits = present >= wanted * 0.97 && present <= wanted * 1.35;
  return fits ? present : wanted;
}
