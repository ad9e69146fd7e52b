import { createStamps } from './cloud-painter.js';
import { createDots, createGlyphs } from './scatter-axes.js';

/** @typedef {{stamps: import('./cloud-painter.js').Stamp[], dots: import('./cloud-painter.js').Stamp[], size: number}} MarkStamps */

/** Before there are colours. @type {MarkStamps} */
export const NO_STAMPS = { stamps: [], dots: [], size: 0 };

/**
 * What the painter draws for the digits of a cloud.
 * @param {import('../dom/colors.js').Colors} colors
 * @param {number} size   of the glyphs, in CSS pixels
 * @param {string} family
 * @returns {MarkStamps}
 */
export const createMarkStamps = (colors, size, family) => ({
  stamps: createStamps(createGlyphs(colors, size, family)),
  dots: createStamps(createDots(colors, size)),
  size,
});
