/** @typedef {import('../../build/wasm/latentpad-exact.mjs').DigitsHandle} DigitsHandle */

/** Labelled digits in the engine's memory; call dispose() when done. */
export class DigitSet {
  /** @param {DigitsHandle} handle */
  constructor(handle) {
    this.handle = handle;
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
    return this.handle.images(first, count);
  }

  dispose() {
    this.handle.delete();
  }
}
