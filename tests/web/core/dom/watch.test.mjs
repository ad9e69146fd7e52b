import assert from 'node:assert/strict';
import test from 'node:test';
import { watch } from '../../../../web/core/dom/watch.js';
import { createStore } from '../../../../web/core/state/store.js';
import { formatNumber } from '../../../../web/core/texts/format.js';
import { loadDeferredTexts, setLanguage, t } from '../../../../web/core/texts/translate.js';

/** Callbacks for the next frame, and the reported errors. */
const frames = new Map(),
  reported = [];
let handles = 0;
globalThis.requestAnimationFrame = (draw) => (frames.set(++handles, draw), handles);
globalThis.cancelAnimationFrame = (handle) => void frames.delete(handle);
globalThis.reportError = (error) => void reported.push(error.message);
function nextFrame() {
  const due = [...frames.values()];
  frames.clear();
  for (const draw of due) draw(0);
}

test('a view is drawn once in the frame after a change of a value it has read, and not otherwise', () => {
  const store = createStore({ shown: 1, other: 1 }),
    drawn = [];
  const stop = watch(() => drawn.push(store.state.shown));
  assert.deepEqual(drawn, [], 'not before the first frame');
  nextFrame();
  store.set({ shown: 2 });
  store.set({ shown: 3, other: 2 });
  assert.deepEqual(drawn, [1]);
  nextFrame();
  store.set({ other: 3 });
  store.set({ shown: 3 });
  nextFrame();
  assert.deepEqual(drawn, [1, 3]);
  stop();
  store.set({ shown: 4 });
  nextFrame();
  assert.deepEqual(drawn, [1, 3]);
});

test('the values read depend on the state: a key that is read for the first time counts from then on', () => {
  const store = createStore({ isOpen: false, text: 'a' }),
    drawn = [];
  watch(() => drawn.push(store.state.isOpen ? store.state.text : '–'));
  nextFrame();
  store.set({ text: 'b' });
  nextFrame();
  store.set({ isOpen: true });
  nextFrame();
  store.set({ text: 'c' });
  nextFrame();
  assert.deepEqual(drawn, ['–', 'b', 'c']);
});

test('a view of the whole state is drawn after any change; get() depends on nothing; a spread of the live state copies nothing', () => {
  const store = createStore({ a: 1, b: 2 }),
    whole = [],
    still = [];
  watch(() => whole.push(store.whole()));
  watch(() => still.push(store.get().a));
  nextFrame();
  store.set({ b: 3 });
  nextFrame();
  assert.deepEqual(
    [whole, still],
    [
      [
        { a: 1, b: 2 },
        { a: 1, b: 3 },
      ],
      [1],
    ],
  );
  assert.deepEqual({ ...store.state }, {});
});

test('every view is redrawn in another language, whether it writes texts immediately or later', async () => {
  await loadDeferredTexts();
  const drawn = [];
  let later = 0;
  watch(() => {
    later += 1;
  });
  watch(() => drawn.push([t('train.reset'), formatNumber(1.5, 1)]));
  nextFrame();
  await setLanguage('ko');
  nextFrame();
  await setLanguage('en');
  nextFrame();
  assert.deepEqual([drawn.length, later], [3, 3]);
  assert.match(drawn[1][0], /[가-힣]/);
  assert.deepEqual(drawn[2], drawn[0]);
});

test('a view that fails is reported, and drawn again at the next change', () => {
  const store = createStore({ value: null }),
    drawn = [];
  watch(() => drawn.push(store.state.value.length));
  nextFrame();
  assert.equal(reported.length, 1);
  store.set({ value: 'abc' });
  nextFrame();
  assert.deepEqual(drawn, [3]);
});
