// A pen moved by keys.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createKeyPen } from '../../../../web/core/dom/key-pen.js';

const near = (point, wanted) =>
  point.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-9, `${point}, not ${wanted}`));

test('arrows move the pen from the middle, with Shift further, two at a time diagonally, and never off the pad', () => {
  const pen = createKeyPen();
  near(pen.press('ArrowRight', false), [0.525, 0.5]);
  near(pen.press('ArrowDown', false), [0.55, 0.525]);
  pen.release('ArrowRight');
  near(pen.press('ArrowDown', true), [0.55, 0.625]);
  pen.releaseAll();
  for (let i = 0; i < 50; ++i) pen.press('ArrowLeft', false);
  near(pen.at(), [0, 0.625]);
  assert.equal(pen.press('a', false), null);
  near(pen.at(), [0, 0.625]);
});
