import { connectedPixels } from '../../core/pictures/connected-pixels.js';
import { SIDE } from '../../core/pictures/digit-image.js';

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
export function connectedParts(pixels, least, options) {
  return connectedPixels((at) => pixels[at] >= least, SIDE, SIDE, options).map((region) => {
    const columns = region.map((at) => at % SIDE),
      rows = region.map((at) => Math.floor(at / SIDE));
    return {
      ink: region.reduce((sum, at) => sum + pixels[at], 0),
      left: Math.min(...columns),
      right: Math.max(...columns),
      top: Math.min(...rows),
      bottom: Math.max(...rows),
    };
  });
}
