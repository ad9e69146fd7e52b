/** Arguments that must be arrays of numbers. */
import { invalidArgument } from './engine-error.js';

/**
 * @param {string} where
 * @param {unknown} value
 * @returns {Float32Array}
 */
export function floats(where, value) {
  if (value instanceof Float32Array) return value;
  throw invalidArgument(where, 'a Float32Array', describe(value));
}

/**
 * @param {string} where
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function bytes(where, value) {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw invalidArgument(where, 'a Uint8Array or an ArrayBuffer', describe(value));
}

/** The largest whole number that reaches the core: its numbers have 32 bits, and larger ones would wrap. */
export const MOST_WHOLE = 2 ** 32 - 1;

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value
 * @param {number} [least]
 * @param {number} [most]
 * @returns {number}
 */
export function wholeNumber(where, name, value, least = 0, most = MOST_WHOLE) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  const got = typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
  throw invalidArgument(where, `${name} to be a whole number from ${least} to ${most}`, got.slice(0, 60));
}

/** @param {unknown} value */
const describe = (value) => (value === null ? 'null' : typeof value === 'object' ? value.constructor.name : typeof value);

/** Labels there are: the ten digits. */
const LABELS = 10;

/**
 * @param {string} where
 * @param {Float32Array} rows    width numbers for each
 * @param {number} width
 * @param {unknown} labels       one for all rows, or one for each
 * @returns {Float32Array}       each row followed by its label, one-hot
 */
export function labelled(where, rows, width, labels) {
  const count = rows.length / width;
  const all = Array.isArray(labels) ? labels : Array(Math.max(1, Math.floor(count))).fill(labels);
  if (!Number.isInteger(count) || all.length !== count || !all.every((label) => Number.isInteger(label) && label >= 0 && label < LABELS)) {
    const got = `${rows.length} numbers and ${labels === undefined ? 'no label' : JSON.stringify(labels)}`;
    throw invalidArgument(where, `${width} numbers for each example and its label, 0 to ${LABELS - 1}`, got);
  }
  const out = new Float32Array(count * (width + LABELS));
  all.forEach((label, i) => {
    out.set(rows.subarray(i * width, (i + 1) * width), i * (width + LABELS));
    out[i * (width + LABELS) + width + label] = 1;
  });
  return out;
}
