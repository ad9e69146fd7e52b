/** Numbers of a file as bytes of ink. */
import { DataError } from './data-error.js';

/** The weights of red, green and blue in luma (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114];

/** The largest value of scikit-learn's and UCI's digits of 8 × 8. */
const SIXTEEN = 16;

/**
 * @param {string} name
 * @param {ArrayLike<number> | readonly string[]} values   0 … 1, 0 … 16 or 0 … 255
 * @param {number} channels
 * @returns {{bytes: Uint8Array, most: 1 | 16 | 255}}  0 … 255, one for each pixel; the largest value that the file's numbers stand for
 */
export function toBytes(name, values, channels) {
  let least = Infinity,
    greatest = -Infinity,
    areNumbers = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      areNumbers = false;
      break;
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (!areNumbers) throw new DataError('dataNotNumbers', { name });
  if (least < 0 || greatest > 255) throw new DataError('dataRange', { name, least, greatest });
  const most = greatest <= 1 ? 1 : greatest <= SIXTEEN ? SIXTEEN : 255;
  const numbers = /** @type {ArrayLike<number>} */ (values);
  if (most === 255 && channels === 1 && numbers instanceof Uint8Array) return { bytes: numbers, most };
  const bytes = new Uint8Array(values.length / channels),
    scale = 255 / most;
  for (let i = 0; i < bytes.length; i++) {
    let value = 0;
    if (channels === 1) value = numbers[i];
    else for (let c = 0; c < channels; c++) value += LUMA[c] * numbers[channels * i + c];
    bytes[i] = Math.round(scale * value);
  }
  return { bytes, most };
}
