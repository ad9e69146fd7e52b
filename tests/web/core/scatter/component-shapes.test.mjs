// The components of a learned prior on the plane of the map.
import assert from 'node:assert/strict';
import test from 'node:test';
import { axesBasis } from '../../../../web/core/scatter/basis.js';
import { blendMixtures, componentShapes } from '../../../../web/core/scatter/component-shapes.js';

test('a component is the projection of its Gaussian: its mean, and its σ along the axes shown', () => {
  const mixture = {
    weights: [0.5, 0.5],
    means: Float32Array.of(1, 2, 3, -1, -2, -3),
    sigmas: Float32Array.of(0.1, 0.2, 0.5, 1, 1, 1),
  };
  const [first, second] = componentShapes(axesBasis(3, [2, 0]), mixture);
  assert.deepEqual(
    [first.mean, second.mean],
    [
      [3, 1],
      [-3, -1],
    ],
  );
  assert.deepEqual(
    first.radii.map((radius) => Number(radius.toFixed(5))),
    [0.5, 0.1],
  );
  assert.ok(Math.abs(first.angle) < 1e-9);
  // Along the diagonal of z1 and z3: the variance is the mean of both.
  const half = Math.SQRT1_2,
    diagonal = { first: Float64Array.of(half, 0, half), second: Float64Array.of(0, 1, 0) };
  const [along] = componentShapes(diagonal, mixture);
  assert.ok(Math.abs(along.radii[0] - Math.sqrt((0.01 + 0.25) / 2)) < 1e-6, String(along.radii));
  assert.ok(Math.abs(along.mean[0] - 4 * half) < 1e-6);
});

test('with a code of one dimension a component is a circle, as N(0, I) is; one without weight is left out', () => {
  const mixture = {
    weights: [0.9999, 1e-5, 0.00009],
    means: Float32Array.of(0.5, 9, 9),
    sigmas: Float32Array.of(0.25, 1, 1),
  };
  assert.deepEqual(componentShapes(axesBasis(1, [0, 1]), mixture), [
    { mean: [0.5, 0], radii: [0.25, 0.25], angle: 0 },
    null,
    null,
  ]);
});

test('between two requests the components move evenly; those of another number do not', () => {
  const at = (...means) => ({
    weights: means.map(() => 1),
    means: Float32Array.from(means),
    sigmas: new Float32Array(means.length).fill(1),
  });
  const [from, to] = [at(0, 4), at(1, 0)];
  assert.deepEqual([...blendMixtures(from, to, 0.25).means], [0.25, 3]);
  assert.equal(blendMixtures(from, to, 1), to);
  assert.equal(blendMixtures(from, at(1), 0.5).means.length, 1);
  assert.equal(blendMixtures(null, to, 0.5), to);
});
