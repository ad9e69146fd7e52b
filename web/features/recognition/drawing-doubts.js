import { PIXELS, SIDE } from '../../core/pictures/digit-image.js';
import { connectedParts } from './connected-parts.js';

/** @typedef {'several' | 'unusual'} Doubt */

/**
 * Two parts, separated by pixels with less ink than INK, are two digits if both have at least this share of the height and of the
 * ink of the whole, and none is above the other. True of 2 of 10,000 digits of MNIST, and of 99 % of pairs of them that are
 * three pixels or more apart.
 */
const INK = 0.3,
  TALL = 0.5,
  MUCH = 0.1;

/**
 * A drawing is unusual if its loss is larger than that of all but LEAST_PERCENT % of the held-out digits, if no label has this
 * probability (true of 0.5 % of the 10,000 digits), or if it has this many holes (0.5 %). Each finds scribbles
 * that the others do not: the classifier is sure of a zigzag, and the 2-D model's loss is moderate for a few crossing lines.
 */
const LEAST_PERCENT = 1,
  LEAST_SURE = 0.45,
  MANY_HOLES = 4;

/** @param {Float32Array} pixels  784 */
export function isSeveralDigits(pixels) {
  const parts = connectedParts(pixels, INK);
  const whole = parts.reduce((sum, { ink }) => sum + ink, 0);
  const height = Math.max(...parts.map(({ bottom }) => bottom)) - Math.min(...parts.map(({ top }) => top)) + 1;
  const large = parts
    .filter((part) => part.bottom - part.top + 1 >= TALL * height && part.ink >= MUCH * whole)
    .sort((a, b) => a.left - b.left);
  return large.some((part, i) => i > 0 && part.left > large[i - 1].right);
}

/** Regions of paper that ink encloses. @param {Float32Array} pixels  784 */
export function holesOf(pixels) {
  const paper = connectedParts(
    pixels.map((value) => (value < INK ? 1 : 0)),
    1,
    { isOverCorners: false },
  );
  return paper.filter(({ left, right, top, bottom }) => left > 0 && top > 0 && right < SIDE - 1 && bottom < SIDE - 1)
    .length;
}

/**
 * Why a drawing is probably no digit.
 * @param {object} drawn
 * @param {Float32Array} drawn.pixels
 * @param {ArrayLike<number> | null} drawn.probabilities   of the ten labels; null if unknown
 * @param {number | null} drawn.percent                    of the held-out digits with a larger loss; null if unknown
 * @returns {Doubt | null}
 */
export function doubtOf({ pixels, probabilities, percent }) {
  // Images of another size than MNIST's.
  if (pixels.length !== PIXELS) return null;
  if (isSeveralDigits(pixels)) return 'several';
  const isUnsure = probabilities !== null && Math.max(...Array.from(probabilities)) < LEAST_SURE;
  const isRare = percent !== null && percent < LEAST_PERCENT;
  return isRare || isUnsure || holesOf(pixels) >= MANY_HOLES ? 'unusual' : null;
}
