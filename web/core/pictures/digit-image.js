/** The size of all digits, as in MNIST. Pixels are in raster order, in [0, 1], ink = 1. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/**
 * @param {Uint8Array} bytes   digits one after another, 784 bytes each, ink = 255
 * @param {number} index
 * @returns {Float32Array}     one digit's pixels
 */
export function digitFromBytes(bytes, index) {
  const pixels = new Float32Array(PIXELS),
    from = index * PIXELS;
  // Of a thousand digits, Float32Array.from() takes 0.1 s.
  for (let i = 0; i < PIXELS; i++) pixels[i] = bytes[from + i] / 255;
  return pixels;
}

/**
 * @param {Float32Array} pixels
 * @returns {Float32Array}     0 or 1, thresholded at 0.5: the input of a likelihood of binary pixels
 */
export function thresholdAtHalf(pixels) {
  return pixels.map((value) => (value >= 0.5 ? 1 : 0));
}
