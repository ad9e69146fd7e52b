import { PIXELS, SIDE } from '../../core/pictures/digit-image.js';
import { paintPixels } from '../../core/pictures/digit-canvas.js';

/** Gap between images, in their pixels. */
const GAP = 2;

/** What each canvas shows: during training the comparison is updated in every frame, and samples change seldom. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
const painted = new WeakMap();

/**
 * Draws images side by side in rows, unless the canvas shows them.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} images   784 each; null: blank
 * @param {number} columns
 * @param {number} rows
 * @param {import('../../core/dom/colors.js').Colors} colors
 */
export function paintStrip(canvas, images, columns, rows, colors) {
  const wanted = [images, columns, rows, colors];
  if (painted.get(canvas)?.every((one, i) => one === wanted[i])) return;
  painted.set(canvas, wanted);
  const width = columns * (SIDE + GAP) - GAP,
    height = rows * (SIDE + GAP) - GAP;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.clearRect(0, 0, width, height);
  canvas.setAttribute('data-value', String(images ? Math.min(columns * rows, images.length / PIXELS) : 0));
  if (!images) return;
  for (let n = 0; n < Math.min(columns * rows, images.length / PIXELS); n++) {
    paintPixels(canvas, images.subarray(n * PIXELS, (n + 1) * PIXELS), {
      width: SIDE,
      height: SIDE,
      colors,
      left: (n % columns) * (SIDE + GAP),
      top: Math.floor(n / columns) * (SIDE + GAP),
    });
  }
}
