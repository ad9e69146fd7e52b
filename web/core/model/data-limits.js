import { SETTINGS } from './core-description.js';

/** Limits of the images that models train on, those of the engine. */

/** Of width and height, in pixels. */
const MIN_SIDE = 4;
export const MAX_SIDE = 64;
/** Digits, and capital and small letters. */
export const MAX_CLASSES = SETTINGS.labels.max;

const isSide = (/** @type {number} */ side) => side >= MIN_SIDE && side <= MAX_SIDE;

/** @param {import('../pictures/digit-image.js').ImageSize} size */
export const isImageSize = ({ width, height }) => isSide(width) && isSide(height);
