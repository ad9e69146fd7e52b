/** @typedef {{width: number, height: number}} ImageSize   in pixels; pixels are in raster order, in [0, 1], ink = 1 */

/** The size of MNIST's digits and of the shipped models. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
/** @type {Readonly<ImageSize>} */
export const DIGIT_SIZE = Object.freeze({ width: SIDE, height: SIDE });

/** @param {ImageSize} a @param {ImageSize} b */
export const isSameSize = (a, b) => a.width === b.width && a.height === b.height;

/**
 * @param {{images: Uint8Array} & ImageSize} digits   images one after another, width · height bytes each, ink = 255
 * @param {number} index
 * @returns {Float32Array}     the pixels of one
 */
export function digitFromBytes({ images, width, height }, index) {
  const count = width * height,
    pixels = new Float32Array(count),
    from = index * count;
  // Of a thousand digits, Float32Array.from() takes 0.1 s.
  for (let i = 0; i < count; i++) pixels[i] = images[from + i] / 255;
  return pixels;
}

/**
 * @param {Float32Array} pixels
 * @returns {Float32Array}     0 or 1, thresholded at 0.5: the input of a likelihood of binary pixels
 */
export function thresholdAtHalf(pixels) {
  return pixels.map((value) => (value >= 0.5 ? 1 : 0));
}
