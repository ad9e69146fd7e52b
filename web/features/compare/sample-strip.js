import { paintPixels } from '../../core/pictures/digit-canvas.js';

/** Gap between images, in their pixels. */
const GAP = 2;

/** What each canvas shows: during training the comparison is updated in every frame, and samples change seldom. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
const painted = new WeakMap();

/**
 * Draws images side by side in rows, unless the canvas shows them.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} images   null: blank
 * @param {number} columns
 * @param {number} rows
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @param {import('../../core/pictures/digit-image.js').ImageSize} size   of each image
 */
export function paintStrip(canvas, images, columns, rows, colors, size) {
  const wanted = [images, columns, rows, colors, size.width, size.height];
  if (painted.get(canvas)?.every((one, i) => one === wanted[i])) return;
  painted.set(canvas, wanted);
  const width = columns * (size.width + GAP) - GAP,
    height = rows * (size.height + GAP) - GAP,
    pixels = size.width * size.height,
    count = images ? Math.min(columns * rows, images.length / pixels) : 0;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.clearRect(0, 0, width, height);
  canvas.setAttribute('data-value', String(count));
  if (!images) return;
  for (let n = 0; n < count; n++) {
    paintPixels(canvas, images.subarray(n * pixels, (n + 1) * pixels), {
      ...size,
      colors,
      left: (n % columns) * (size.width + GAP),
      top: Math.floor(n / columns) * (size.height + GAP),
    });
  }
}
