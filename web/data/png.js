/** PNG files by a decoder in the worker: for a small picture it takes an eighth of the time of the browser's. */
import { decode } from 'fast-png';
import { lumaOf } from '../engine/grey-picture.js';

const MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks of colours, transparency and animation that are left to the browser's decoder. */
const OTHERS = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'iCCP', 'acTL']);

/**
 * @param {Uint8Array} bytes
 * @param {number} mostSide
 * @returns {import('./pictures.js').GreyPicture | null}  null: not a plain PNG of 8 bits and at most that size; the browser decides
 */
export function decodePng(bytes, mostSide) {
  if (!isPlain(bytes, mostSide)) return null;
  try {
    const { width, height, data, channels } = decode(bytes, { checkCrc: true });
    if (!(data instanceof Uint8Array)) return null;
    return { width, height, grey: channels === 1 ? data : lumaOf({ width, height, data: rgbaOf(data, channels) }) };
  } catch {
    // Damaged: the browser's decoder decides whether it can be shown.
    return null;
  }
}

/** @param {Uint8Array} bytes @param {number} mostSide */
function isPlain(bytes, mostSide) {
  if (bytes.length < 33 || !MAGIC.every((byte, i) => bytes[i] === byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(16) > mostSide || view.getUint32(20) > mostSide || bytes[24] !== 8) return false;
  for (let at = MAGIC.length; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (OTHERS.has(type)) return false;
    if (type === 'IDAT') return true;
  }
  return false;
}

/** @param {Uint8Array} data   grey and alpha, or red, green and blue, with or without alpha @param {number} channels */
function rgbaOf(data, channels) {
  if (channels === 4) return data;
  const rgba = new Uint8Array((data.length / channels) * 4);
  for (let i = 0, at = 0; at < rgba.length; i += channels, at += 4) {
    const isGrey = channels === 2;
    rgba[at] = data[i];
    rgba[at + 1] = data[isGrey ? i : i + 1];
    rgba[at + 2] = data[isGrey ? i : i + 2];
    rgba[at + 3] = isGrey ? data[i + 1] : 255;
  }
  return rgba;
}
