import { RESOLUTION } from '../../core/pictures/rasterize-strokes.js';
import { pictureSize } from './picture-size.js';

/** Maximum file size; larger files are not opened. */
export const MAX_BYTES = 20 * 1024 * 1024;
/** Maximum number of pixels; more would need a gigabyte to decode. */
export const MAX_PIXELS = 120e6;
/** Maximum header length read; with a longer header the decoder reports the size. */
const HEADER = 256 * 1024;

/** @typedef {'tooLarge' | 'tooManyPixels' | 'unreadable'} PictureFault */

/** Why an image was rejected. */
export class PictureError extends Error {
  /** @param {PictureFault} fault @param {string} message */
  constructor(fault, message) {
    super(message);
    this.fault = fault;
  }
}

/**
 * Decodes any image format of the browser, applies its EXIF orientation, and scales it down to the pad's resolution.
 * @param {Blob} file
 * @returns {Promise<import('./picture-ink.js').Rgba>}
 */
export async function readPicture(file) {
  if (file.size > MAX_BYTES)
    throw new PictureError('tooLarge', `readPicture: expected up to ${MAX_BYTES} bytes, got ${file.size}`);
  const size = pictureSize(new Uint8Array(await file.slice(0, HEADER).arrayBuffer()));
  if (size && size.width * size.height > MAX_PIXELS) {
    throw new PictureError(
      'tooManyPixels',
      `readPicture: expected up to ${MAX_PIXELS} pixels, got ${size.width} × ${size.height}`,
    );
  }
  if (size && size.width * size.height === 0)
    throw new PictureError('unreadable', `readPicture: expected pixels, got ${size.width} × ${size.height}`);
  const bitmap = await createImageBitmap(file).catch((error) => {
    throw new PictureError('unreadable', String(error));
  });
  try {
    const scale = RESOLUTION / Math.max(bitmap.width, bitmap.height);
    const width = Math.max(1, Math.round(bitmap.width * scale)),
      height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new PictureError('unreadable', 'readPicture: expected a canvas, got none');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } finally {
    bitmap.close();
  }
}
