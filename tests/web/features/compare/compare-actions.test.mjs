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
      return { engine, digits: { labels: Uint8Array.of(1, 2), width: 28, height: 28 } };
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
      return { engine: new PretendedEngine(), digits: { labels: Uint8Array.of(1, 2), width: 28, height: 28 } };
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
    openEngine: async () => ({
      engine: new PretendedEngine(),
      digits: { labels: Uint8Array.of(1), width: 28, height: 28 },
    }),
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

/** Codes that the last images of the AE were decoded from. */
const decodedBy = ({ asked }) => asked.filter(([what]) => what === 'decode').map(([, z]) => z);

/** Resolves when the condition holds: the code of the fit is loaded on demand, which takes some time. */
async function until(condition) {
  for (let i = 0; i < 1000 && !condition(); i++) await settled(5);
  assert.ok(condition(), String(condition));
}

/** The comparison, once the AE is sampled and its samples are evaluated. */
async function sampledFrom(density, shipped = ['classifier']) {
  const made = comparison(shipped);
  const { store } = made;
  await made.actions.start();
  store.set({ density });
  await until(() => store.get().ae.samples && (store.get().ae.quality || !shipped.includes('classifier')));
  return made;
}

test('the AE’s codes are drawn from a density fitted to its codes of training digits, the others’ as before', async () => {
  const { store, engines } = await sampledFrom('gaussian');
  const [ae, vae, fvbn] = engines;
  const { fitted, samples, quality } = store.get().ae;
  assert.equal(fitted.length, 1);
  // The mean and covariance of the training codes (4, 0), (6, 0), (4, 2), (6, 2).
  assert.deepEqual(
    [[...fitted[0].mean], [...fitted[0].variances]],
    [
      [5, 1],
      [1, 1],
    ],
  );
  assert.ok(ae.asked.some(([what, count]) => what === 'training codes' && count > 1000));
  assert.equal(samples.length, 16 * 784);
  assert.equal(quality.samples, 200);
  const [strip, evaluated] = decodedBy(ae);
  assert.equal(evaluated.length, 400);
  assert.deepEqual(strip, evaluated.slice(0, 32), 'those of the strip are the first of those evaluated');
  // All codes are near 5: every image has ink and is classified as a one.
  assert.deepEqual([quality.labelHistogram[1], quality.labelEntropy, quality.classifierConfidence], [1, 0, 1]);
  assert.equal(quality.why.nearestDistance.key, 'compare.noNearest');
  for (const engine of [vae, fvbn]) {
    assert.deepEqual(decodedBy(engine), []);
    assert.equal(engine.asked.filter(([what]) => what === 'sample').length, 1);
  }
  assert.equal(store.get().vae.fitted, null);
});

test('the mixture has ten Gaussians; it is fitted once for the same weights, and again for others', async () => {
  const { store, actions, engines } = await sampledFrom('mixture');
  const fits = () => engines[0].asked.filter(([what]) => what === 'training codes').length;
  assert.equal(store.get().ae.fitted.length, 10);
  assert.equal(fits(), 1);
  const before = decodedBy(engines[0]).at(-1);
  await actions.otherSamples();
  assert.equal(fits(), 1);
  assert.notDeepEqual(decodedBy(engines[0]).at(-1), before);
  await actions.step();
  assert.equal(fits(), 2);
});

test('N(0, I) again: the engine’s own samples of the same seed, and no ellipses', async () => {
  const { store, engines } = await sampledFrom('mixture');
  const asked = () => engines[0].asked.filter(([what]) => what === 'sample' || what === 'quality');
  const before = asked();
  store.set({ density: 'normal' });
  assert.deepEqual(
    [store.get().ae.samples, store.get().ae.quality],
    [null, null],
    'none of the other density is shown',
  );
  await until(() => store.get().ae.samples && store.get().ae.quality);
  assert.deepEqual(asked().slice(before.length), [
    ['sample', 1],
    ['quality', 1],
  ]);
  assert.equal(store.get().ae.fitted, null);
  assert.equal(store.get().ae.samples.length, 16 * 784);
});

test('a density chosen while another is being fitted: the samples end as those of the last', async () => {
  const { store, engines } = await sampledFrom('gaussian');
  const slow = engines[0].decodeBatch.bind(engines[0]);
  engines[0].decodeBatch = async (z) => {
    await settled(20);
    return slow(z);
  };
  store.set({ density: 'mixture' });
  await settled(5);
  store.set({ density: 'normal' });
  await until(() => store.get().ae.quality);
  await settled(60);
  assert.equal(store.get().ae.fitted, null);
  assert.equal(store.get().ae.quality.labelHistogram[0], 0.5, 'of the engine’s own samples');
});

test('without a classifier the samples follow the density, and their labels are unknown', async () => {
  const { store } = await sampledFrom('gaussian', []);
  assert.equal(store.get().ae.samples.length, 16 * 784);
  assert.equal(store.get().ae.quality, null);
});

test('codes to which nothing can be fitted are reported', async () => {
  const made = comparison(['classifier']);
  await made.actions.start();
  made.engines[0].encodeTraining = async () => ({ step: 0, latentDim: 2, mu: Float32Array.of(NaN, 0) });
  made.store.set({ density: 'gaussian' });
  await until(() => made.store.get().ae.failure !== '');
  assert.equal(made.store.get().ae.samples, null);
});
