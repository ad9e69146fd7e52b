/** The data set that a user chose from what was read. */
import { DIGIT_SIZE } from '../core/pictures/digit-image.js';
import { chooseHeldOut } from './held-out.js';
import { scaleInto } from './scale.js';

/**
 * @typedef {object} Choices
 * @property {boolean} isTransposed   rows of the file are columns of the image
 * @property {boolean} isInverted     255 is paper in the file
 * @property {boolean} isScaled       to the size of the shipped models
 * @property {number[] | null} classes   the classes to use, ascending, which are numbered anew; null: all
 */

/**
 * @typedef {object} DataSet
 * @property {Uint8Array<any>} images   training images first; in a SharedArrayBuffer where one is available
 * @property {Uint8Array<ArrayBuffer>} labels   all 0 if the files have none
 * @property {number} width
 * @property {number} height
 * @property {number} heldOut
 * @property {string[]} names
 */

/**
 * The size of the images that are used.
 * @param {{width: number, height: number}} read
 * @param {Pick<Choices, 'isTransposed' | 'isScaled'>} choices
 */
export function usedSize({ width, height }, { isTransposed, isScaled }) {
  if (isScaled) return DIGIT_SIZE;
  return isTransposed ? { width: height, height: width } : { width, height };
}

/**
 * @param {import('./image-files.js').ImageFiles} read
 * @param {Choices} choices
 * @returns {DataSet}
 */
export function finish(read, choices) {
  const { classes } = choices,
    size = usedSize(read, choices);
  const pixels = read.width * read.height,
    all = read.images.length / pixels;
  const of = new Map((classes ?? read.names.map((_, i) => i)).map((label, i) => [label, i]));
  /** @type {number[]} */
  const used = [];
  for (let i = 0; i < all; i++) if (!read.labels || of.has(read.labels[i])) used.push(i);
  const testCount = used.filter((i) => i >= all - read.testCount).length;
  const labels = read.labels && Uint8Array.from(used, (i) => of.get(/** @type {Uint8Array} */ (read.labels)[i]) ?? 0);
  const { order, heldOut } = chooseHeldOut(used.length, testCount, labels);
  const images = new Uint8Array(used.length * size.width * size.height),
    from = { width: read.width, height: read.height };
  const image = prepare(from, choices);
  used.forEach((_, i) => {
    const source = used[order ? order[i] : i];
    images.set(image(read.images.subarray(source * pixels, (source + 1) * pixels)), i * size.width * size.height);
  });
  return {
    images,
    labels: labels ? Uint8Array.from(labels, (_, i) => labels[order ? order[i] : i]) : new Uint8Array(used.length),
    ...size,
    heldOut,
    names: [...of.keys()].map((label) => read.names[label]),
  };
}

/**
 * @param {{width: number, height: number}} from
 * @param {Omit<Choices, 'classes'>} choices
 * @returns {(image: Uint8Array) => Uint8Array}
 */
export function prepare(from, choices) {
  const { isTransposed, isInverted } = choices,
    size = usedSize(from, choices);
  const turned = isTransposed ? { width: from.height, height: from.width } : from,
    isSame = turned.width === size.width && turned.height === size.height;
  return (image) => {
    let result = isTransposed ? transpose(image, from) : image;
    if (isInverted) result = result.map((value) => 255 - value);
    return isSame ? result : scaleInto(result, turned, size);
  };
}

/** @param {Uint8Array} image @param {{width: number, height: number}} size */
function transpose(image, { width, height }) {
  const out = new Uint8Array(image.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = image[y * width + x];
  return out;
}
