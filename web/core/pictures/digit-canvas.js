import { channels } from '../dom/colors.js';
import { DIGIT_SIZE } from './digit-image.js';

/** Buffer that is reused for images of one size: the images of a grid are drawn at once. @type {ImageData | null} */
let image = null;

/** A canvas of the size of a digit: before it is painted, its default size would move what is below it. */
export function createPicture(page = document) {
  const canvas = page.createElement('canvas');
  canvas.width = DIGIT_SIZE.width;
  canvas.height = DIGIT_SIZE.height;
  return canvas;
}

/**
 * Draws pixels into a canvas, which gets their size; the style sheet enlarges it without smoothing.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels   null, or of another size: blank paper
 * @param {import('../dom/colors.js').Colors} colors
 * @param {import('./digit-image.js').ImageSize} [size]   by default that of a digit
 * @param {number} [shadedRows]           from the top: their paper is a shade darker
 */
export function paintDigit(canvas, pixels, colors, { width, height } = DIGIT_SIZE, shadedRows = 0) {
  // Even the same value clears a canvas and allocates it again.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  paintPixels(canvas, pixels, { width, height, colors, shadedRows });
}

/**
 * The same for a part of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array | null} pixels
 * @param {{width: number, height: number, colors: import('../dom/colors.js').Colors, left?: number, top?: number, shadedRows?: number}} part
 */
export function paintPixels(canvas, pixels, { width, height, colors, left = 0, top = 0, shadedRows = 0 }) {
  if (image?.width !== width || image.height !== height) image = new ImageData(width, height);
  const { data } = image,
    // While data of another size replaces the present one, a view may have pixels of the old.
    shown = pixels?.length === width * height ? pixels : null;
  const ink = channels(colors.ink),
    shaded = channels(colors.rule),
    plain = channels(colors.paper);
  for (let i = 0, at = 0; i < width * height; i++, at += 4) {
    const value = shown ? shown[i] : 0,
      paper = i < shadedRows * width ? shaded : plain;
    data[at] = paper[0] + (ink[0] - paper[0]) * value;
    data[at + 1] = paper[1] + (ink[1] - paper[1]) * value;
    data[at + 2] = paper[2] + (ink[2] - paper[2]) * value;
    data[at + 3] = 255;
  }
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).putImageData(image, left, top);
}
