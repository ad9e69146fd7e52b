import { classCount } from './class-marks.js';
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
 * @param {readonly string[] | null} names   of the classes
 * @returns {MarkStamps}
 */
export const createMarkStamps = (colors, size, family, names) => ({
  stamps: createStamps(createGlyphs(colors, size, family, names)),
  dots: createStamps(createDots(colors, size, classCount(names))),
  size,
});
