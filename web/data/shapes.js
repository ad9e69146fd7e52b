/** What IDX, NumPy and CSV files contain, and how many images of which size that is. */
import { DataError } from './data-error.js';
import { isImageSize } from '../core/model/data-limits.js';

/**
 * @typedef {object} NamedArray
 * @property {string} name        of its file, with its path in a folder or an archive
 * @property {number[]} shape
 * @property {ArrayLike<number> | readonly string[]} values   in row-major order
 */

/** @param {number} pixels */
export const isSquare = (pixels) => {
  const side = Math.sqrt(pixels);
  return Number.isInteger(side) && isImageSize({ width: side, height: side });
};

/** Whether it is one value for each image. @param {NamedArray} array */
export const areLabels = ({ shape }) => shape.length === 1 || (shape.length === 2 && shape[1] === 1);

/**
 * Images are [n][height][width], with one or three channels after or one before these, or [n][pixels] of a square.
 * @param {NamedArray} array
 * @returns {{count: number, width: number, height: number, channels: number}}
 */
export function imageShape({ name, shape }) {
  const [count, ...rest] = shape;
  const sides = rest.length === 3 && rest[0] === 1 ? rest.slice(1) : rest;
  const side = Math.sqrt(sides[0] ?? 0);
  const [height, width, channels = 1] = sides.length === 1 && isSquare(sides[0]) ? [side, side] : sides;
  if (!isImageSize({ width, height }) || sides.length > 3 || ![1, 3].includes(channels)) {
    throw new DataError('dataShape', { name, shape: shape.join(' × ') });
  }
  return { count, width, height, channels };
}
