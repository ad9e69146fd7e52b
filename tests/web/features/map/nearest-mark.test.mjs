// The mark that a pointer on the map selects.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createPlane } from '../../../../web/core/scatter/plane.js';
import { nearestMark } from '../../../../web/features/map/nearest-mark.js';

const frame = { width: 300, height: 200 },
  plane = createPlane(frame.width, frame.height, 4);
const at = (cloud, across, up, reach = 6) => nearestMark(plane, frame, cloud, plane.toX(across), plane.toY(up), reach);

test('the nearest mark within reach; hidden ones, those outside and codes that are no numbers are not selected', () => {
  const cloud = {
    points: Float32Array.of(0, 0, 0.1, 0, 1, -2, NaN, 1, 0, 4.01, 1, -2),
    labels: Uint8Array.of(3, 4, 5, 6, 7, 8),
    hiddenLabels: new Set(),
  };
  assert.deepEqual([at(cloud, 0.02, 0), at(cloud, 0.09, 0), at(cloud, 1.1, -2.1), at(cloud, 2, 2)], [0, 1, 2, -1]);
  assert.equal(at({ ...cloud, hiddenLabels: new Set([3]) }, 0, 0), 1);
  assert.equal(at({ ...cloud, hiddenLabels: new Set([5]) }, 1, -2), 5);
  assert.equal(at(cloud, 0, 4), -1, 'outside the frame');
  assert.equal(at(cloud, 0, 1), -1);
  assert.equal(at(cloud, 0.5, 0, 5), -1, 'ten units away');
  assert.equal(at(cloud, 0.5, 0, 11), 1);
  assert.equal(at({ ...cloud, labels: null }, 0, 0), -1, 'before the digits are loaded');
});
