import assert from 'node:assert/strict';
import test from 'node:test';
import { animateExample } from '../../../../web/features/pad/example-animation.js';

/** Frames by hand. */
function stage() {
  let draw = null;
  const page = { isWanted: true, isShown: false, shares: [] };
  const animation = animateExample({
    isWanted: () => page.isWanted,
    isShown: () => page.isShown,
    redraw: () => page.shares.push(animation.share()),
    nextFrame: (next) => {
      draw = next;
    },
  });
  return {
    page,
    animation,
    /** Whether a frame was requested. */
    frame(now) {
      const next = draw;
      draw = null;
      next?.(now);
      return next !== null;
    },
  };
}

test('the example is drawn once, from when the page is visible', () => {
  const { page, animation, frame } = stage();
  assert.equal(animation.share(), 0);
  frame(0);
  frame(5000);
  assert.deepEqual(page.shares, [0, 0]);
  page.isShown = true;
  for (const now of [6000, 6300, 6900, 7300]) frame(now);
  assert.deepEqual(page.shares.slice(2), [0, 0.25, 0.75, 1]);
  assert.equal(frame(7400), false);
});

test('a stroke on the example ends it at once', () => {
  const { page, animation, frame } = stage();
  page.isShown = true;
  frame(0);
  page.isWanted = false;
  frame(100);
  assert.equal(animation.share(), 1);
  assert.equal(frame(200), false);
});

test('without an example, nothing is animated', () => {
  let frames = 0;
  const { share } = animateExample({
    isWanted: () => false,
    isShown: () => true,
    redraw: () => assert.fail('redrawn'),
    nextFrame: () => {
      frames += 1;
    },
  });
  assert.deepEqual([share(), frames], [1, 0]);
});
