// The comparison of three models.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createCompareActions } from '../../../../web/features/compare/compare-actions.js';
import { createCompareState, epochOf } from '../../../../web/features/compare/compare-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { PretendedEngine } from '../../support/pretended-engine.mjs';
import { settled } from '../../support/settled.mjs';

function comparison(shipped = []) {
  const engines = [];
  const store = createStore(createCompareState());
  const actions = createCompareActions(store, {
    async openEngine() {
      const engine = new PretendedEngine();
      engines.push(engine);
      return { engine, labels: Uint8Array.of(1, 2) };
    },
    fetchWeights: async (name) => (shipped.includes(name) ? new ArrayBuffer(1) : null),
    fetchClassifier: async () => (shipped.includes('classifier') ? new ArrayBuffer(1) : null),
  });
  return { engines, store, actions };
}

test('the comparison loads shipped weights, and creates the other models from the seed', async () => {
  const { store, actions, engines } = comparison(['vae-2d', 'classifier']);
  await actions.start();
  await settled();
  const { ae, vae, fvbn, phase } = store.get();
  assert.deepEqual([ae.origin, vae.origin, fvbn.origin, phase], ['fresh', 'shipped', 'fresh', 'ready']);
  assert.deepEqual(
    engines.map(({ asked }) => asked[0]),
    [['create', 'ae', 1], ['load'], ['create', 'fvbn', 1]],
  );
  assert.equal(fvbn.scatter, null);
  assert.deepEqual([...vae.scatter], [0, 0, 1, 1]);
  assert.equal(vae.smoothness, 1.5);
  assert.equal(fvbn.metrics, null);
  assert.equal(fvbn.quality.classifierConfidence, 0.9);
});

test('an engine that is not available leaves the other two', async () => {
  const store = createStore(createCompareState());
  let opened = 0;
  const actions = createCompareActions(store, {
    async openEngine() {
      if (++opened === 1) throw new Error('no memory');
      return { engine: new PretendedEngine(), labels: Uint8Array.of(1, 2) };
    },
    fetchWeights: async () => null,
    fetchClassifier: async () => null,
  });
  await actions.start();
  assert.deepEqual(store.get().ae.failure, { key: 'message.unknown', params: { detail: 'no memory' } });
  assert.ok(store.get().vae.info && store.get().fvbn.info);
  await actions.togglePlay();
  assert.equal(store.get().vae.progress.state, 'running');
});

test('the faster models wait, and continue when the slowest has come near', async () => {
  const {
    store,
    actions,
    engines: [ae, vae, fvbn],
  } = await (async () => {
    const made = comparison();
    await made.actions.start();
    return made;
  })();
  await actions.togglePlay();
  fvbn.progress({ epoch: 2 });
  await settled();
  assert.equal(fvbn.now.state, 'paused');
  assert.equal(store.get().playing, true);
  ae.progress({ epoch: 1.9 });
  vae.progress({ epoch: 1.9 });
  await settled();
  assert.equal(fvbn.now.state, 'running');
  await actions.togglePlay();
  assert.deepEqual(
    [ae, vae, fvbn].map(({ now }) => now.state),
    ['paused', 'paused', 'paused'],
  );
  assert.equal(epochOf(store.get().fvbn), 2);
});

test('from scratch: three models of the given seed are created and trained', async () => {
  const { store, actions, engines } = comparison(['vae-2d']);
  await actions.start();
  await actions.fromScratch(7);
  for (const { asked } of engines) assert.equal(asked.findLast(([what]) => what === 'create')[2], 7);
  assert.deepEqual([store.get().playing, store.get().vae.origin], [true, 'fresh']);
  await actions.otherSamples();
  for (const { asked } of engines)
    assert.deepEqual(
      asked.findLast(([what]) => what === 'sample'),
      ['sample', 2],
    );
});

test('requests for other samples while the last are pending: all models end with the newest seed', async () => {
  const { engines, store, actions } = comparison(['vae-2d']);
  await actions.start();
  const slow = engines[2].samplePrior.bind(engines[2]);
  engines[2].samplePrior = async (question) => {
    await settled(20);
    return slow(question);
  };
  void actions.otherSamples();
  await actions.otherSamples();
  await settled(60);
  for (const engine of engines)
    assert.equal(engine.asked.filter(([what]) => what === 'sample').at(-1)[1], store.get().sampleSeed);
});

test('other samples are evaluated as well: their labels are those of the samples shown', async () => {
  const { engines, actions } = comparison(['classifier']);
  await actions.start();
  await actions.otherSamples();
  for (const { asked } of engines) {
    const last = (what) => asked.findLast(([kind]) => kind === what)[1];
    assert.deepEqual([last('sample'), last('quality')], [2, 2]);
  }
});

test('weights that cannot be fetched leave a model that can be trained from scratch', async () => {
  const store = createStore(createCompareState());
  const fetchWeights = async (name) => {
    if (name === 'ae-2d') throw new Error('offline');
    return null;
  };
  const actions = createCompareActions(store, {
    openEngine: async () => ({ engine: new PretendedEngine(), labels: Uint8Array.of(1) }),
    fetchWeights,
    fetchClassifier: async () => null,
  });
  await actions.start();
  assert.deepEqual(store.get().ae.failure, { key: 'message.unknown', params: { detail: 'offline' } });
  await actions.fromScratch(4);
  assert.deepEqual(
    [store.get().ae.failure, store.get().ae.origin, store.get().ae.progress.state],
    ['', 'fresh', 'running'],
  );
});
