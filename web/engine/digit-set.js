import { invalidArgument } from './engine-error.js';
import { wholeNumber } from './expect.js';
import { Holder } from './handles.js';

/** @typedef {import('../../build/wasm/latentpad-exact.mjs').Digits} DigitsHandle */

/**
 * Labelled digits in the engine's memory; call dispose() when done.
 * @extends {Holder<DigitsHandle>}
 */
export class DigitSet extends Holder {
  /** @param {DigitsHandle} handle */
  constructor(handle) {
    super(handle);
    this.count = handle.count();
    this.trainCount = handle.trainCount();
    /** 0 … 9, training digits first. */
    this.labels = handle.labels();
  }

  /**
   * @param {number} first
   * @param {number} count
   * @returns {Uint8Array} 784 bytes for each digit, 255 = ink
   */
  images(first, count) {
    return this.handle.images(wholeNumber('images', 'first', first), wholeNumber('images', 'count', count));
  }

  /**
   * @param {readonly number[]} labels
   * @returns {{train: number, heldOut: number}}  how many of them have these labels
   */
  countOf(labels) {
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
 * @param {string} where
 * @param {DigitSet} digits
 * @returns {DigitsHandle}
 */
export function digitsHandle(where, digits) {
  if (digits instanceof DigitSet) return digits.handle;
  throw invalidArgument(where, 'digits of loadDigits()', typeof digits);
}
