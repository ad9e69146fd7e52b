/** Your own pixels and labels as the bytes that the core reads. */
import { invalidArgument } from './engine-error.js';
import { wholeNumber } from './expect.js';

/** @typedef {import('./image-set.js').RawImages} RawImages */

const WHERE = 'ImageSet.from';

/**
 * @param {RawImages} source
 * @returns {{images: Uint8Array, labels: Uint8Array}}
 */
export function bytesOf({ images, labels, width, height }) {
  const pixels = width * height;
  const all = Array.isArray(images)
    ? joined(/** @type {readonly ArrayLike<number>[]} */ (images), pixels)
    : inkOf(images);
  const count = Math.floor(all.length / pixels);
  if (labels === undefined) return { images: all, labels: new Uint8Array(count) };
  const bytes = labels instanceof ArrayBuffer ? new Uint8Array(labels) : labels;
  const wrong = Array.from(bytes).findIndex((label) => !Number.isInteger(label) || label < 0 || label > 255);
  if (wrong >= 0) throw invalidArgument(WHERE, `labels[${wrong}] to be a whole number`, bytes[wrong]);
  return { images: all, labels: Uint8Array.from(bytes) };
}

/** @param {readonly ArrayLike<number>[]} images @param {number} pixels */
function joined(images, pixels) {
  const all = new Uint8Array(images.length * pixels);
  images.forEach((image, i) => {
    if (image?.length !== pixels) throw invalidArgument(WHERE, `${pixels} pixels in images[${i}]`, image?.length);
    all.set(Array.isArray(image) ? checked(Uint8Array.from(image), image) : inkOf(image), i * pixels);
  });
  return all;
}

/** Bytes of a plain array must be bytes: 0.5 could be meant as ink. @param {Uint8Array} bytes @param {ArrayLike<number>} numbers */
function checked(bytes, numbers) {
  const wrong = bytes.findIndex((byte, i) => byte !== numbers[i]);
  if (wrong >= 0) throw invalidArgument(WHERE, 'whole numbers 0 … 255, or a Float32Array', numbers[wrong]);
  return bytes;
}

/** @param {unknown} values @returns {Uint8Array} */
function inkOf(values) {
  if (values instanceof Uint8Array) return values;
  if (values instanceof Uint8ClampedArray) return new Uint8Array(values.buffer, values.byteOffset, values.length);
  if (values instanceof ArrayBuffer) return new Uint8Array(values);
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw invalidArgument(WHERE, 'a Uint8Array, a Float32Array or an array of them', typeof values);
  }
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) throw invalidArgument(WHERE, 'pixels of 0 … 1', values[wrong]);
  return Uint8Array.from(values, (value) => Math.round(255 * value));
}

/**
 * The same images in a random order of the seed `shuffle`, by Fisher and Yates; unchanged without a seed.
 * @param {{images: Uint8Array, labels: Uint8Array}} set
 * @param {Pick<RawImages, 'width' | 'height' | 'shuffle'>} options
 */
export function shuffled(set, { width, height, shuffle }) {
  if (shuffle === undefined) return set;
  const random = uniform(wholeNumber(WHERE, 'shuffle', shuffle)),
    pixels = width * height,
    order = Uint32Array.from(set.labels, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  const images = new Uint8Array(set.images.length);
  order.forEach((from, i) => images.set(set.images.subarray(from * pixels, (from + 1) * pixels), i * pixels));
  return { images, labels: Uint8Array.from(order, (from) => set.labels[from]) };
}

/**
 * A generator of uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, 2017), the same in every browser.
 * @param {number} seed
 */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}
