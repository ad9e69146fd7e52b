/** The project's packed file of digits (src/io/digits.h). */
import { DataError } from './data-error.js';
import { MAX_SIDE, MIN_SIDE } from './limits.js';

const MAGIC = new TextEncoder().encode('LPDIGITS');
const HEAD = 32;

/** @param {Uint8Array} bytes */
export const isPacked = (bytes) => bytes.length >= HEAD && MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * @param {string} name
 * @param {Uint8Array} bytes   for which isPacked() is true
 */
export function readPacked(name, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [version, count, trainCount, height, width] = [8, 12, 16, 20, 24].map((at) => view.getUint32(at, true));
  const isSide = (/** @type {number} */ side) => side >= MIN_SIDE && side <= MAX_SIDE;
  if (!isSide(width) || !isSide(height))
    throw new DataError('dataShape', { name, shape: [count, height, width].join(' × ') });
  if (count < 2) throw new DataError(count === 0 ? 'dataEmpty' : 'dataOne', { name });
  const expected = HEAD + count * (1 + width * height);
  if (version !== 1) throw new DataError('dataPackedVersion', { name, version });
  if (bytes.length !== expected || trainCount > count)
    throw new DataError('dataLength', { name, expected, got: bytes.length });
  const labels = bytes.slice(HEAD, HEAD + count);
  return {
    name,
    width,
    height,
    images: bytes.subarray(HEAD + count),
    labels,
    names: Array.from({ length: labels.reduce((most, label) => Math.max(most, label), 0) + 1 }, (_, i) => String(i)),
    testCount: count - trainCount,
    isTransposed: false,
  };
}
