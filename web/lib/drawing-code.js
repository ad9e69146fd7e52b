/** A drawing as a short text, for links: base64url of the strokes' points on a grid of 1024, each as the way from the last. */

const GRID = 1023;
const MOST_POINTS = 20_000;

/**
 * @param {import('./drawing.js').Drawing} drawing
 * @returns {string}
 */
export function encodeDrawing({ strokes }) {
  /** @type {number[]} */
  const bytes = [];
  /** @param {number} value */
  const put = (value) => {
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
    bytes.push(value);
  };
  for (const stroke of strokes) {
    put(stroke.length);
    let last = [0, 0];
    for (const point of stroke) {
      const cell = point.map((share) => Math.round(Math.min(1, Math.max(0, share)) * GRID));
      cell.forEach((value, i) => put(zigzag(value - last[i])));
      last = cell;
    }
  }
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @param {string} text
 * @returns {import('./drawing.js').Drawing | null}  null where the text is none of encodeDrawing's
 */
export function decodeDrawing(text) {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  let at = 0, points = 0;
  /** NaN at the end, or where a number never ends. */
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
  while (at < bytes.length) {
    const count = take();
    points += count;
    if (!(count > 0 && points <= MOST_POINTS)) return null;
    /** @type {import('./default-digit.js').Stroke} */
    const stroke = [];
    let x = 0, y = 0;
    for (let i = 0; i < count; i++) {
      x += unzigzag(take());
      y += unzigzag(take());
      if (!(x >= 0 && x <= GRID && y >= 0 && y <= GRID)) return null;
      stroke.push([x / GRID, y / GRID]);
    }
    strokes.push(stroke);
  }
  return { strokes, digit: null, before: null };
}

/** @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
/** @param {number} value */
const unzigzag = (value) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);
