/**
 * MNIST's preprocessing (LeCun et al., "Gradient-based learning applied to document recognition",
 * 1998, section III-A): the ink's bounding box is scaled to fit 20×20 with its aspect ratio preserved, then placed
 * in 28×28 so that its centre of mass is at the centre. For images of other sizes the box has the same share of the shorter side.
 */
import { DIGIT_SIZE } from './digit-image.js';

const BOX = 20 / 28;
/** A pixel with less ink is ignored: the faint edge of a stroke must not widen the box. */
const INK = 0.02;

/**
 * @typedef {import('./digit-image.js').ImageSize} ImageSize
 * @typedef {{data: Float32Array, width: number, height: number}} Ink   raster order, in [0, 1], ink = 1
 * @typedef {{left: number, top: number, width: number, height: number}} Box
 * @typedef {{first: number, weights: number[]}} Cover   cells of the source from `first` on, and the share of each
 */

/**
 * @param {Ink} ink
 * @returns {Box | null}  null when nothing is drawn
 */
export function boundingBox({ data, width, height }) {
  let left = width,
    right = -1,
    top = height,
    bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] <= INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * The source cells along one axis that a target cell covers.
 * @param {number} from    where the target cell begins in the source
 * @param {number} to
 * @param {number} limit   the source's size
 * @returns {Cover}
 */
function overlaps(from, to, limit) {
  const first = Math.max(0, Math.floor(from)),
    weights = [];
  for (let i = first; i < Math.min(limit, Math.ceil(to)); i++) weights.push(Math.min(to, i + 1) - Math.max(from, i));
  return { first, weights };
}

/**
 * Resamples a box of the ink by area average: every target pixel is the mean of the ink it covers.
 * @param {Ink} ink
 * @param {Box} box
 * @param {number} scale     target pixels per source pixel
 * @param {number} offsetX   where the box's left edge falls in the target, in target pixels
 * @param {number} offsetY
 * @param {ImageSize} size   of the target
 * @returns {Float32Array}
 */
function resample(ink, box, scale, offsetX, offsetY, { width, height }) {
  const out = new Float32Array(width * height);
  /** @type {(cell: number, offset: number, start: number, limit: number) => Cover} */
  const cover = (cell, offset, start, limit) =>
    overlaps(start + (cell - offset) / scale, start + (cell + 1 - offset) / scale, limit);
  const columns = Array.from({ length: width }, (_, x) => cover(x, offsetX, box.left, ink.width));
  for (let y = 0; y < height; y++) {
    const rows = cover(y, offsetY, box.top, ink.height);
    for (let i = 0; i < rows.weights.length; i++) {
      const row = (rows.first + i) * ink.width,
        share = rows.weights[i];
      for (let x = 0; x < width; x++) {
        const { first, weights } = columns[x];
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k] * ink.data[row + first + k];
        out[y * width + x] += sum * share * scale * scale;
      }
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = Math.min(1, out[i]);
  return out;
}

/**
 * @param {Float32Array} pixels
 * @param {number} [width]   of the image
 * @returns {{x: number, y: number}}  centre of mass, in pixels; the middle of the first pixel is at ½
 */
export function centreOfMass(pixels, width = DIGIT_SIZE.width) {
  let mass = 0,
    sumX = 0,
    sumY = 0;
  for (let i = 0; i < pixels.length; i++) {
    mass += pixels[i];
    sumX += pixels[i] * ((i % width) + 0.5);
    sumY += pixels[i] * (Math.floor(i / width) + 0.5);
  }
  return { x: sumX / mass, y: sumY / mass };
}

/**
 * @param {Ink} ink
 * @param {ImageSize} [size]
 * @returns {Float32Array | null}  the pixels; null when nothing is drawn
 */
export function prepareDigit(ink, size = DIGIT_SIZE) {
  const box = boundingBox(ink);
  if (!box) return null;
  const scale = (BOX * Math.min(size.width, size.height)) / Math.max(box.width, box.height);
  const middleX = (size.width - box.width * scale) / 2;
  const middleY = (size.height - box.height * scale) / 2;
  const centred = resample(ink, box, scale, middleX, middleY, size);
  const mass = centreOfMass(centred, size.width);
  // Whole pixels, as in MNIST: a fractional shift would blur the digit again.
  const shiftX = Math.round(size.width / 2 - mass.x);
  const shiftY = Math.round(size.height / 2 - mass.y);
  return resample(ink, box, scale, middleX + shiftX, middleY + shiftY, size);
}

/**
 * The drawing scaled down without centring; in an image that is not square it is in the middle.
 * @param {Ink} ink  square
 * @param {ImageSize} [size]
 * @returns {Float32Array | null}
 */
export function shrinkDigit(ink, size = DIGIT_SIZE) {
  if (!boundingBox(ink)) return null;
  const side = Math.min(size.width, size.height),
    whole = { left: 0, top: 0, width: ink.width, height: ink.height };
  return resample(ink, whole, side / ink.width, (size.width - side) / 2, (size.height - side) / 2, size);
}
