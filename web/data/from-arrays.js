/** Arrays of IDX, NumPy and CSV files as images with classes. */
import { classesOf } from './classes.js';
import { DataError } from './data-error.js';
import { toBytes } from './pixels.js';
import { areLabels, imageShape } from './shapes.js';
import { isTest } from './test-sets.js';

/** @typedef {import('./shapes.js').NamedArray} NamedArray */

/**
 * @param {string} name
 * @param {NamedArray[]} arrays
 * @param {import('./image-files.js').Note[]} notes
 * @param {readonly string[]} [givenNames]   of the classes 0, 1, …
 * @returns {import('./image-files.js').ImageFiles}
 */
export function fromArrays(name, arrays, notes, givenNames = []) {
  const images = arrays.filter((array) => !areLabels(array)),
    labels = arrays.filter(areLabels);
  if (images.length === 0) throw new DataError('dataNoImages', { name: arrays.map((array) => array.name).join(', ') });
  const sets = images.filter((array) => !isTest(array.name));
  if (sets.length > 1) {
    throw new DataError('dataSeveral', {
      name,
      files: sets
        .map((array) => array.name)
        .slice(0, 3)
        .join(', '),
    });
  }
  const isPart = images.some((array) => isTest(array.name)) && !images.every((array) => isTest(array.name));
  /** @param {NamedArray[]} list */
  const inOrder = (list) =>
    isPart ? [...list.filter((array) => !isTest(array.name)), ...list.filter((array) => isTest(array.name))] : list;
  const [pictures, classes] = [inOrder(images), inOrder(labels)];
  if (classes.length > 0 && classes.length !== pictures.length) {
    throw new DataError('dataFiles', { name, images: pictures.length, labels: classes.length });
  }
  const shapes = pictures.map(imageShape),
    [{ width, height }] = shapes;
  shapes.forEach((shape, i) => {
    if (shape.width !== width || shape.height !== height) {
      throw new DataError('dataSizes', {
        name: pictures[i].name,
        width,
        height,
        gotWidth: shape.width,
        gotHeight: shape.height,
      });
    }
    if (classes[i] && classes[i].shape[0] !== shape.count) {
      throw new DataError('dataCounts', { name: classes[i].name, images: shape.count, labels: classes[i].shape[0] });
    }
  });
  const total = shapes.reduce((sum, { count }) => sum + count, 0);
  if (total < 2) throw new DataError(total === 0 ? 'dataEmpty' : 'dataOne', { name });
  const all = new Uint8Array(total * width * height);
  let at = 0,
    most = 0;
  pictures.forEach((array, i) => {
    const ink = toBytes(array.name, array.values, shapes[i].channels);
    all.set(ink.bytes, at);
    at += ink.bytes.length;
    most = Math.max(most, ink.most);
  });
  if (most !== 255) notes.push({ key: 'levels', params: { most } });
  const found = classes.length === 0 ? null : classesOf(name + classes[0].name, valuesOf(classes));
  const testCount = shapes.reduce((sum, { count }, i) => sum + (isPart && isTest(pictures[i].name) ? count : 0), 0);
  const isTransposed = [name, ...arrays.map((array) => array.name)].some((one) => /emnist/i.test(one));
  return {
    name,
    width,
    height,
    images: all,
    labels: found?.labels ?? null,
    names: (found?.names ?? []).map((one) => givenNames[Number(one)] ?? one),
    testCount,
    notes,
    isTransposed,
  };
}

/** @param {NamedArray[]} arrays @returns {(string | number)[]} */
const valuesOf = (arrays) =>
  arrays.flatMap(({ values }) => Array.from(/** @type {ArrayLike<string | number>} */ (values)));
