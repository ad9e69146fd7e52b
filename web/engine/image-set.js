import { invalidArgument } from './engine-error.js';
import { ALL_DIGITS, text, wholeNumber } from './expect.js';
import { bytesOf, shuffled } from './image-bytes.js';
import { greyOf } from './grey-picture.js';
import { Holder } from './handles.js';
import { checkedOptions } from './slices.js';

/** @typedef {import('../../build/wasm/latentpad-exact.mjs').Digits} DigitsHandle */
/** @typedef {import('./engine.js').Bytes} Bytes */
/** @typedef {import('./grey-picture.js').Picture} Picture */

/**
 * @typedef {object} RawImages   your own images, in raster order, training images first unless they are shuffled
 * @property {Pixels} images              all images, or an array with one entry for each
 * @property {ArrayLike<number>} [labels] one for each image, 0 … 61; all 0 unless given
 * @property {readonly string[]} [labelNames]   of the labels 0, 1, …
 * @property {number} width               4 … 64 pixels
 * @property {number} height
 * @property {number} [heldOut]           number of the last images that are held out of training; a tenth unless given
 * @property {number} [shuffle]           a seed: images are put into a random order before the last are held out
 * @property {string} [name]
 */

/**
 * Pixels as bytes, 255 = ink, or as floating-point numbers, 1 = ink.
 * @typedef {Uint8Array | Uint8ClampedArray | ArrayBuffer | Float32Array | Float64Array | readonly (ArrayLike<number>)[]} Pixels
 */

/**
 * Labelled images in the engine's memory; call dispose() when done.
 * @extends {Holder<DigitsHandle>}
 */
export class ImageSet extends Holder {
  /**
   * Your own images.
   * @param {{core: any, owned?: Set<{dispose(): void}>}} engine   of createEngine()
   * @param {RawImages} source
   * @returns {ImageSet}
   */
  static from(engine, source) {
    const { width, height, labelNames, name = 'own images' } = source;
    for (const [side, value] of Object.entries({ width, height })) wholeNumber('ImageSet.from', side, value, 1);
    const { images, labels } = shuffled(bytesOf(source), source);
    const last = wholeNumber('ImageSet.from', 'heldOut', source.heldOut ?? Math.floor(labels.length / 10));
    const handle = engine.core.Digits.fromImages(
      images,
      labels,
      width,
      height,
      last,
      text('ImageSet.from', 'name', name),
    );
    return new ImageSet(handle, labelNames, engine.owned);
  }

  /**
   * Two IDX files, as of MNIST, each of which may be gzipped.
   * @param {import('./engine.js').Engine} engine
   * @param {{images: Bytes, labels: Bytes, heldOut: number, name?: string}} source
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<ImageSet>}
   */
  static fromIdx(engine, source, options) {
    return engine.loadDigits(source, options);
  }

  /**
   * Pictures of one size as grey images, 255 = ink: bright pixels, unless `invert` is true.
   * @param {{core: any, owned?: Set<{dispose(): void}>}} engine
   * @param {readonly Picture[]} pictures   ImageData; in a browser also ImageBitmap and Blob
   * @param {Omit<RawImages, 'images' | 'width' | 'height'> & {invert?: boolean} & import('./slices.js').LongOptions} [options]
   * @returns {Promise<ImageSet>}
   */
  static async fromImages(engine, pictures, { invert = false, signal, onProgress, ...options } = {}) {
    checkedOptions('ImageSet.fromImages', { signal, onProgress });
    const decoded = [];
    for (const picture of pictures) {
      signal?.throwIfAborted();
      decoded.push(await greyOf(picture, invert));
      onProgress?.({ done: decoded.length, total: pictures.length });
    }
    if (decoded.length === 0) throw invalidArgument('ImageSet.fromImages', 'at least one picture', 0);
    const [{ width, height }] = decoded;
    const other = decoded.find((one) => one.width !== width || one.height !== height);
    if (other) {
      throw invalidArgument(
        'ImageSet.fromImages',
        `pictures of ${width} × ${height}`,
        `${other.width} × ${other.height}`,
      );
    }
    return ImageSet.from(engine, { ...options, images: decoded.map(({ grey }) => grey), width, height });
  }

  /** @param {DigitsHandle} handle @param {readonly string[]} [labelNames] @param {Set<{dispose(): void}>} [owned]  of the engine */
  constructor(handle, labelNames, owned) {
    super(handle, owned);
    /** Of the labels 0, 1, …, as given or in a packed file; null if they have no names. @type {readonly string[] | null} */
    this.labelNames = labelNames ?? namesOf(handle);
    this.count = handle.count();
    this.trainCount = handle.trainCount();
    this.width = handle.width();
    this.height = handle.height();
    /** 0 … 61, training images first. */
    this.labels = handle.labels();
    /** The largest label + 1, or the number of names if that is more. */
    this.classCount = Math.max(
      this.labels.reduce((count, label) => Math.max(count, label + 1), 0),
      labelNames?.length ?? 0,
    );
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

/** The names in a packed file. @param {DigitsHandle} handle @returns {readonly string[] | null} */
function namesOf(handle) {
  const names = handle.classNames();
  return names.length === 0 ? null : names;
}

/** A condition of fewer labels would be none. */
const LEAST_LABELS = 2;

/**
 * The settings of a model for these images: their size, and for a conditional model as many labels as they have classes, unless
 * the settings give others.
 * @template {{width?: number, height?: number, labels?: number}} Config
 * @param {Config} config
 * @param {ImageSet} digits
 * @param {boolean} isConditional
 * @returns {Config}
 */
export function fittedTo(config, { width, height, classCount }, isConditional) {
  const isSized = config.width !== undefined || config.height !== undefined,
    isLabelled = !isConditional || config.labels !== undefined;
  return {
    ...config,
    ...(isSized ? {} : { width, height }),
    ...(isLabelled ? {} : { labels: Math.max(LEAST_LABELS, classCount) }),
  };
}

/**
 * @param {string} where
 * @param {ImageSet} digits
 * @returns {DigitsHandle}
 */
export function digitsHandle(where, digits) {
  if (digits instanceof ImageSet) return digits.handle;
  throw invalidArgument(where, 'digits of loadDigits()', typeof digits);
}
