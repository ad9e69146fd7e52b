/**
 * IDX files, MNIST's format: two zero bytes, a type, the number of dimensions, each dimension as a big-endian 32-bit number,
 * then the values in big-endian row-major order (yann.lecun.com/exdb/mnist).
 */
import { DataError } from './data-error.js';

/** Bytes per value and method of DataView by type. @type {Record<number, {bytes: number, get: 'getUint8' | 'getInt8' | 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64'}>} */
const TYPES = {
  0x08: { bytes: 1, get: 'getUint8' },
  0x09: { bytes: 1, get: 'getInt8' },
  0x0b: { bytes: 2, get: 'getInt16' },
  0x0c: { bytes: 4, get: 'getInt32' },
  0x0d: { bytes: 4, get: 'getFloat32' },
  0x0e: { bytes: 8, get: 'getFloat64' },
};

/** @param {Uint8Array} bytes */
export const isIdx = (bytes) =>
  bytes.length >= 8 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] in TYPES && bytes[3] >= 1 && bytes[3] <= 4;

/**
 * @param {string} name
 * @param {Uint8Array} bytes   for which isIdx() is true
 * @returns {import('./shapes.js').NamedArray}
 */
export function readIdx(name, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    type = TYPES[bytes[2]],
    dimensions = bytes[3],
    start = 4 + 4 * dimensions;
  const shape = bytes.length < start ? [] : Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, side) => product * side, 1);
  const expected = start + count * type.bytes;
  if (bytes.length !== expected) throw new DataError('dataLength', { name, expected, got: bytes.length });
  if (type.get === 'getUint8') return { name, shape, values: bytes.subarray(start) };
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = view[type.get](start + i * type.bytes);
  return { name, shape, values };
}
