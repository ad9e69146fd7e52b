import { SIDE } from '../lib/digit-image.js';
import { channels } from './colors.js';

/**
 * Paints pixels into a canvas of that many, ink on paper; the style sheet makes it large without smoothing.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels   null: blank paper
 * @param {import('./colors.js').Colors} colors
 * @param {number} [shadedRows]           from the top: their paper is a shade darker
 */
export function paintDigit(canvas, pixels, colors, shadedRows = 0) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(canvas.width, canvas.height);
  const plain = channels(colors.paper), shaded = channels(colors.rule), ink = channels(colors.ink);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    const value = pixels ? pixels[i] : 0;
    const paper = i < shadedRows * SIDE ? shaded : plain;
    for (let c = 0; c < 3; c++) image.data[i * 4 + c] = paper[c] + (ink[c] - paper[c]) * value;
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
