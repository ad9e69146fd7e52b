import { channels } from '../dom/colors.js';

/** Buffer that is reused for images of one size: the images of a grid are drawn at once. @type {ImageData | null} */
let image = null;

/**
 * Draws pixels into a canvas of the same size; the style sheet enlarges it without smoothing.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels   null: blank paper
 * @param {import('../dom/colors.js').Colors} colors
 * @param {number} [shadedRows]           from the top: their paper is a shade darker
 */
export function paintDigit(canvas, pixels, colors, shadedRows = 0) {
  paintPixels(canvas, pixels, { width: canvas.width, height: canvas.height, colors, shadedRows });
}

/**
 * The same for a part of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels
 * @param {{width: number, height: number, colors: import('../dom/colors.js').Colors, left?: number, top?: number, shadedRows?: number}} part
 */
export function paintPixels(canvas, pixels, { width, height, colors, left = 0, top = 0, shadedRows = 0 }) {
  if (image?.width !== width || image.height !== height) image = new ImageData(width, height);
  const { data } = image;
  const ink = channels(colors.ink),
    shaded = channels(colors.rule),
    plain = channels(colors.paper);
  for (let i = 0, at = 0; i < width * height; i++, at += 4) {
    const value = pixels ? pixels[i] : 0,
      paper = i < shadedRows * width ? shaded : plain;
    data[at] = paper[0] + (ink[0] - paper[0]) * value;
    data[at + 1] = paper[1] + (ink[1] - paper[1]) * value;
    data[at + 2] = paper[2] + (ink[2] - paper[2]) * value;
    data[at + 3] = 255;
  }
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).putImageData(image, left, top);
}
