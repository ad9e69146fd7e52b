import { thresholdAtHalf } from '../pictures/digit-image.js';
import { own } from '../state/own.js';
import { LIKELIHOODS } from './core-description.js';
import { settingOf } from './settings.js';

/** @typedef {{likelihood?: string}} Config */

/** @param {Config} config */
export const likelihoodOf = ({ likelihood }) => likelihood ?? settingOf('likelihood').defaultValue;

/** The pixels of which a likelihood is a probability or density, those it is meant for first. @param {string} likelihood @returns {readonly string[]} */
export const pixelsOf = (likelihood) => own(/** @type {Record<string, readonly string[]>} */ (LIKELIHOODS), likelihood) ?? [];

/** Whether p(x | z) is the density of grey pixels, and not the probability of pixels that are 0 or 1. @param {Config} config */
export const isOfGrey = (config) => pixelsOf(likelihoodOf(config)).includes('grey');

/** The pixels of a digit as the model's likelihood scores them. @param {Config} config @param {Float32Array} pixels */
export const scoredPixels = (config, pixels) => (isOfGrey(config) ? pixels : thresholdAtHalf(pixels));
