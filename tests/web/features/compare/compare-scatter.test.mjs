// The axes of the two maps.
import assert from 'node:assert/strict';
import test from 'node:test';
import { extentsOf } from '../../../../web/features/compare/compare-scatter.js';

const wide = Float32Array.of(20, 0, -20, 5, 0, 20, 3, -20),
  narrow = Float32Array.of(1, 0, -1, 1, 0, 1);

test('the maps have the same axes, wide enough for all, or each its own', () => {
  const clouds = (...extents) => [wide, narrow].map((points, i) => ({ points, extent: extents[i] }));
  const [shared, same] = extentsOf(clouds(0, 0), 'same');
  assert.equal(shared, same);
  assert.ok(shared > 20 && shared < 30, `${shared}`);
  const [first, second] = extentsOf(clouds(shared, shared), 'fit');
  assert.equal(first, shared, 'it still fits: no change');
  assert.ok(second >= 3 && second < 4, `the circle at 3 σ remains visible: ${second}`);
  assert.deepEqual(extentsOf(clouds(first, second), 'same'), [shared, shared]);
});
