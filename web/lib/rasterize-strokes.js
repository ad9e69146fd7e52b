/** @typedef {import('./default-digit.js').Stroke} Stroke */

/** The pen's width in units of the pad's side: a digit that fills the pad then has a stroke as thick as MNIST's. */
export const PEN_WIDTH = 0.085;
/** The pens there are, fine to broad. */
export const PEN_WIDTHS = Object.freeze([0.04, 0.06, PEN_WIDTH, 0.125]);

/** Ink pixels along the pad's side: five for each pixel the model sees, enough for a smooth area average. */
export const RESOLUTION = 140;

/**
 * Distance from a point to the segment between a and b.
 * @param {number} px @param {number} py
 * @param {number} ax @param {number} ay
 * @param {number} bx @param {number} by
 */
function distanceToSegment(px, py, ax, ay, bx, by) {
  const dx = bx - ax, dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

/**
 * The ink of round-tipped strokes. Not read back from a canvas, so it is the same in every browser.
 * @param {Stroke[]} strokes
 * @param {number[]} [widths]  of each stroke
 * @returns {import('./prepare-digit.js').Ink}
 */
export function rasterizeStrokes(strokes, widths = []) {
  const side = RESOLUTION;
  const data = new Float32Array(side * side);
  for (const [index, stroke] of strokes.entries()) {
    const radius = ((widths[index] ?? PEN_WIDTH) / 2) * side;
    for (let i = 0; i < stroke.length; i++) {
      const [bx, by] = stroke[i].map((value) => value * side);
      const [ax, ay] = (stroke[i - 1] ?? stroke[i]).map((value) => value * side);
      const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
      const right = Math.min(side - 1, Math.ceil(Math.max(ax, bx) + radius + 1));
      const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
      const bottom = Math.min(side - 1, Math.ceil(Math.max(ay, by) + radius + 1));
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const inside = radius + 0.5 - distanceToSegment(x + 0.5, y + 0.5, ax, ay, bx, by);
          const at = y * side + x;
          if (inside > data[at]) data[at] = Math.min(1, inside);
        }
      }
    }
  }
  return { data, width: side, height: side };
}
