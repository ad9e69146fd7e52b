import assert from 'node:assert/strict';

/** @param {number} actual @param {number} expected @param {number} [within] @param {string} [what]  begins the message */
export const near = (actual, expected, within = 1e-9, what = '') =>
  assert.ok(Math.abs(actual - expected) <= within, `${what} ${actual}, not ${expected} ± ${within}`);
