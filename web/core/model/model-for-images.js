import { DIGIT_SIZE, isSameSize } from '../pictures/digit-image.js';
import { sizeOfConfig } from './config-size.js';
import { SETTINGS } from './core-description.js';
import { ALL_DIGITS } from './digit-labels.js';
import { isConditional, labelCountOf } from './model-kind.js';

/** @typedef {import('../pictures/digit-image.js').ImageSize & {classCount: number}} Images   classCount: of their labels 0, 1, … */

/** MNIST's digits, of which the shipped models are. @type {Images} */
export const DIGIT_IMAGES = Object.freeze({ ...DIGIT_SIZE, classCount: ALL_DIGITS.length });

/**
 * Whether a new model for these images would have the inputs of this one: their size and, if it is conditional, as many labels as
 * they have classes.
 * @param {{model: string, width?: number, height?: number, labels?: number}} config
 * @param {Images} images
 */
export const isModelFor = (config, images) =>
  isSameSize(sizeOfConfig(config), images)
  && (!isConditional(config) || labelCountOf(config) === Math.max(SETTINGS.labels.min, images.classCount));
