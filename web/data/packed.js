/** The project's packed file of digits (src/io/digits.h). */
import { DataError } from './data-error.js';
import { MAX_CLASSES, isImageSize } from '../core/model/data-limits.js';
import { classCountOf } from '../core/model/digit-labels.js';

const MAGIC = new TextEncoder().encode('LPDIGITS');
const HEAD = 32;
const MAX_NAMES_BYTES = 2 ** 16;

/** @param {Uint8Array} bytes */
export const isPacked = (bytes) => bytes.length >= HEAD && MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * @param {string} name
 * @param {Uint8Array} bytes   for which isPacked() is true
 */
export function readPacked(name, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [version, count, trainCount, height, width, namesSize] = [8, 12, 16, 20, 24, 28].map((at) =>
    view.getUint32(at, true),
  );
  if (!isImageSize({ width, height }))
    throw new DataError('dataShape', { name, shape: [count, height, width].join(' × ') });
  if (count < 2) throw new DataError(count === 0 ? 'dataEmpty' : 'dataOne', { name });
  const end = HEAD + count * (1 + width * height),
    expected = end + namesSize;
  if (version !== (namesSize === 0 ? 1 : 2) || namesSize > MAX_NAMES_BYTES)
    throw new DataError('dataPackedVersion', { name, version });
  if (bytes.length !== expected || trainCount > count)
    throw new DataError('dataLength', { name, expected, got: bytes.length });
  const labels = bytes.slice(HEAD, HEAD + count),
    classes = classCountOf(labels);
  return {
    name,
    width,
    height,
    images: bytes.subarray(HEAD + count, end),
    labels,
    names:
      namesSize === 0
        ? Array.from({ length: classes }, (_, i) => String(i))
        : readNames(name, bytes.subarray(end), classes),
    testCount: count - trainCount,
    isTransposed: false,
  };
}

/**
 * The class names at the end: a JSON array of texts.
 * @param {string} name   of the file
 * @param {Uint8Array} bytes
 * @param {number} classes
 * @returns {string[]}
 */
function readNames(name, bytes, classes) {
  let names;
  try {
    names = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    names = null;
  }
  const areTexts = Array.isArray(names) && names.every((one) => typeof one === 'string');
  if (!areTexts || names.length < classes || names.length > MAX_CLASSES)
    throw new DataError('dataPackedNames', { name, low: classes, high: MAX_CLASSES });
  return names;
}
