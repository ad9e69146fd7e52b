import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_DIGIT } from '../../../../web/core/pictures/default-digit.js';
import { PIXELS, SIDE, digitFromBytes } from '../../../../web/core/pictures/digit-image.js';
import { boundingBox, centreOfMass, prepareDigit, shrinkDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Square paper with filled rectangles [left, top, width, height]. */
function inkOf(side, ...boxes) {
  const data = new Float32Array(side * side);
  for (const [left, top, width, height] of boxes) {
    for (let y = top; y < top + height; y++) data.fill(1, y * side + left, y * side + left + width);
  }
  return { data, width: side, height: side };
}

const asInk = (pixels) => ({ data: pixels, width: SIDE, height: SIDE });

test('a blank pad gives null, prepared or not', () => {
  assert.equal(prepareDigit(inkOf(140)), null);
  assert.equal(shrinkDigit(inkOf(140)), null);
  assert.equal(boundingBox(inkOf(140)), null);
});

test('ink too faint to be visible counts as blank', () => {
  const ink = inkOf(140);
  ink.data[77] = 0.01;
  assert.equal(prepareDigit(ink), null);
});

test('the longer side becomes 20 pixels and the aspect ratio is preserved', () => {
  const wide = boundingBox(asInk(prepareDigit(inkOf(140, [10, 30, 100, 50]))));
  assert.deepEqual([wide.width, wide.height], [20, 10]);
  const high = boundingBox(asInk(prepareDigit(inkOf(140, [60, 5, 13, 130]))));
  assert.deepEqual([high.width, high.height], [2, 20]);
});

test('the centre of mass is at the centre, to within half a pixel, wherever the digit is drawn', () => {
  for (const [x, y] of [
    [0, 0],
    [80, 10],
    [3, 90],
  ]) {
    // An L: its centre of mass is far from the middle of its box.
    const prepared = prepareDigit(inkOf(140, [x, y, 10, 50], [x, y + 40, 40, 10]));
    const centre = centreOfMass(prepared);
    assert.ok(Math.abs(centre.x - SIDE / 2) <= 0.5 && Math.abs(centre.y - SIDE / 2) <= 0.5, `${centre.x}, ${centre.y}`);
  }
});

test('position and size of the drawing do not matter', () => {
  const small = prepareDigit(inkOf(140, [20, 20, 10, 20], [30, 30, 10, 10]));
  const large = prepareDigit(inkOf(140, [40, 50, 40, 80], [80, 90, 40, 40]));
  small.forEach((value, i) => assert.ok(Math.abs(value - large[i]) < 1e-5));
});

test('area averaging preserves the amount of ink', () => {
  const ink = inkOf(140, [33, 41, 57, 29]);
  const scale = 20 / 57;
  assert.ok(Math.abs(sum(prepareDigit(ink)) - 57 * 29 * scale * scale) < 1e-2);
  assert.ok(Math.abs(sum(shrinkDigit(ink)) - (57 * 29) / 25) < 1e-2);
});

test('a single dot grows no larger than the box and stays in range', () => {
  const prepared = prepareDigit(rasterizeStrokes([[[0.9, 0.1]]]));
  assert.equal(prepared.length, PIXELS);
  assert.ok(prepared.every((value) => value >= 0 && value <= 1));
  assert.ok(boundingBox(asInk(prepared)).width <= 20);
});

test('shrinking preserves the position of the drawing', () => {
  const box = boundingBox(asInk(shrinkDigit(inkOf(140, [0, 0, 10, 10]))));
  assert.deepEqual(box, { left: 0, top: 0, width: 2, height: 2 });
});

test('the default digit is drawn well inside the pad', () => {
  const ink = rasterizeStrokes(DEFAULT_DIGIT);
  const box = boundingBox(ink);
  assert.ok(box.left > 5 && box.top > 5 && box.left + box.width < 135 && box.top + box.height < 135);
});

test('a stroke is as wide as the pen and covers its points', () => {
  const ink = rasterizeStrokes([
    [
      [0.2, 0.5],
      [0.8, 0.5],
    ],
  ]);
  const box = boundingBox(ink);
  assert.ok(Math.abs(box.height - 0.085 * 140) <= 2, String(box.height));
  assert.equal(ink.data[70 * 140 + 70], 1);
});

test('a held-out digit is read from its bytes unchanged', () => {
  const bytes = new Uint8Array(2 * PIXELS);
  bytes[PIXELS + 3] = 255;
  const digits = { images: bytes, width: 28, height: 28 };
  assert.equal(digitFromBytes(digits, 1)[3], 1);
  assert.equal(sum(digitFromBytes(digits, 0)), 0);
});
