import { invalidArgument } from './engine-error.js';
import { ALL_DIGITS, wholeNumber } from './expect.js';
import { Holder } from './handles.js';

/** @typedef {import('../../build/wasm/latentpad-exact.mjs').Digits} DigitsHandle */

/**
 * @typedef {object} RawImages   your own images, in raster order, training images first
 * @property {import('./engine.js').Bytes} images   one byte for each pixel, 255 = ink
 * @property {import('./engine.js').Bytes} [labels] one byte for each image, 0 … 61; all 0 unless given
 * @property {number} width                         4 … 64 pixels
 * @property {number} height
 * @property {number} [heldOut]                     number of the last images that are held out of training; a tenth unless given
 * @property {string} [name]
 */

/**
 * Labelled digits, or images of another size, in the engine's memory; call dispose() when done.
 * @extends {Holder<DigitsHandle>}
 */
export class DigitSet extends Holder {
  /** @param {DigitsHandle} handle */
  constructor(handle) {
    super(handle);
    this.count = handle.count();
    this.trainCount = handle.trainCount();
    this.width = handle.width();
    this.height = handle.height();
    /** 0 … 61, training images first. */
    this.labels = handle.labels();
  }

  /**
   * @param {number} first
   * @param {number} count
   * @returns {Uint8Array} width · height bytes for each, 255 = ink
   */
  images(first, count) {
    return this.handle.images(wholeNumber('images', 'first', first), wholeNumber('images', 'count', count));
  }

  /**
   * @param {readonly number[]} labels   all ten digits stand for all images, as in training
   * @returns {{train: number, heldOut: number}}  how many of them have these labels
   */
  countOf(labels) {
    if (labels.length === ALL_DIGITS.length) return { train: this.trainCount, heldOut: this.count - this.trainCount };
    const wanted = new Set(labels);
    let train = 0,
      all = 0;
    this.labels.forEach((label, i) => {
      if (!wanted.has(label)) return;
      all += 1;
      if (i < this.trainCount) train += 1;
    });
    return { train, heldOut: all - train };
  }
}

/**
 * The settings of a model for these images, whose size is theirs unless it is given.
 * @template {{width?: number, height?: number}} Config
 * @param {Config} config
 * @param {DigitSet | null | undefined} digits
 */
export function sizedFor(config, digits) {
  if (!digits || config?.width !== undefined || config?.height !== undefined) return config;
  return { ...config, width: digits.width, height: digits.height };
}

/**
 * @param {string} where
 * @param {DigitSet} digits
 * @returns {DigitsHandle}
 */
export function digitsHandle(where, digits) {
  if (digits instanceof DigitSet) return digits.handle;
  throw invalidArgument(where, 'digits of loadDigits()', typeof digits);
}
