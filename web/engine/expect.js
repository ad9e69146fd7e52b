/** Arguments that must be arrays of numbers. */

/**
 * @param {string} where
 * @param {unknown} value
 * @returns {Float32Array}
 */
export function floats(where, value) {
  if (value instanceof Float32Array) return value;
  throw new Error(`${where}: expected a Float32Array, got ${describe(value)}`);
}

/**
 * @param {string} where
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function bytes(where, value) {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new Error(`${where}: expected a Uint8Array or an ArrayBuffer, got ${describe(value)}`);
}

/** @param {unknown} value */
const describe = (value) => (value === null ? 'null' : typeof value === 'object' ? value.constructor.name : typeof value);
