/** Picture files as images with classes. */
import { classesOf } from './classes.js';
import { areDarkOnBright, classOfPicture, decodePicture } from './pictures.js';
import { MAX_SIDE, MIN_SIDE } from './limits.js';
import { scaleInto } from './scale.js';
import { isTest } from './test-sets.js';

/** The size of pictures that differ in size, or are larger than the engine accepts. */
const USUAL = { width: 28, height: 28 };

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
  const pictures = [];
  for (const file of sorted) {
    pictures.push(await decodePicture(file.name, file.bytes));
    if (pictures.length % 100 === 0) onProgress(pictures.length, sorted.length);
  }
  const isDark = areDarkOnBright(pictures);
  if (isDark) notes.push({ key: 'inverted', params: {} });
  const [first] = pictures;
  const isFit = (/** @type {number} */ side) => side >= MIN_SIDE && side <= MAX_SIDE;
  const areAlike = pictures.every(({ width, height }) => width === first.width && height === first.height);
  const size =
    areAlike && isFit(first.width) && isFit(first.height) ? { width: first.width, height: first.height } : USUAL;
  if (size === USUAL) notes.push({ key: 'scaled', params: { width: size.width, height: size.height } });
  const images = new Uint8Array(pictures.length * size.width * size.height);
  pictures.forEach((picture, i) => {
    const ink = isDark ? picture.grey.map((value) => 255 - value) : picture.grey;
    images.set(size === USUAL ? scaleInto(ink, picture, size) : ink, i * size.width * size.height);
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
