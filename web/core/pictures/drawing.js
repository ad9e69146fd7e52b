import { DEFAULT_DIGIT } from './default-digit.js';
import { digitFromBytes } from './digit-image.js';
import { PEN_WIDTH } from './rasterize-strokes.js';

/**
 * The content of the pad: strokes, a held-out digit, or an image. Values are immutable, so undo only stores the old one.
 *
 * @typedef {import('./default-digit.js').Stroke} Stroke
 * @typedef {{index: number, label: number, pixels: Float32Array} & import('./digit-image.js').ImageSize} HeldOutDigit
 * @typedef {object} Drawing
 * @property {Stroke[]} strokes
 * @property {number[]} widths             of each stroke, in units of the pad's side
 * @property {HeldOutDigit | null} digit
 * @property {import('./prepare-digit.js').Ink | null} picture   the ink of the user's image
 * @property {Drawing | null} before      the drawing that undo restores
 */

/** Maximum number of undo steps. */
const UNDO_DEPTH = 100;

/**
 * @param {Drawing} drawing
 * @returns {Drawing}  the same, without its oldest undo steps
 */
function forgetOldest(drawing) {
  /** @type {Drawing[]} */
  const chain = [];
  for (let at = /** @type {Drawing | null} */ (drawing); at && chain.length < UNDO_DEPTH; at = at.before)
    chain.push(at);
  if (chain.length < UNDO_DEPTH) return drawing;
  return chain.reduceRight((/** @type {Drawing | null} */ before, at) => ({ ...at, before }), null) ?? drawing;
}

/**
 * @param {Stroke[]} [strokes]
 * @param {number[]} [widths]
 * @returns {Drawing}
 */
export function createDrawing(strokes = [], widths = strokes.map(() => PEN_WIDTH)) {
  return { strokes, widths, digit: null, picture: null, before: null };
}

/**
 * A stroke on the example, a held-out digit or an image starts a new drawing.
 * @param {Drawing} drawing
 * @param {[number, number]} point
 * @param {number} [width]
 * @returns {Drawing}
 */
export function beginStroke(drawing, point, width = PEN_WIDTH) {
  const { strokes, widths } = isExample(drawing) ? createDrawing() : drawing;
  return forgetOldest({ ...createDrawing([...strokes, [point]], [...widths, width]), before: drawing });
}

/**
 * @param {Drawing} drawing
 * @param {[number, number][]} points
 * @returns {Drawing}
 */
export function extendStroke(drawing, points) {
  const last = drawing.strokes.at(-1);
  if (!last || points.length === 0) return drawing;
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), [...last, ...points]] };
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function clearDrawing(drawing) {
  return isBlank(drawing) ? drawing : forgetOldest({ ...createDrawing(), before: drawing });
}

/**
 * @param {import('../../engine/messages.js').Digits} digits
 * @param {number} index   of a held-out digit
 * @returns {HeldOutDigit}
 */
export const heldOutDigit = (digits, index) => ({
  index,
  label: digits.labels[index],
  pixels: digitFromBytes(digits, index),
  width: digits.width,
  height: digits.height,
});

/**
 * @param {Drawing} drawing
 * @param {HeldOutDigit} digit
 * @returns {Drawing}
 */
export function showDigit(drawing, digit) {
  return forgetOldest({ ...createDrawing(), digit, before: drawing });
}

/**
 * @param {Drawing} drawing
 * @param {import('./prepare-digit.js').Ink} picture
 * @returns {Drawing}
 */
export function showPicture(drawing, picture) {
  return forgetOldest({ ...createDrawing(), picture, before: drawing });
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function undoDrawing(drawing) {
  return drawing.before ?? drawing;
}

/**
 * Whether it is the digit of the first paint. The user's own strokes are another array, even if they are equal.
 * @param {Drawing} drawing
 */
export const isExample = (drawing) => drawing.strokes === DEFAULT_DIGIT;

/**
 * @param {Drawing} drawing
 * @returns {boolean}
 */
export function isBlank(drawing) {
  return drawing.strokes.length === 0 && !drawing.digit && !drawing.picture;
}
