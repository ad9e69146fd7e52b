import { thresholdAtHalf } from '../pictures/digit-image.js';
import { own } from '../state/own.js';
import { LIKELIHOODS } from './core-description.js';
import { settingOf } from './settings.js';

/** @typedef {{likelihood?: string}} Config */

/** @param {Config} config */
export const likelihoodOf = ({ likelihood }) => likelihood ?? settingOf('likelihood').defaultValue;

/** The pixels for which a likelihood is a probability or density, its default first. @param {string} likelihood @returns {readonly string[]} */
export const pixelsOf = (likelihood) =>
  own(/** @type {Record<string, readonly string[]>} */ (LIKELIHOODS), likelihood) ?? [];

/** Whether p(x | z) is a density of grey pixels rather than a probability of binary pixels. @param {Config} config */
export const isOfGrey = (config) => pixelsOf(likelihoodOf(config)).includes('grey');

/** The pixels of a digit that the model's likelihood scores. @param {Config} config @param {Float32Array} pixels */
export const scoredPixels = (config, pixels) => (isOfGrey(config) ? pixels : thresholdAtHalf(pixels));
