import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activeAxes } from '../../../../web/core/scatter/active-axes.js';

/** Codes of 100 images around 3 with these variances. */
function codesOf(...variances) {
  const mu = Array.from({ length: 100 }, (_, n) => variances.map((v) => 3 + (n % 2 ? 1 : -1) * Math.sqrt(v))).flat();
  return { mu: Float32Array.from(mu), latentDim: variances.length };
}

test('a model opens on the two dimensions that vary most if one of the first two is inactive', () => {
  assert.deepEqual(activeAxes(codesOf(0, 0, 0.3, 0.1, 0.9), [0, 1]), [2, 4]);
  assert.deepEqual(activeAxes(codesOf(0.5, 0.009, 0.02), [0, 1]), [0, 2]);
});

test('axes along which the codes vary are kept, whatever the others do', () => {
  assert.deepEqual(activeAxes(codesOf(0.02, 0.02, 5, 5), [0, 1]), [0, 1]);
  assert.deepEqual(activeAxes(codesOf(0.02, 0, 5, 1), [2, 3]), [2, 3]);
});

test('with fewer than two active dimensions, of three or of two, the axes are kept', () => {
  assert.deepEqual(activeAxes(codesOf(0, 0, 1), [0, 1]), [0, 1]);
  assert.deepEqual(activeAxes(codesOf(0, 1), [0, 1]), [0, 1]);
  assert.deepEqual(activeAxes(codesOf(NaN, NaN, NaN), [0, 1]), [0, 1]);
});
