import { DIGIT_SIZE } from '../pictures/digit-image.js';

/**
 * The size of a model's images.
 * @param {{width?: number, height?: number}} config
 * @returns {import('../pictures/digit-image.js').ImageSize}
 */
export const sizeOfConfig = ({ width = DIGIT_SIZE.width, height = DIGIT_SIZE.height }) => ({ width, height });
