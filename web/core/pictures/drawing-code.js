/**
 * Encodes a drawing as a short text, for links: base64url of a version, then for each stroke the number of points, its width in
 * thousandths of the pad's side, and its points on a grid of 1024, each relative to the previous one. Points on
 * the line between their neighbours are omitted.
 */
import { createDrawing } from './drawing.js';

const VERSION = 1;
const GRID = 1023;
const MAX_STROKES = 64,
  MAX_POINTS = 4000,
  MAX_LETTERS = 8192;
/** Maximum pen width, in thousandths. */
const MAX_WIDTH = 300;
/** Maximum distance of an omitted point from the line, in cells; larger only if the drawing would not fit. */
const TOLERANCE = 0.5,
  LARGEST_TOLERANCE = 16;

/**
 * @param {import('./drawing.js').Drawing} drawing
 * @returns {string}  '' for a blank drawing, and for one with too many strokes for a link
 */
export function encodeDrawing({ strokes, widths }) {
  if (strokes.length === 0 || strokes.length > MAX_STROKES) return '';
  const cells = strokes.map((stroke) =>
    stroke.map(([x, y]) => /** @type {[number, number]} */ ([cellOf(x), cellOf(y)])),
  );
  for (let tolerance = TOLERANCE; tolerance <= LARGEST_TOLERANCE; tolerance *= 2) {
    const simple = cells.map((stroke) => simplify(stroke, tolerance));
    const text = textOf(simple, widths);
    if (text.length <= MAX_LETTERS && simple.reduce((sum, stroke) => sum + stroke.length, 0) <= MAX_POINTS) return text;
  }
  return '';
}

/** A pen outside the pad draws along its edge. @param {number} share */
const cellOf = (share) => Math.round(Math.min(1, Math.max(0, share)) * GRID);

/**
 * The Ramer–Douglas–Peucker algorithm: retains the point farthest from the line between the ends, and recurses on both sides of it.
 * @param {[number, number][]} points
 * @param {number} tolerance
 */
function simplify(points, tolerance) {
  const kept = new Set([0, points.length - 1]);
  const open = [[0, points.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span,
      [ax, ay] = points[from],
      dx = points[to][0] - ax,
      dy = points[to][1] - ay;
    const length = dx * dx + dy * dy;
    let farthest = -1,
      distance = tolerance;
    for (let i = from + 1; i < to; i++) {
      const px = points[i][0] - ax,
        py = points[i][1] - ay;
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      const off = Math.hypot(px - along * dx, py - along * dy);
      if (off > distance) [farthest, distance] = [i, off];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept.has(i));
}

/** @param {[number, number][][]} strokes @param {number[]} widths */
function textOf(strokes, widths) {
  /** @type {number[]} */
  const bytes = [VERSION];
  /** @param {number} value */
  const put = (value) => {
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
    bytes.push(value);
  };
  for (const [index, stroke] of strokes.entries()) {
    put(stroke.length);
    put(Math.min(MAX_WIDTH, Math.max(1, Math.round(1000 * widths[index]))));
    let last = [0, 0];
    for (const cell of stroke) {
      cell.forEach((value, i) => put(zigzag(value - last[i])));
      last = cell;
    }
  }
  const letters = bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} text
 * @returns {import('./drawing.js').Drawing | null}  null if the text is not from encodeDrawing
 */
export function decodeDrawing(text) {
  if (text.length > MAX_LETTERS || !/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  if (bytes[0] !== VERSION || bytes.length < 2) return null;
  let at = 1,
    points = 0;
  /** NaN at the end, or if a number does not terminate. */
  const take = () => {
    for (let value = 0, shift = 0; shift < 28 && at < bytes.length; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return NaN;
  };
  /** @type {import('./default-digit.js').Stroke[]} */
  const strokes = [];
  /** @type {number[]} */
  const widths = [];
  while (at < bytes.length) {
    const count = take(),
      width = take();
    points += count;
    if (!(count > 0 && points <= MAX_POINTS && strokes.length < MAX_STROKES && width >= 1 && width <= MAX_WIDTH))
      return null;
    /** @type {import('./default-digit.js').Stroke} */
    const stroke = [];
    let x = 0,
      y = 0;
    for (let i = 0; i < count; i++) {
      x += unzigzag(take());
      y += unzigzag(take());
      if (!(x >= 0 && x <= GRID && y >= 0 && y <= GRID)) return null;
      stroke.push([x / GRID, y / GRID]);
    }
    strokes.push(stroke);
    widths.push(width / 1000);
  }
  return createDrawing(strokes, widths);
}

/** @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
/** @param {number} value */
const unzigzag = (value) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);
