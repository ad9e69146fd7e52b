/** Checks of arguments: arrays of numbers, bytes, numbers, texts and labels. */
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

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value     an object of bytes
 * @returns {Record<string, Uint8Array>}
 */
export function bytesByName(where, name, value) {
  if (typeof value !== 'object' || value === null || !isPlain(value)) {
    throw invalidArgument(where, `${name} to be an object of Uint8Arrays or ArrayBuffers`, describe(value));
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bytes(where, one)]));
}

/** Whether it is an object of no other type, such as an array, a Map or a File. @param {object} value */
const isPlain = (value) => Object.prototype.toString.call(value) === '[object Object]';

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export function text(where, name, value) {
  if (typeof value === 'string') return value;
  throw invalidArgument(where, `${name} to be a string`, describe(value));
}

/** The core takes unsigned integers of 32 bits; larger numbers would wrap. */
export const MAX_UINT32 = 2 ** 32 - 1;

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value
 * @param {number} [min]
 * @param {number} [max]
 * @returns {number}
 */
export function wholeNumber(where, name, value, min = 0, max = MAX_UINT32) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidArgument(where, `${name} to be a whole number from ${min} to ${max}`, textOf(value));
}

/**
 * @param {string} where
 * @param {string} name
 * @param {unknown} value
 * @returns {number}
 */
export function notNegative(where, name, value) {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw invalidArgument(where, `${name} to be a number of at least 0`, textOf(value));
}

/** @param {unknown} value */
const textOf = (value) =>
  (typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : (JSON.stringify(value) ?? String(value))
  ).slice(0, 60);

/** @param {unknown} value */
const describe = (value) =>
  value === null ? 'null' : typeof value === 'object' ? value.constructor.name : typeof value;

/** The labels: the ten digits. @type {readonly number[]} */
export const ALL_DIGITS = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

/**
 * @param {string} where
 * @param {Float32Array} rows    [example][width]
 * @param {number} width
 * @param {unknown} labels       one for all rows, or one for each
 * @param {number} labelCount    of the model
 * @returns {Float32Array}       each row followed by its label, one-hot
 */
export function labelled(where, rows, width, labels, labelCount) {
  const count = rows.length / width;
  const all = Array.isArray(labels) ? labels : Array(Math.max(1, Math.floor(count))).fill(labels);
  if (
    !Number.isInteger(count)
    || all.length !== count
    || !all.every((label) => Number.isInteger(label) && label >= 0 && label < labelCount)
  ) {
    const got = `${rows.length} numbers and ${labels === undefined ? 'no label' : JSON.stringify(labels)}`;
    throw invalidArgument(where, `${width} numbers for each example and its label, 0 to ${labelCount - 1}`, got);
  }
  const out = new Float32Array(count * (width + labelCount));
  all.forEach((label, i) => {
    out.set(rows.subarray(i * width, (i + 1) * width), i * (width + labelCount));
    out[i * (width + labelCount) + width + label] = 1;
  });
  return out;
}
