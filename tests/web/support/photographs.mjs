/** Photographs of paper, computed: uneven light, noise, a table around a sheet, and strokes of ink. */
import { uniformFrom } from '../../../web/core/model/gaussian.js';
import { rasterizeStrokes, RESOLUTION } from '../../../web/core/pictures/rasterize-strokes.js';

/** Digits as strokes in the unit square. */
export const STROKES = {
  1: [
    [
      [0.5, 0.1],
      [0.5, 0.9],
    ],
  ],
  3: [
    [
      [0.25, 0.15],
      [0.55, 0.1],
      [0.75, 0.25],
      [0.65, 0.42],
      [0.42, 0.48],
      [0.68, 0.54],
      [0.78, 0.72],
      [0.6, 0.88],
      [0.25, 0.85],
    ],
  ],
  4: [
    [
      [0.4, 0.1],
      [0.2, 0.6],
      [0.8, 0.6],
    ],
    [
      [0.65, 0.35],
      [0.65, 0.95],
    ],
  ],
  7: [
    [
      [0.2, 0.15],
      [0.8, 0.15],
      [0.45, 0.9],
    ],
  ],
};

/** Strokes of a digit within a box. @param {keyof typeof STROKES} digit @param {{x: number, y: number, size: number}} box */
export const strokesAt = (digit, { x, y, size }) =>
  STROKES[digit].map((stroke) => stroke.map(([u, v]) => [x + size * u, y + size * v]));

/**
 * @param {object} scene
 * @param {{digit: keyof typeof STROKES, x: number, y: number, size: number}[]} [scene.digits]   in units of the image's side
 * @param {number} [scene.pen]                                  width, in the same units
 * @param {number} [scene.contrast]                             share of the light that ink absorbs
 * @param {(x: number, y: number) => number} [scene.light]      of white paper in [0, 1], at a place of the unit square
 * @param {(x: number, y: number) => boolean} [scene.isSheet]   elsewhere is the table
 * @param {number} [scene.table]                                share of the light that the table reflects
 * @param {number} [scene.noise]                                amplitude, in [0, 1]
 * @param {number} [scene.ruled]                                share of the light that ruled lines absorb
 * @param {number} [scene.seed]
 * @returns {import('../../../web/features/pad/picture-ink.js').Rgba}
 */
export function photograph({
  digits = [],
  pen = 0.04,
  contrast = 0.75,
  light = () => 0.85,
  isSheet = () => true,
  table = 0.3,
  noise = 0.02,
  ruled = 0,
  seed = 1,
}) {
  const random = uniformFrom(seed),
    side = RESOLUTION;
  const strokes = digits.flatMap(({ digit, ...box }) => strokesAt(digit, box));
  const ink = rasterizeStrokes(
    strokes,
    strokes.map(() => pen),
  );
  // Four subpixels soften the edges of the sheet as a camera does.
  const corners = [0.25, 0.75].flatMap((dx) => [0.25, 0.75].map((dy) => [dx, dy]));
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let i = 0; i < side * side; i++) {
    const x = i % side,
      y = Math.floor(i / side);
    const white = corners.filter(([dx, dy]) => isSheet((x + dx) / side, (y + dy) / side)).length / 4;
    const line = ruled > 0 && y % 14 === 7 ? 1 - ruled : 1;
    const paper = line * (1 - contrast * ink.data[i]);
    const value = light(x / side, y / side) * (white * paper + (1 - white) * table) + noise * (random() + random() - 1);
    data.fill(Math.max(0, Math.min(255, Math.round(255 * value))), 4 * i, 4 * i + 3);
  }
  return { data, width: side, height: side };
}

/** A sheet with its edges, turned by `turn` radians. */
export const sheet = (
  /** @type {number} */ halfWidth,
  /** @type {number} */ halfHeight,
  turn = 0,
  x = 0.5,
  y = 0.5,
) => {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (/** @type {number} */ u, /** @type {number} */ v) =>
    Math.abs(cos * (u - x) + sin * (v - y)) < halfWidth && Math.abs(cos * (v - y) - sin * (u - x)) < halfHeight;
};

/** Light that falls off smoothly from a corner, with a soft shadow. */
export const shade =
  (
    /** @type {number} */ slope,
    /** @type {{x: number, y: number, depth: number, width: number}} */ shadow = undefined,
  ) =>
  (/** @type {number} */ x, /** @type {number} */ y) =>
    0.9
    * (1 - slope * (0.7 * x + 0.3 * y))
    * (shadow
      ? 1 - shadow.depth * Math.exp(-((x - shadow.x) ** 2 + (y - shadow.y) ** 2) / (2 * shadow.width ** 2))
      : 1);
