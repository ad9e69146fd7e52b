/** @typedef {import('./default-digit.js').Stroke} Stroke */

/** The pen's width in units of the pad's side: a digit that fills the pad then has MNIST's stroke width. */
export const PEN_WIDTH = 0.085;
/** The available pen widths, from thin to thick. */
export const PEN_WIDTHS = Object.freeze([0.04, 0.06, PEN_WIDTH, 0.125]);

/** Ink pixels along the pad's side: five for each input pixel of the model, enough for a smooth area average. */
export const RESOLUTION = 140;

/**
 * Square of the distance from a point to the segment between a and b.
 * @param {number} px @param {number} py
 * @param {number} ax @param {number} ay
 * @param {number} bx @param {number} by
 */
function squaredDistance(px, py, ax, ay, bx, by) {
  const dx = bx - ax,
    dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  const x = px - ax - along * dx,
    y = py - ay - along * dy;
  return x * x + y * y;
}

/**
 * The ink of strokes with round caps. Computed without a canvas, so that it is the same in every browser.
 * @param {Stroke[]} strokes
 * @param {number[]} [widths]  of each stroke
 * @returns {import('./prepare-digit.js').Ink}
 */
export function rasterizeStrokes(strokes, widths = []) {
  return createRasterizer()(strokes, widths);
}

/**
 * The same for a growing drawing: only new points are drawn, so that the thousandth point of
 * a scribble costs as little as the first. The returned ink is reused by the next call.
 */
export function createRasterizer() {
  const side = RESOLUTION;
  const data = new Float32Array(side * side);
  /** @type {Stroke[]} */
  let drawn = [];

  /** @param {Stroke[]} strokes @param {number[]} widths @returns {import('./prepare-digit.js').Ink} */
  return (strokes, widths) => {
    if (!isBeginning(drawn, strokes)) {
      data.fill(0);
      drawn = [];
    }
    const last = drawn.length - 1;
    for (let index = Math.max(0, last); index < strokes.length; index++) {
      drawStroke(data, side, strokes[index], index === last ? drawn[last].length : 0, (widths[index] ?? PEN_WIDTH) / 2);
    }
    drawn = strokes;
    return { data, width: side, height: side };
  };
}

/** Whether the drawing has only grown: at the end of its last stroke, or by further strokes. @param {Stroke[]} drawn @param {Stroke[]} strokes */
function isBeginning(drawn, strokes) {
  const last = drawn.length - 1;
  return (
    strokes.length > last
    && drawn.every(
      (stroke, i) =>
        stroke === strokes[i]
        || (i === last && stroke[0] === strokes[i][0] && stroke.at(-1) === strokes[i][stroke.length - 1]),
    )
  );
}

/** @param {Float32Array} data @param {number} side @param {Stroke} stroke @param {number} from  the first point to draw @param {number} share  half the pen */
function drawStroke(data, side, stroke, from, share) {
  const radius = share * side,
    reach = radius + 0.5;
  for (let i = from; i < stroke.length; i++) {
    const [bx, by] = stroke[i].map((value) => value * side);
    const [ax, ay] = (stroke[i - 1] ?? stroke[i]).map((value) => value * side);
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - radius - 1));
    const right = Math.min(side - 1, Math.ceil(Math.max(ax, bx) + radius + 1));
    const top = Math.max(0, Math.floor(Math.min(ay, by) - radius - 1));
    const bottom = Math.min(side - 1, Math.ceil(Math.max(ay, by) + radius + 1));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const squared = squaredDistance(x + 0.5, y + 0.5, ax, ay, bx, by);
        if (squared >= reach * reach) continue;
        // Not Math.hypot, whose last bit depends on the browser.
        const inside = reach - Math.sqrt(squared);
        const at = y * side + x;
        if (inside > data[at]) data[at] = Math.min(1, inside);
      }
    }
  }
}
