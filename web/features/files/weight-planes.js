/**
 * The form in which this site's weights are sent: gzip finds more in the bytes of F16 numbers when the high bytes, which have
 * much in common, stand together. scripts/compress-weights.mjs writes it, and nothing is lost.
 *
 * The four bytes LPW1, the safetensors file's header, the low bytes of all numbers, then their high bytes.
 */

const MAGIC = [0x4c, 0x50, 0x57, 0x31];

/** The length of a safetensors file's header with the eight bytes that state it. @param {Uint8Array} file */
const headerLength = (file) => 8 + new DataView(file.buffer, file.byteOffset).getUint32(0, true);

/** @param {ArrayBuffer} bytes */
export const isInPlanes = (bytes) =>
  bytes.byteLength > MAGIC.length + 8 && MAGIC.every((byte, at) => new Uint8Array(bytes)[at] === byte);

/** @param {Uint8Array} file   a safetensors file of F16 numbers @returns {Uint8Array<ArrayBuffer>} */
export function toPlanes(file) {
  const data = headerLength(file),
    count = (file.length - data) / 2,
    packed = new Uint8Array(MAGIC.length + file.length);
  packed.set(MAGIC);
  packed.set(file.subarray(0, data), MAGIC.length);
  for (let i = 0, to = MAGIC.length + data; i < count; ++i, ++to) {
    packed[to] = file[data + 2 * i];
    packed[to + count] = file[data + 2 * i + 1];
  }
  return packed;
}

/** The safetensors file. @param {ArrayBuffer} packed   by toPlanes @returns {ArrayBuffer} */
export function fromPlanes(packed) {
  const from = new Uint8Array(packed, MAGIC.length),
    data = headerLength(from),
    count = (from.length - data) / 2,
    file = from.slice();
  for (let i = 0; i < count; ++i) {
    file[data + 2 * i] = from[data + i];
    file[data + 2 * i + 1] = from[data + count + i];
  }
  return file.buffer;
}
