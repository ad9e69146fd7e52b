import assert from 'node:assert/strict';
import test from 'node:test';
import { standardGaussian } from '../../../../web/core/model/diagonal-mixture.js';
import {
  alongDifference,
  cornerWalk,
  joined,
  lineWalk,
  meanCodes,
  priorCodes,
  steps,
  traversal,
} from '../../../../web/features/explore/walk.js';

const code = (...values) => Float32Array.from(values);
const [a, b, c, d] = [code(0.1, -2), code(3, 0.7), code(-1, 1), code(2, 2)];

test('a line starts and ends exactly at its end points, in equal steps', () => {
  const line = lineWalk(a, b, 5);
  assert.deepEqual([line[0], line[4]], [a, b]);
  assert.ok(Math.abs(line[2][0] - 1.55) < 1e-6 && Math.abs(line[2][1] + 0.65) < 1e-6);
});

test('a grid between four codes has them exactly in its corners and their mean in its middle', () => {
  const grid = cornerWalk([a, b, c, d], 3);
  assert.deepEqual([grid[0], grid[2], grid[6], grid[8]], [a, b, c, d]);
  assert.ok(Math.abs(grid[4][0] - 1.025) < 1e-6);
});

test('a traversal changes its own dimension and no other', () => {
  assert.deepEqual(traversal(code(1, 2, 3), 1, steps(3, 3)), [code(1, -3, 3), code(1, 0, 3), code(1, 3, 3)]);
});

test('the mean code of each digit; null if there is no such digit', () => {
  const means = meanCodes(code(1, 1, 3, 5, 7, 7), 2, Uint8Array.from([4, 4, 9]));
  assert.deepEqual([means[4], means[9], means[0]], [code(2, 3), code(7, 7), null]);
});

test('a difference is added in the given strengths', () => {
  assert.deepEqual(alongDifference(code(1, 1), code(0, 1), code(2, 1), [-1, 0, 1]), [
    code(-1, 1),
    code(1, 1),
    code(3, 1),
  ]);
  assert.deepEqual(joined([a, b]), code(0.1, -2, 3, 0.7));
});

test('codes sampled from the prior are standard normal, the same for one seed and different for another', () => {
  const prior = standardGaussian(4),
    codes = priorCodes(prior, 5000, 7),
    all = [...joined(codes)];
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length,
    variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.04, `${mean}, ${variance}`);
  assert.deepEqual(priorCodes(prior, 2, 7), codes.slice(0, 2));
  assert.notDeepEqual(priorCodes(prior, 1, 8), codes.slice(0, 1));
  assert.notDeepEqual(codes[0], codes[1]);
});
