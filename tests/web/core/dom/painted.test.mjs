// Waiting for the frame that shows the current state.
import assert from 'node:assert/strict';
import test from 'node:test';
import { painted } from '../../../../web/core/dom/painted.js';

/** A window in which frames come when the test says so. @param {import('node:test').TestContext} t @param {'visible' | 'hidden'} visibilityState */
function openWindow(t, visibilityState) {
  const frames = [];
  t.mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.document = { visibilityState };
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  const seen = { isPainted: false };
  painted().then(() => {
    seen.isPainted = true;
  });
  return {
    frame: () => frames.splice(0).forEach((draw) => draw()),
    async isPaintedAfter(ms) {
      t.mock.timers.tick(ms);
      await Promise.resolve();
      return seen.isPainted;
    },
  };
}

test('a visible window on a busy machine is painted after its frame, however late', async (t) => {
  const window = openWindow(t, 'visible');
  assert.equal(await window.isPaintedAfter(2000), false);
  window.frame();
  assert.equal(await window.isPaintedAfter(1), true);
});

test('windows without frames are not waited for: hidden ones briefly, those out of view for seconds', async (t) => {
  assert.equal(await openWindow(t, 'hidden').isPaintedAfter(100), true);
  t.mock.timers.reset();
  const window = openWindow(t, 'visible');
  assert.equal(await window.isPaintedAfter(2900), false);
  assert.equal(await window.isPaintedAfter(100), true);
});
