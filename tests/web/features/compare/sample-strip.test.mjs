// The strip of samples of a compared model.
import assert from 'node:assert/strict';
import test from 'node:test';
import { paintStrip } from '../../../../web/features/compare/sample-strip.js';

globalThis.ImageData ??= class {
  constructor(width, height) {
    Object.assign(this, { width, height, data: new Uint8ClampedArray(4 * width * height) });
  }
};

function canvas() {
  const places = [],
    context = { clearRect: () => places.push('cleared'), putImageData: (_, left, top) => places.push([left, top]) };
  return { places, dataset: {}, setAttribute: () => {}, getContext: () => context };
}
const SIZE = { width: 28, height: 28 };
const COLORS = { ink: '#000000', paper: '#ffffff', rule: '#cccccc' };

test('the images are drawn in rows; the same ones are not drawn again, others and other colours are', () => {
  const strip = canvas(),
    images = new Float32Array(3 * 784).fill(0.5);
  paintStrip(strip, images, 2, 2, COLORS, SIZE);
  assert.deepEqual(strip.places, ['cleared', [0, 0], [30, 0], [0, 30]]);
  assert.deepEqual([strip.width, strip.height], [58, 58]);
  paintStrip(strip, images, 2, 2, COLORS, SIZE);
  assert.equal(strip.places.length, 4);
  paintStrip(strip, images, 2, 2, { ...COLORS }, SIZE);
  assert.equal(strip.places.length, 8);
  paintStrip(strip, images.slice(784), 2, 2, COLORS, SIZE);
  assert.equal(strip.places.length, 11);
  paintStrip(strip, null, 2, 2, COLORS, SIZE);
  assert.deepEqual(strip.places.slice(11), ['cleared']);
  paintStrip(strip, new Float32Array(2 * 48), 2, 1, COLORS, { width: 6, height: 8 });
  assert.deepEqual([strip.width, strip.height], [14, 8]);
});
