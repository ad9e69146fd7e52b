// The page's notices stay until they are read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { applyTexts, plainText } from '../../../../web/core/texts/apply-texts.js';
import { isKnown, t } from '../../../../web/core/texts/translate.js';
import { inTime, tellIfLate } from '../../../../web/core/state/in-time.js';
import { createKeyPen } from '../../../../web/core/dom/key-pen.js';
import { own } from '../../../../web/core/state/own.js';
import { afterModel, afterSteps, resolved, withNotices } from '../../../../web/core/state/notices.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

const error = (key, more = {}) => ({ kind: 'error', key, params: {}, ...more });
const news = (key, more = {}) => ({ kind: 'news', key, params: {}, ...more });
const undo = { key: 'pad.undo', run() {} };
const open = (...notices) => {
  const store = withNotices(createStore(createPageState()));
  for (const notice of notices) store.set({ notice });
  return { store, keys: () => [store.get().notice?.key ?? null, store.get().waiting.map(({ key }) => key)] };
};

test('an error is not replaced by later news, which wait and are shown when it is dismissed', () => {
  const { store, keys } = open(error('notice.loadFailed'), news('link.training'), news('share.copied'));
  assert.deepEqual(keys(), ['notice.loadFailed', ['share.copied']]);
  store.set({ notice: null });
  assert.deepEqual(keys(), ['share.copied', []]);
  store.set({ notice: null });
  assert.deepEqual(keys(), [null, []]);
});

test('the newest of several errors is shown and none is lost; a repeated error replaces itself', () => {
  const { store, keys } = open(error('a'), error('b'), error('a', { params: { step: 2 } }));
  assert.deepEqual(keys(), ['a', ['b']]);
  assert.equal(store.get().notice.params.step, 2);
  store.set({ notice: error('notice.command', { about: 'create' }) });
  store.set({ notice: error('notice.command', { about: 'steps' }) });
  assert.equal(store.get().waiting.length, 3, 'each of two commands has its own');
  for (let left = 3; left >= 0; left--) {
    assert.equal(store.get().waiting.length, left);
    store.set({ notice: null });
  }
  assert.deepEqual(keys(), [null, []]);
});

test('if the engine has failed, that error is shown', () => {
  const { keys } = open(error('notice.failed'), error('notice.section'));
  assert.deepEqual(keys(), ['notice.failed', ['notice.section']]);
});

test('the action of the last news remains available behind an error', () => {
  const { keys } = open(news('link.training'), news('notice.replaced', { action: undo }), error('a'));
  assert.deepEqual(keys(), ['a', ['notice.replaced']]);
  assert.deepEqual(open(news('link.training'), error('a')).keys(), ['a', []]);
});

test('an error is removed once its request is fulfilled', () => {
  const { store, keys } = open(error('notice.section'), error('notice.loadFailed'), error('notice.notWeights'));
  store.set({ notice: news('notice.loaded') });
  assert.deepEqual(keys(), ['notice.section', ['notice.loaded']]);
  const steps = open(error('notice.restarted'), error('notice.diverged'), error('a')).store;
  steps.set(afterSteps(steps.get()));
  assert.deepEqual([steps.get().notice.key, steps.get().waiting], ['a', []]);
});

test('the reason why the engine stopped remains visible when the shipped model replaces the current one', () => {
  const { store, keys } = open(
    error('notice.restarted'),
    error('notice.command', { about: 'create' }),
    error('notice.noShipped'),
  );
  store.set({ notice: news('snapshot.back') });
  store.set({ busy: false, ...afterModel(store.get()) });
  assert.deepEqual(keys(), ['notice.command', ['notice.restarted']]);
});

test('nothing is set if nothing is resolved', () => {
  const { store } = open(error('a'));
  let heard = 0;
  store.subscribe(() => {
    heard += 1;
  });
  store.set(resolved(store.get(), () => false));
  store.set({ notice: store.get().notice });
  assert.equal(heard, 0);
});

test('a key that every object inherits is no text, symbol or path', () => {
  for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    assert.equal(own({ a: 1 }, key), undefined);
    assert.equal(isKnown(key), false);
    assert.equal(t(key), key);
    assert.equal(plainText(`{${key}}`), `{${key}}`);
    assert.equal(createKeyPen().press(key, false), null);
  }
  assert.equal(typeof applyTexts, 'function');
});

test('a module that does not load is reported once, and may still load', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let come;
  const part = new Promise((resolve) => {
    come = resolve;
  });
  const told = [];
  tellIfLate(part, (late) => told.push(late.code), 1000);
  const waited = inTime(part, 1000);
  const refused = assert.rejects(waited, { code: 'stalled' });
  context.mock.timers.tick(999);
  assert.deepEqual(told, []);
  context.mock.timers.tick(1);
  await refused;
  come('part');
  assert.equal(await inTime(part, 1000), 'part');
  context.mock.timers.tick(5000);
  assert.deepEqual(told, ['stalled']);
  await assert.rejects(inTime(Promise.reject(new Error('404')), 1000), /404/);
});
