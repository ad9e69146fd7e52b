// Small data sets as files, written from the formats' specifications.
import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';

const kIdxTypes = { u1: 0x08, i1: 0x09, i2: 0x0b, i4: 0x0c, f4: 0x0d, f8: 0x0e };
const kSetters = {
  u1: 'setUint8',
  i1: 'setInt8',
  u2: 'setUint16',
  i2: 'setInt16',
  i4: 'setInt32',
  i8: 'setBigInt64',
  f4: 'setFloat32',
  f8: 'setFloat64',
};

function numbers(type, values, isLittle) {
  const size = Number(type[1]),
    out = new DataView(new ArrayBuffer(values.length * size));
  Array.from(values).forEach((value, i) =>
    out[kSetters[type]](i * size, type === 'i8' ? BigInt(value) : value, isLittle),
  );
  return new Uint8Array(out.buffer);
}

/** @param {number[]} shape @param {ArrayLike<number>} values @param {string} [type] */
export function idxBytes(shape, values, type = 'u1') {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint8(2, kIdxTypes[type]);
  head.setUint8(3, shape.length);
  shape.forEach((side, i) => head.setUint32(4 + 4 * i, side));
  return Buffer.concat([new Uint8Array(head.buffer), numbers(type, values, false)]);
}

/**
 * @param {number[]} shape
 * @param {ArrayLike<number> | string[]} values   in the order of the file
 * @param {{type?: string, order?: '<' | '>' | '|', isFortran?: boolean, version?: number}} [options]   type U: texts
 */
export function npyBytes(shape, values, { type = 'u1', order = '<', isFortran = false, version = 1 } = {}) {
  const length = type === 'U' ? Math.max(...values.map((text) => text.length)) : 0;
  const content =
    type === 'U'
      ? Buffer.concat(
          values.map((text) => {
            const points = new DataView(new ArrayBuffer(4 * length));
            [...text].forEach((letter, i) => points.setUint32(4 * i, letter.codePointAt(0), order !== '>'));
            return new Uint8Array(points.buffer);
          }),
        )
      : numbers(type, values, order !== '>');
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${order}${type === 'U' ? `U${length}` : type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${sides}), }`;
  const first = version === 1 ? 10 : 12,
    padded = text.padEnd(Math.ceil((first + text.length + 1) / 64) * 64 - first - 1) + '\n';
  const head = new DataView(new ArrayBuffer(first));
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0].forEach((byte, i) => head.setUint8(i, byte));
  if (version === 1) head.setUint16(8, padded.length, true);
  else head.setUint32(8, padded.length, true);
  return Buffer.concat([new Uint8Array(head.buffer), Buffer.from(padded, 'latin1'), content]);
}

/** Two classes, bars from left to right or from top to bottom, at places that vary. @param {(i: number) => number} [inkOf]   of image i */
export function crossedBars(count, width, height, inkOf = () => 255) {
  const images = new Uint8Array(count * width * height),
    labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const place = 1 + ((i * 7) % (Math.min(width, height) - 2));
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (Math.abs((label ? x : y) - place) <= 1) images[(i * height + y) * width + x] = inkOf(i);
  });
  return { images, labels, width, height };
}

/** `count` images with a bar whose place is the class, i modulo `classes`. */
export function barImages(count, width, height, classes) {
  const images = new Uint8Array(count * width * height),
    labels = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    labels[n] = n % classes;
    const at = Math.floor((labels[n] * (width - 1)) / Math.max(1, classes - 1));
    for (let y = 1; y < height - 1; y++) images[n * width * height + y * width + at] = 255 - (n % 7);
  }
  return { images, labels };
}

/** A packed file of the last version without class names; the last `held` images are held out. */
export function packedBytes({ images, labels, width, height, held }) {
  const fields = [1, labels.length, labels.length - held, width, height, 0];
  const head = Buffer.concat([Buffer.from('LPDIGITS', 'latin1'), Buffer.alloc(4 * fields.length)]);
  fields.forEach((field, i) => head.writeUInt32LE(field, 8 + 4 * i));
  return Buffer.concat([head, labels, images]);
}

/** A grey PNG file (w3.org/TR/png): one byte for each pixel, each row unfiltered. */
export function pngBytes(width, height, grey) {
  const chunk = (type, data) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [data.length, crc32(typed)].map((number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(number);
      return bytes;
    });
    return Buffer.concat([length, typed, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), grey.subarray(y * width, (y + 1) * width)]),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {Record<string, Uint8Array>} files   by name */
export const zipBytes = (files) => Buffer.from(zipSync(files));

/** As a File of the browser, as far as readFiles needs one. */
export const fileOf = (name, bytes) => ({
  name,
  size: bytes.length,
  arrayBuffer: async () => new Uint8Array(bytes).buffer,
});
