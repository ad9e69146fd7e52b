/** Picture files as images with classes. */
import { DIGIT_SIZE } from '../core/pictures/digit-image.js';
import { classesOf } from './classes.js';
import { DataError } from './data-error.js';
import { classOfPicture, decodePicture, edgesOf } from './pictures.js';
import { MAX_SIDE, isImageSize } from '../core/model/data-limits.js';
import { scaleInto } from './scale.js';
import { isTest } from './test-sets.js';

/** The size of pictures that differ in size, or are larger than the engine accepts. */
const USUAL = DIGIT_SIZE;
/** Pictures that are decoded at a time. */
const AT_ONCE = 64;
/** Pictures whose edges decide whether ink is dark. */
const EDGES = 1000;

/**
 * @typedef {object} Kept   a picture until all are decoded
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} grey
 * @property {{bright: Uint8Array, dark: Uint8Array} | null} scaled   to USUAL: the ink if it is bright, and if it is dark
 */

const inverse = (/** @type {Uint8Array} */ grey) => grey.map((value) => 255 - value);

/**
 * A picture that is too large for the engine is scaled at once, so that memory does not grow with its size.
 * @param {import('./pictures.js').GreyPicture} picture
 * @returns {Kept}
 */
function kept({ width, height, grey }) {
  const size = { width, height };
  if (Math.max(width, height) <= MAX_SIDE) return { ...size, grey, scaled: null };
  const scaled = { bright: scaleInto(grey, size, USUAL), dark: scaleInto(inverse(grey), size, USUAL) };
  return { ...size, grey: new Uint8Array(0), scaled };
}

/**
 * @param {string} name
 * @param {import('./archive.js').NamedFile[]} files
 * @param {import('./image-files.js').Note[]} notes
 * @param {(done: number, all: number) => void} onProgress
 * @returns {Promise<import('./image-files.js').ImageFiles>}
 */
export async function fromPictures(name, files, notes, onProgress) {
  const sorted = [...files].sort(
    (a, b) => Number(isTest(a.name)) - Number(isTest(b.name)) || (a.name < b.name ? -1 : 1),
  );
  /** @type {Kept[]} */
  const pictures = [];
  const paper = { sum: 0, count: 0 },
    step = Math.max(1, Math.floor(sorted.length / EDGES));
  // Several at a time: the browser decodes them on other threads.
  for (let from = 0; from < sorted.length; from += AT_ONCE) {
    const some = sorted.slice(from, from + AT_ONCE);
    const decoded = await Promise.all(some.map((file) => decodePicture(file.name, file.bytes)));
    for (const picture of decoded) {
      if (pictures.length % step === 0) {
        const { sum, count } = edgesOf(picture);
        paper.sum += sum;
        paper.count += count;
      }
      pictures.push(kept(picture));
    }
    onProgress(pictures.length, sorted.length);
  }
  if (pictures.length < 2) throw new DataError('dataOne', { name });
  // Bright edges: dark ink on bright paper.
  const isDark = paper.sum > 127.5 * paper.count;
  if (isDark) notes.push({ key: 'inverted', params: {} });
  const [first] = pictures;
  const areAlike = pictures.every(({ width, height }) => width === first.width && height === first.height);
  const size = areAlike && isImageSize(first) ? { width: first.width, height: first.height } : USUAL;
  if (size === USUAL) notes.push({ key: 'scaled', params: { width: size.width, height: size.height } });
  const images = new Uint8Array(pictures.length * size.width * size.height);
  pictures.forEach((picture, i) => {
    const { scaled, grey } = picture;
    const ink = scaled ? scaled[isDark ? 'dark' : 'bright'] : isDark ? inverse(grey) : grey;
    images.set(size === USUAL && !scaled ? scaleInto(ink, picture, size) : ink, i * size.width * size.height);
  });
  const places = sorted.map((file) => classOfPicture(file.name));
  const folders = new Set(places.map(({ folder }) => folder)),
    prefixes = new Set(places.map(({ prefix }) => prefix));
  const key = folders.size > 1 ? 'folder' : prefixes.size > 1 && prefixes.size <= pictures.length / 2 ? 'prefix' : null;
  const found = key
    ? classesOf(
        name,
        places.map((place) => place[key]),
      )
    : null;
  const tests = sorted.filter((file) => isTest(file.name)).length;
  return {
    name,
    ...size,
    images,
    labels: found?.labels ?? null,
    names: found?.names ?? [],
    testCount: tests === sorted.length ? 0 : tests,
    notes,
    isTransposed: false,
  };
}
