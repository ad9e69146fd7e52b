import assert from 'node:assert/strict';
import test from 'node:test';
import { prepareDigit } from '../../web/lib/prepare-digit.js';
import { inkOfPicture } from '../../web/lib/picture-ink.js';

/** A picture of that lightness at each place, 0 to 1. */
function picture(width, height, lightness, alpha = () => 1) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)], value = 255 * lightness(x, y);
    data.set([value, value, value, 255 * alpha(x, y)], 4 * i);
  }
  return { data, width, height };
}
const isBar = (x, y) => x >= 60 && x < 70 && y >= 30 && y < 110;
const at = ({ data, width }, x, y) => data[y * width + x];
/** The bar is ink, what is away from it is not. */
function expectBar(ink) {
  assert.ok(at(ink, 65, 70) > 0.95, `ink ${at(ink, 65, 70)}`);
  for (const [x, y] of [[10, 10], [130, 130], [20, 70], [120, 70], [65, 5]]) assert.equal(at(ink, x, y), 0, `paper at ${x}, ${y}`);
}

test('dark on light and light on dark are both ink', () => {
  expectBar(inkOfPicture(picture(140, 140, (x, y) => (isBar(x, y) ? 0.1 : 0.95))));
  expectBar(inkOfPicture(picture(140, 140, (x, y) => (isBar(x, y) ? 0.9 : 0.05))));
});

test('uneven light over the paper, as on a photograph, is paper', () => {
  expectBar(inkOfPicture(picture(140, 140, (x, y) => (isBar(x, y) ? 0.25 : 1) * (0.5 + 0.4 * (x / 140)))));
});

test('what is transparent is paper', () => {
  expectBar(inkOfPicture(picture(140, 140, () => 0, (x, y) => (isBar(x, y) ? 1 : 0))));
});

test('a picture that is not square comes into the middle, and is prepared like a drawing', () => {
  const ink = inkOfPicture(picture(70, 140, (x, y) => (isBar(x + 30, y) ? 0 : 1)));
  assert.ok(at(ink, 35 + 35, 70) > 0.95);
  const pixels = prepareDigit(ink);
  assert.ok(pixels[14 * 28 + 14] > 0.5 && pixels[0] === 0);
});

test('a picture without contrast, and one without pixels, are refused by the key of a sentence', () => {
  assert.throws(() => inkOfPicture(picture(140, 140, (x) => 0.5 + 0.02 * (x / 140))), /^Error: picture\.noContrast$/);
  assert.throws(() => inkOfPicture({ data: new Uint8ClampedArray(0), width: 0, height: 0 }), /^Error: picture\.unreadable$/);
});
