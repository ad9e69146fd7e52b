import { PIXELS, SIDE } from '../../core/pictures/digit-image.js';

/**
 * @typedef {{ink: number, left: number, right: number, top: number, bottom: number}} Part   its ink, and the box
 *   around it in pixels, both edges included
 */

/**
 * The connected parts of an image.
 * @param {Float32Array} pixels  784
 * @param {number} least         less ink than this in a pixel separates two parts
 * @param {{isOverCorners?: boolean}} [options]   whether pixels that share only a corner are connected
 * @returns {Part[]}
 */
export function connectedParts(pixels, least, { isOverCorners = true } = {}) {
  const isSeen = new Uint8Array(PIXELS);
  /** @type {Part[]} */
  const parts = [];
  for (let start = 0; start < PIXELS; start++) {
    if (pixels[start] < least || isSeen[start]) continue;
    const part = { ink: 0, left: SIDE, right: 0, top: SIDE, bottom: 0 },
      open = [start];
    isSeen[start] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % SIDE,
        y = Math.floor(at / SIDE);
      part.ink += pixels[at];
      part.left = Math.min(part.left, x);
      part.right = Math.max(part.right, x);
      part.top = Math.min(part.top, y);
      part.bottom = Math.max(part.bottom, y);
      for (let v = Math.max(0, y - 1); v <= Math.min(SIDE - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(SIDE - 1, x + 1); u++) {
          const next = SIDE * v + u;
          if (pixels[next] < least || isSeen[next] || (!isOverCorners && u !== x && v !== y)) continue;
          isSeen[next] = 1;
          open.push(next);
        }
      }
    }
    parts.push(part);
  }
  return parts;
}
