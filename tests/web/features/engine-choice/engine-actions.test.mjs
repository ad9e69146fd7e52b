// The choice of the engine: its effect on the page, and how it is saved.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngineActions } from '../../../../web/features/engine-choice/engine-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { saveEngineChoice, savedEngineChoice } from '../../../../web/core/state/preferences.js';
import { createStore } from '../../../../web/core/state/store.js';

const kept = new Map();
beforeEach(() => {
  kept.clear();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
});

const info = (patch = {}) => ({
  arithmetic: 'fused',
  threads: 2,
  fallback: null,
  version: '1.2.3',
  possible: { simd: true, arithmetic: ['exact', 'fused'], sharedMemory: true, processors: 2, maxThreads: 8 },
  ...patch,
});

function page(answer) {
  const store = createStore({ ...createPageState(), engine: info() });
  const asked = [],
    complaints = [];
  const chooser = { choose: async (options) => answer(options) };
  const engines = createEngineActions(store, chooser, (error) => complaints.push(error.message));
  engines.follow({ choose: async (options) => asked.push(options) });
  engines.follow({ choose: async () => Promise.reject(new Error('it is not running')) });
  return { store, engines, asked, complaints };
}

test('a choice is shown and saved, and the engines of the other sections use its arithmetic, with one thread', async () => {
  const { store, engines, asked, complaints } = page(() => info({ arithmetic: 'exact', threads: 1 }));
  await engines.choose({ variant: 'exact', threads: 'auto' });
  assert.equal(store.get().engine.arithmetic, 'exact');
  assert.deepEqual(store.get().engineChoice, { variant: 'exact', threads: 'auto' });
  assert.deepEqual(savedEngineChoice(true), { variant: 'exact', threads: 'auto' });
  assert.deepEqual(asked, [{ variant: 'exact', threads: 1 }]);
  assert.deepEqual([store.get().notice, complaints], [null, []]);
});

test('a choice that fails is reported, and neither shown nor saved', async () => {
  const { store, engines, asked, complaints } = page(() => Promise.reject(new Error('missing on this host')));
  await engines.choose({ variant: 'exact', threads: 1 });
  assert.equal(store.get().engine.arithmetic, 'fused');
  assert.deepEqual(store.get().engineChoice, { variant: 'auto', threads: 'auto' });
  assert.deepEqual(savedEngineChoice(true), { variant: 'auto', threads: 'auto' });
  assert.deepEqual([asked, complaints], [[], ['missing on this host']]);
});

test('requested threads that are not available are reported as news', () => {
  const { store, engines } = page();
  engines.adopt(info({ threads: 1, fallback: { message: 'could not allocate memory' } }));
  assert.deepEqual(store.get().notice, {
    kind: 'news',
    key: 'notice.noThreads',
    params: { reason: 'could not allocate memory' },
  });
  engines.adopt(
    info({ threads: 1, fallback: { message: 'no' }, possible: { ...info().possible, sharedMemory: false } }),
  );
  assert.equal(store.get().notice.key, 'notice.notIsolated');
});

test('a saved choice is used only if it is valid', () => {
  const auto = { variant: 'auto', threads: 'auto' };
  assert.deepEqual(savedEngineChoice(true), auto);
  saveEngineChoice({ variant: 'fused', threads: 3 });
  assert.deepEqual(savedEngineChoice(true), { variant: 'fused', threads: 3 });
  assert.deepEqual(savedEngineChoice(false), { variant: 'auto', threads: 3 });
  for (const nonsense of ['', 'fused', 'fused 9', 'fused 0', 'quick 2', 'exact 2 ', '{}']) {
    kept.set('latentpad.engine', nonsense);
    assert.deepEqual(savedEngineChoice(true), auto, nonsense);
  }
  globalThis.localStorage = {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('forbidden');
    },
  };
  assert.deepEqual(savedEngineChoice(true), auto);
  saveEngineChoice(auto);
});
