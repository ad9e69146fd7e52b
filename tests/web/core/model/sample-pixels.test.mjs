// Pixels sampled from probabilities.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplePixels } from '../../../../web/core/model/sample-pixels.js';

test('each pixel is 0 or 1, and 1 as often as its probability says; the same seed gives the same pixels', () => {
  const probabilities = Float32Array.of(0, 0.2, 0.9, 1);
  const counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 4000; seed++)
    samplePixels(probabilities, seed).forEach((pixel, i) => {
      assert.ok(pixel === 0 || pixel === 1);
      counts[i] += pixel;
    });
  // Within four standard deviations.
  counts.forEach((count, i) => {
    const p = probabilities[i];
    assert.ok(Math.abs(count - 4000 * p) <= 4 * Math.sqrt(4000 * p * (1 - p)), `${count} of 4000 for ${p}`);
  });
  assert.deepEqual(samplePixels(probabilities, 3), samplePixels(probabilities, 3));
});
