/** Picture files as grey values. */
import { lumaOf } from '../engine/grey-picture.js';
import { DataError } from './data-error.js';
import { MAX_PICTURE_SIDE } from './limits.js';
import { decodePng } from './png.js';
import { isTest } from './test-sets.js';

/** @typedef {{width: number, height: number, grey: Uint8Array}} GreyPicture   0 black, 255 white */

const MAGIC = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
];

/** PNG, JPEG, GIF, BMP or WebP. @param {Uint8Array} bytes */
export const isPicture = (bytes) =>
  bytes.length > 16
  && (MAGIC.some((magic) => magic.every((byte, i) => bytes[i] === byte))
    || (bytes[0] === 0x52 && bytes[1] === 0x49 && bytes[8] === 0x57 && bytes[9] === 0x45));

/** One canvas for all pictures: to create one takes longer than to decode a small picture. @type {OffscreenCanvasRenderingContext2D | null} */
let shared = null;

/** @param {number} width @param {number} height */
function contextOf(width, height) {
  shared ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (shared);
  if (context.canvas.width !== width || context.canvas.height !== height) {
    context.canvas.width = width;
    context.canvas.height = height;
  }
  return context;
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<GreyPicture>}  transparent parts are white
 */
export async function decodePicture(name, bytes) {
  const plain = decodePng(bytes, MAX_PICTURE_SIDE);
  if (plain) return plain;
  let bitmap;
  try {
    bitmap = await createImageBitmap(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]));
  } catch {
    throw new DataError('dataPicture', { name });
  }
  const { width, height } = bitmap;
  if (Math.max(width, height) > MAX_PICTURE_SIDE) {
    bitmap.close();
    throw new DataError('dataPictureSide', { name, width, height, most: MAX_PICTURE_SIDE });
  }
  const context = contextOf(width, height);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, grey: lumaOf(context.getImageData(0, 0, width, height)) };
}

/**
 * The grey values at a picture's edges, which are paper in most.
 * @param {GreyPicture} picture
 * @returns {{sum: number, count: number}}
 */
export function edgesOf({ width, height, grey }) {
  let sum = 0;
  for (let x = 0; x < width; x++) sum += grey[x] + grey[(height - 1) * width + x];
  for (let y = 0; y < height; y++) sum += grey[y * width] + grey[y * width + width - 1];
  return { sum, count: 2 * (width + height) };
}

/**
 * The class of a picture: its folder, or what precedes "_" or "-" in its name.
 * @param {string} name
 */
export function classOfPicture(name) {
  const parts = name.split('/'),
    file = parts.pop() ?? '';
  // The folders of a split are no classes: train/7_1.png and test/7_2.png.
  const folder = parts.pop() ?? '',
    isSplit = /^train(ing)?$/i.test(folder) || isTest(`${folder}/`);
  return { folder: isSplit ? '' : folder, prefix: /^([^_-]+)[_-]/.exec(file)?.[1] ?? '' };
}
