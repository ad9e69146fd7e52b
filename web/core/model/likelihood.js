import { thresholdAtHalf } from '../pictures/digit-image.js';
import { settingOf } from './settings.js';

/** @typedef {{likelihood?: string}} Config */

/** @param {Config} config */
export const likelihoodOf = ({ likelihood }) => likelihood ?? settingOf('likelihood').usual;

/** Whether p(x | z) is the density of grey pixels, and not the probability of pixels that are 0 or 1. @param {Config} config */
export const isOfGrey = (config) => likelihoodOf(config) !== settingOf('likelihood').usual;

/** The pixels of a digit as the model's likelihood scores them. @param {Config} config @param {Float32Array} pixels */
export const scoredPixels = (config, pixels) => (isOfGrey(config) ? pixels : thresholdAtHalf(pixels));
