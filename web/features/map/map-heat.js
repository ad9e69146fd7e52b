import { channels } from '../../core/dom/colors.js';

/**
 * @typedef {import('../../core/scatter/plane.js').Plane} Plane
 * @typedef {import('./grid-moments.js').DensityGrid} Grid
 * @typedef {{left: number, right: number, bottom: number, top: number}} Bounds   without its faint edge
 * @typedef {{grid: Grid, picture: HTMLCanvasElement, bounds: Bounds}} Heat
 */

/** Less than full ink, so that the marks above remain visible. */
const MAX_INK = 200;
/** As a share of the maximum density: about 2σ of a Gaussian. */
const FAINT = 0.14;

/**
 * Renders the density once as an image: the higher the density, the more ink.
 * @param {Grid} grid
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @returns {Heat}
 */
export function createHeat(grid, colors) {
  const { side, density } = grid;
  const picture = document.createElement('canvas');
  picture.width = picture.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
  const image = context.createImageData(side, side);
  const ink = channels(colors.ink);
  const most = density.reduce((high, value) => Math.max(high, value), 0) || 1;
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      // The grid's rows go up, the image's down.
      const at = ((side - 1 - row) * side + column) * 4;
      for (let c = 0; c < 3; c++) image.data[at + c] = ink[c];
      const share = density[row * side + column] / most;
      image.data[at + 3] = MAX_INK * share;
      if (share < FAINT) continue;
      const x = grid.left + ((grid.right - grid.left) * column) / (side - 1),
        y = grid.bottom + ((grid.top - grid.bottom) * row) / (side - 1);
      bounds.left = Math.min(bounds.left, x);
      bounds.right = Math.max(bounds.right, x);
      bounds.bottom = Math.min(bounds.bottom, y);
      bounds.top = Math.max(bounds.top, y);
    }
  }
  context.putImageData(image, 0, 0);
  return { grid, picture, bounds };
}

/** For axes with z2 horizontal and z1 vertical. @param {Grid} grid @returns {Grid} */
export function transposed({ left, right, bottom, top, side, density }) {
  return {
    left: bottom,
    right: top,
    bottom: left,
    top: right,
    side,
    density: density.map((_, i) => density[(i % side) * side + Math.floor(i / side)]),
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Heat} heat
 */
export function drawHeat(context, plane, { grid, picture }) {
  const { left, right, bottom, top, side } = grid;
  // The grid's outermost points are at the centres of the image's outermost pixels.
  const halfX = (right - left) / (side - 1) / 2,
    halfY = (top - bottom) / (side - 1) / 2;
  const x = plane.toX(left - halfX),
    y = plane.toY(top + halfY);
  context.drawImage(picture, x, y, plane.toX(right + halfX) - x, plane.toY(bottom - halfY) - y);
}
