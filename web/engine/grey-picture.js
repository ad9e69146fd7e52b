/** Pictures as grey bytes. */
import { invalidArgument } from './engine-error.js';

/**
 * @typedef {{width: number, height: number, data: Uint8ClampedArray | Uint8Array}} PixelData   ImageData: red, green, blue and alpha
 * @typedef {PixelData | ImageBitmap | Blob} Picture
 */

/**
 * The luma of ITU-R BT.601 in integers whose sum is 256, so that a grey pixel keeps its value. Transparent parts are white.
 * @param {PixelData} picture
 * @param {boolean} [invert]
 * @returns {Uint8Array}   width · height, 0 black, 255 white
 */
export function lumaOf({ width, height, data }, invert = false) {
  if (data.length !== 4 * width * height) {
    throw invalidArgument('ImageSet.fromImages', `${4 * width * height} values, of RGBA`, data.length);
  }
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const luma = (77 * data[4 * i] + 150 * data[4 * i + 1] + 29 * data[4 * i + 2]) >> 8,
      alpha = data[4 * i + 3],
      value = alpha === 255 ? luma : Math.round((luma * alpha + 255 * (255 - alpha)) / 255);
    grey[i] = invert ? 255 - value : value;
  }
  return grey;
}

/** @param {Picture} picture @param {boolean} invert */
export async function greyOf(picture, invert) {
  const pixels = await pixelsOf(picture);
  return { width: pixels.width, height: pixels.height, grey: lumaOf(pixels, invert) };
}

/** @param {Picture} picture @returns {Promise<PixelData>} */
async function pixelsOf(picture) {
  if ('data' in picture && 'width' in picture) return picture;
  if (typeof OffscreenCanvas === 'undefined') {
    throw invalidArgument(
      'ImageSet.fromImages',
      'ImageData, since there is no decoder outside of a browser',
      typeof picture,
    );
  }
  const bitmap = picture instanceof Blob ? await createImageBitmap(picture) : picture;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height),
    context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}
