/**
 * What is on the pad: strokes, or a held-out digit. Values are never changed, so undo only keeps the old one.
 *
 * @typedef {import('./default-digit.js').Stroke} Stroke
 * @typedef {{index: number, label: number, pixels: Float32Array}} HeldOutDigit
 * @typedef {object} Drawing
 * @property {Stroke[]} strokes
 * @property {HeldOutDigit | null} digit
 * @property {Drawing | null} before      what undo brings back
 */

/** So many changes can be undone. */
const UNDO_DEPTH = 100;

/**
 * @param {Drawing} drawing
 * @returns {Drawing}  the same, its oldest undo steps forgotten
 */
function forgetOldest(drawing) {
  /** @type {Drawing[]} */
  const chain = [];
  for (let at = /** @type {Drawing | null} */ (drawing); at && chain.length < UNDO_DEPTH; at = at.before) chain.push(at);
  if (chain.length < UNDO_DEPTH) return drawing;
  return chain.reduceRight((/** @type {Drawing | null} */ before, at) => ({ ...at, before }), null) ?? drawing;
}

/**
 * @param {Stroke[]} [strokes]
 * @returns {Drawing}
 */
export function createDrawing(strokes = []) {
  return { strokes, digit: null, before: null };
}

/**
 * A pen on a held-out digit begins a new drawing.
 * @param {Drawing} drawing
 * @param {[number, number]} point
 * @returns {Drawing}
 */
export function beginStroke(drawing, point) {
  return forgetOldest({ strokes: [...drawing.strokes, [point]], digit: null, before: drawing });
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
  return isBlank(drawing) ? drawing : forgetOldest({ strokes: [], digit: null, before: drawing });
}

/**
 * @param {Drawing} drawing
 * @param {HeldOutDigit} digit
 * @returns {Drawing}
 */
export function showDigit(drawing, digit) {
  return forgetOldest({ strokes: [], digit, before: drawing });
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function undoDrawing(drawing) {
  return drawing.before ?? drawing;
}

/**
 * @param {Drawing} drawing
 * @returns {boolean}
 */
export function isBlank(drawing) {
  return drawing.strokes.length === 0 && !drawing.digit;
}
