/**
 * NumPy's .npy files: a magic number, the version, the length of a header that is a Python dictionary, then the values
 * (numpy.org/doc/stable/reference/generated/numpy.lib.format.html). The npm packages for it read beyond a truncated file or
 * accept little-endian numbers only.
 */
import { DataError } from './data-error.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Method of DataView by type and size. @type {Record<string, 'getUint8' | 'getInt8' | 'getUint16' | 'getInt16' | 'getUint32' | 'getInt32' | 'getFloat32' | 'getFloat64' | 'getBigInt64' | 'getBigUint64'>} */
const GETTERS = {
  b1: 'getUint8',
  u1: 'getUint8',
  i1: 'getInt8',
  u2: 'getUint16',
  i2: 'getInt16',
  u4: 'getUint32',
  i4: 'getInt32',
  u8: 'getBigUint64',
  i8: 'getBigInt64',
  f4: 'getFloat32',
  f8: 'getFloat64',
};

/** @param {Uint8Array} bytes */
export const isNpy = (bytes) => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * Integers and floating-point numbers of either byte order, and texts of fixed length (<U).
 * @param {string} name
 * @param {Uint8Array} bytes   for which isNpy() is true
 * @returns {import('./shapes.js').NamedArray}
 */
export function readNpy(name, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isShort = bytes[6] === 1,
    first = isShort ? 10 : 12;
  if (bytes.length < first) throw new DataError('dataLength', { name, expected: first, got: bytes.length });
  const start = first + (isShort ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder('latin1').decode(bytes.subarray(first, Math.min(start, first + 4096)));
  const type = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d+)'/.exec(header),
    order = /'fortran_order'\s*:\s*(True|False)/.exec(header),
    sides = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header);
  if (!type || !order || !sides) throw new DataError('dataNumpyHeader', { name, header: header.trim().slice(0, 80) });
  const [, byteOrder, letter, digits] = type,
    shape = sides[1]
      .split(',')
      .filter((side) => side.trim() !== '')
      .map(Number),
    count = shape.reduce((product, side) => product * side, 1);
  const size = Number(digits) * (letter === 'U' ? 4 : 1);
  const getter = GETTERS[letter + digits];
  if (size === 0 || (letter !== 'U' && !getter)) throw new DataError('dataNumpyType', { name, type: letter + digits });
  if (bytes.length !== start + count * size) {
    throw new DataError('dataLength', { name, expected: start + count * size, got: bytes.length });
  }
  const isLittle = byteOrder !== '>';
  const values =
    letter === 'U'
      ? textsOf(view, start, count, Number(digits), isLittle)
      : getter === 'getUint8'
        ? bytes.subarray(start)
        : Float64Array.from({ length: count }, (_, i) => Number(view[getter](start + i * size, isLittle)));
  return { name, shape, values: order[1] === 'True' && shape.length > 1 ? rowMajor(values, shape) : values };
}

/** @param {DataView} view @param {number} start @param {number} count @param {number} length @param {boolean} isLittle */
function textsOf(view, start, count, length, isLittle) {
  return Array.from({ length: count }, (_, i) => {
    let text = '';
    for (let k = 0; k < length; k++) {
      const point = view.getUint32(start + 4 * (i * length + k), isLittle);
      if (point === 0 || point > 0x10ffff) break;
      text += String.fromCodePoint(point);
    }
    return text;
  });
}

/**
 * @param {ArrayLike<number> | readonly string[]} values   in column-major order
 * @param {number[]} shape
 * @returns {any}   the same in row-major order
 */
function rowMajor(values, shape) {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1)),
    at = shape.map(() => 0);
  return Array.from({ length: values.length }, () => {
    const value = values[at.reduce((sum, index, axis) => sum + index * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] + 1) % shape[axis];
      if (at[axis] !== 0) break;
    }
    return value;
  });
}
