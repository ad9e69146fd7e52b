import { PIXELS, SIDE } from '../lib/digit-image.js';
import { channels } from './colors.js';

/** Paper between pictures, in their pixels. */
const GAP = 2;

/**
 * Pictures side by side in rows, ink on paper.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} images   784 each; null: blank
 * @param {number} columns
 * @param {number} rows
 * @param {import('./colors.js').Colors} colors
 */
export function paintStrip(canvas, images, columns, rows, colors) {
  const width = columns * (SIDE + GAP) - GAP, height = rows * (SIDE + GAP) - GAP;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.clearRect(0, 0, width, height);
  canvas.setAttribute('data-value', String(images ? Math.min(columns * rows, images.length / PIXELS) : 0));
  if (!images) return;
  const paper = channels(colors.paper), ink = channels(colors.ink);
  for (let n = 0; n < Math.min(columns * rows, images.length / PIXELS); n++) {
    const image = context.createImageData(SIDE, SIDE);
    for (let i = 0; i < PIXELS; i++) {
      const value = images[n * PIXELS + i];
      for (let c = 0; c < 3; c++) image.data[i * 4 + c] = paper[c] + (ink[c] - paper[c]) * value;
      image.data[i * 4 + 3] = 255;
    }
    context.putImageData(image, (n % columns) * (SIDE + GAP), Math.floor(n / columns) * (SIDE + GAP));
  }
}
