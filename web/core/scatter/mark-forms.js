/** How each digit of a map is drawn: as its glyph where there is room, otherwise as a dot. */
import { MAX_CLASSES } from '../model/data-limits.js';

export const ABSENT = 0,
  DOT = 1,
  GLYPH = 2;

/** The room that a glyph needs, relative to its font size: the width and the height of a numeral and a little air. */
const ROOM = { across: 0.72, up: 0.88 };

/**
 * A digit has its glyph unless a digit before it in the list has one within the same room. So the same digits have theirs
 * in every drawing of the same points, and a digit that moves affects only those that come after it.
 * @param {import('./plane.js').Plane} plane
 * @param {{width: number, height: number}} frame
 * @param {{points: Float32Array, labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>}} cloud
 * @param {number} size   font size of the glyphs, in units of the frame; 0: all have their glyphs
 * @returns {Uint8Array}  for each digit ABSENT (its label is hidden, or it is outside the frame), DOT or GLYPH
 */
export function markForms(plane, { width, height }, { points, labels, hiddenLabels }, size) {
  const count = labels ? Math.min(labels.length, points.length / 2) : 0;
  const forms = new Uint8Array(count);
  if (!labels) return forms;
  const isHidden = Uint8Array.from({ length: MAX_CLASSES }, (_, digit) => Number(hiddenLabels.has(digit)));
  const originX = plane.toX(0),
    originY = plane.toY(0),
    { scale } = plane;
  const across = ROOM.across * size || 1,
    up = ROOM.up * size || 1;
  // Cells of the size of the room: each contains at most one glyph's middle, and only its neighbours may be too near.
  const columns = size > 0 ? Math.floor(width / across) + 3 : 0,
    rows = size > 0 ? Math.floor(height / up) + 3 : 0;
  const takenX = new Float32Array(columns * rows).fill(NaN),
    takenY = new Float32Array(columns * rows);
  for (let i = 0; i < count; i++) {
    if (isHidden[labels[i]]) continue;
    const x = originX + points[2 * i] * scale,
      y = originY - points[2 * i + 1] * scale;
    // Digits at the edge are omitted instead of clipped: half a digit could be read as another.
    if (!(x >= 0 && x <= width && y >= 0 && y <= height)) continue;
    forms[i] = GLYPH;
    if (size === 0) continue;
    const cell = (Math.floor(y / up) + 1) * columns + Math.floor(x / across) + 1;
    for (let row = cell - columns; row <= cell + columns; row += columns) {
      for (let other = row - 1; other <= row + 1; other++) {
        if (Math.abs(takenX[other] - x) < across && Math.abs(takenY[other] - y) < up) forms[i] = DOT;
      }
    }
    if (forms[i] === DOT) continue;
    takenX[cell] = x;
    takenY[cell] = y;
  }
  return forms;
}
