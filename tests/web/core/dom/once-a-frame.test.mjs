// Drawing in frames: how much is drawn in one, in which order, and what waits for it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { afterDrawing, drawNow, onceAFrame } from '../../../../web/core/dom/once-a-frame.js';

/** Callbacks for the next frame, the reported errors, and a clock that only drawing advances. */
const reported = [];
let frames = [],
  now = 0;
globalThis.requestAnimationFrame = (draw) => frames.push(draw);
globalThis.reportError = (error) => void reported.push(error.message);
performance.now = () => now;
function nextFrame() {
  const due = frames;
  frames = [];
  for (const draw of due) draw(now);
}

/** Schedulers of views that take that many ms each, and the names of those drawn. @param {Record<string, number>} views */
function viewsOf(views) {
  const drawn = [];
  const schedule = Object.entries(views).map(([name, ms]) =>
    onceAFrame(() => {
      drawn.push(name);
      now += ms;
    }),
  );
  return { drawn, schedule };
}

test('views that take long share several frames, in the order of their requests, and none is left out', () => {
  const { drawn, schedule } = viewsOf({ a: 5, b: 30, c: 1, d: 1 });
  for (const soon of schedule) soon();
  nextFrame();
  assert.deepEqual(drawn, ['a', 'b']);
  // A view that is requested in every frame does not keep the others from being drawn.
  schedule[1]();
  nextFrame();
  assert.deepEqual(drawn, ['a', 'b', 'c', 'd', 'b']);
  nextFrame();
  assert.equal(frames.length, 0, 'no frame is requested without need');
});

test('what depends on the drawing waits for all that was scheduled before it, and for nothing later', () => {
  const { drawn, schedule } = viewsOf({ a: 30, b: 1, always: 30 });
  schedule[0]();
  schedule[1]();
  afterDrawing(() => drawn.push('after'));
  nextFrame();
  schedule[2]();
  nextFrame();
  schedule[2]();
  nextFrame();
  assert.deepEqual(drawn.slice(0, 4), ['a', 'b', 'always', 'after']);
  nextFrame();
  afterDrawing(() => drawn.push('immediately'));
  nextFrame();
  assert.equal(drawn.at(-1), 'immediately');
});

test('before printing everything is drawn at once', () => {
  const { drawn, schedule } = viewsOf({ a: 30, b: 30, c: 30 });
  for (const soon of schedule) soon();
  drawNow();
  assert.deepEqual(drawn, ['a', 'b', 'c']);
  nextFrame();
  assert.equal(drawn.length, 3);
});

test('a view that fails is reported, and the others of its frame are drawn', () => {
  const { drawn, schedule } = viewsOf({ a: 1 });
  onceAFrame(() => {
    throw new Error('no canvas');
  })();
  schedule[0]();
  nextFrame();
  assert.deepEqual([drawn, reported], [['a'], ['no canvas']]);
});
