/** The connected spots of ink in an image, and which of them can be a digit rather than a table, a shadow or a finger. */
import { connectedPixels } from '../../core/pictures/connected-pixels.js';

/** A spot that meets the image's border, or ground, along more than this share of its own length is ground, too. */
const ALONG_BORDER = 0.35;
/** A spot whose thickest part is a larger share of its longer side has no strokes: a shadow, a stain, a fingertip. */
const THICKEST = 0.38;
/** A spot that fills more than this share of a box that is not narrow has no strokes: a sheet, with or without a hole. */
const FULLEST = 0.7,
  NARROW = 0.5;
/**
 * A shadow changes slowly: less than SOFTEST of its contrast in two pixels, and less than SOFTEST_WHOLE times its contrast
 * over its own length. A small picture that was enlarged is soft by the first, but not by the second.
 */
const SOFTEST = 0.25,
  SOFTEST_WHOLE = 7,
  FALL_REACH = 2;
/** A spot smaller than this share of the largest one is dirt, and so is one smaller than this share of the image if it has others. */
const DIRT = 0.06,
  DIRT_OF_IMAGE = 0.002;

/**
 * @typedef {object} Spot
 * @property {number[]} at        its pixels
 * @property {number} size        its ink
 * @property {number} border      how many of its pixels are at the image's border, or beside ground
 * @property {boolean} inCorner   whether it holds a corner of the image
 * @property {number} width       of the box around it
 * @property {number} height
 * @property {number} thickness   of its thickest part, in pixels
 * @property {number} slope       mean fall of the darkness at its edge, per pixel
 */

/**
 * @param {{ink: Float32Array, darkness: Float32Array, isGroundAt: Uint8Array, width: number, height: number}} image
 * @returns {Spot[]}
 */
export function spotsOf({ ink, darkness, isGroundAt, width, height }) {
  const depth = depths(ink, width, height);
  return connectedPixels((at) => ink[at] !== 0, width, height).map((at) => {
    let [left, right, top, bottom] = [width, 0, height, 0];
    let size = 0,
      border = 0,
      thickness = 0,
      change = 0,
      edge = 0,
      inCorner = false;
    for (const pixel of at) {
      const x = pixel % width,
        y = Math.floor(pixel / width);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      size += ink[pixel];
      thickness = Math.max(thickness, 2 * depth[pixel] - 1);
      const isAtSide = x === 0 || x === width - 1,
        isAtEnd = y === 0 || y === height - 1;
      const isBeside = [-width, -1, 1, width].some((by) => isGroundAt[pixel + by]);
      border += isAtSide || isAtEnd || isBeside ? 1 : 0;
      inCorner ||= isAtSide && isAtEnd;
      if (depth[pixel] === 1) {
        change += fallFrom(darkness, width, height, x, y);
        edge += 1;
      }
    }
    const box = { width: right - left + 1, height: bottom - top + 1 };
    return { at, size, border, inCorner, ...box, thickness, slope: edge > 0 ? change / edge : 0 };
  });
}

/** The largest fall of the darkness per pixel along the row or the column. @param {Float32Array} darkness @param {number} width @param {number} height @param {number} x @param {number} y */
function fallFrom(darkness, width, height, x, y) {
  const fall = (/** @type {number} */ u, /** @type {number} */ v) =>
    u < 0 || u >= width || v < 0 || v >= height ? 0 : (darkness[y * width + x] - darkness[v * width + u]) / FALL_REACH;
  return Math.max(fall(x - FALL_REACH, y), fall(x + FALL_REACH, y), fall(x, y - FALL_REACH), fall(x, y + FALL_REACH));
}

/**
 * The distance of each pixel with more than half ink to the nearest with less, in pixels along rows, columns and diagonals
 * (1 at the edge of a spot). What is beyond the image counts as ink: a table goes on there.
 * @param {Float32Array} ink @param {number} width @param {number} height
 */
function depths(ink, width, height) {
  const depth = new Float32Array(ink.length);
  const limit = Math.max(width, height);
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    x < 0 || x >= width || y < 0 || y >= height ? limit : depth[y * width + x];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const before = Math.min(at(x - 1, y), at(x, y - 1), at(x - 1, y - 1), at(x + 1, y - 1));
      depth[y * width + x] = ink[y * width + x] > 0.5 ? Math.min(limit, before + 1) : 0;
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const after = Math.min(at(x + 1, y), at(x, y + 1), at(x - 1, y + 1), at(x + 1, y + 1));
      depth[y * width + x] = Math.min(depth[y * width + x], after + 1);
    }
  }
  return depth;
}

/** Whether a spot is the ground around the paper, or a shadow from beyond the image. @param {Spot} spot */
export const isGround = ({ border, inCorner, width, height }) =>
  inCorner || border > ALONG_BORDER * Math.max(width, height);

/** Whether a spot has strokes. @param {Spot} spot @param {number} contrast  of the ink */
function hasStrokes({ at, width, height, thickness, slope }, contrast) {
  const long = Math.max(width, height);
  const isBlock = at.length > FULLEST * width * height && Math.min(width, height) > NARROW * long;
  const isSoft = FALL_REACH * slope < SOFTEST * contrast && slope * long < SOFTEST_WHOLE * contrast;
  return thickness <= THICKEST * long && !isBlock && !isSoft;
}

/**
 * The spots of the digit: with strokes, none of them dirt; those at the border (a finger, a ruled line) only if there is
 * no other.
 * @param {Spot[]} spots @param {number} contrast @param {number} pixels  of the image
 */
export function spotsOfDigit(spots, contrast, pixels) {
  const largestOf = (/** @type {Spot[]} */ some) => Math.max(0, ...some.map(({ size }) => size));
  const stroked = spots.filter((spot) => hasStrokes(spot, contrast)),
    inside = stroked.filter(({ border }) => border === 0);
  // A digit cut off at the edge is preferred to dirt.
  const isWhole = largestOf(inside) > DIRT * largestOf(stroked) && largestOf(inside) > DIRT_OF_IMAGE * pixels;
  const digit = isWhole ? inside : stroked;
  const least = DIRT * largestOf(digit);
  // The dot of a short stroke has no strokes of its own.
  return spots.filter(
    (spot) =>
      spot.size >= least && (digit.includes(spot) || (digit.length > 0 && spot.border === 0 && isPart(spot, digit))),
  );
}

/** Whether a spot without strokes is a small part of the digit. @param {Spot} spot @param {Spot[]} digit */
const isPart = (spot, digit) => spot.size < Math.max(...digit.map(({ size }) => size)) / 2;
