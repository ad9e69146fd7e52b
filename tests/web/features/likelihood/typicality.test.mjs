import assert from 'node:assert/strict';
import test from 'node:test';
import { bernoulliLoss, klToPrior, percentWithLargerLoss } from '../../../../web/features/likelihood/typicality.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { followTypicality } from '../../../../web/features/likelihood/typicality-actions.js';

test('the loss of binary pixels, the KL and the share of less usual digits', () => {
  assert.ok(Math.abs(bernoulliLoss([0.7, 0.2], [0.5, 0.25]) - (Math.log(2) - Math.log(0.75))) < 1e-12);
  assert.ok(Number.isFinite(bernoulliLoss([1], [0])));
  assert.ok(Math.abs(klToPrior([1, 0], [0, Math.log(4)]) - (0.5 + 0.5 * (4 - 1 - Math.log(4)))) < 1e-12);
  assert.equal(klToPrior([3], []), 0);
  assert.deepEqual([0, 2, 5].map((own) => percentWithLargerLoss([1, 2, 3, 4], own)), [100, 62.5, 0]);
});

const settled = (done) => new Promise((resolve) => {
  const wait = () => (done() ? resolve() : setTimeout(wait, 5));
  wait();
});

for (const [kind, model] of [['vae', { latentDim: 1, logVar: true }], ['ae', { latentDim: 1, logVar: false }], ['fvbn', { latentDim: 0 }]]) {
  test(`a digit is judged among the held-out ones, once for the weights: ${kind}`, async () => {
    const heldOut = 4, asked = [];
    // Digit i has i rows of ink; the model paints all pixels without ink, almost surely, so less ink is more usual.
    const images = new Uint8Array(heldOut * 784);
    for (let i = 0; i < heldOut; i++) images.fill(255, i * 784, i * 784 + 28 * (2 * i));
    const pixels = new Float32Array(784).fill(1, 0, 28 * 3);
    const inkOf = (image) => image.reduce((sum, value) => sum + value, 0);
    const judge = {
      encodeHeldOut: async () => (asked.push('encode'), { mu: new Float32Array(heldOut), logVar: new Float32Array(model.logVar ? heldOut : 0) }),
      decodeBatch: async (z) => new Float32Array(z.length * 784).fill(0.01),
      conditionals: async ({ pixels: image }) => (asked.push('conditionals'), { probabilities: image, logLikelihood: -inkOf(image) }),
    };
    const store = createStore(createPageState());
    followTypicality(store, judge, { restMs: 1 });
    store.set({
      digits: { count: 4, trainCount: 0, trainCounts: [], labels: new Uint8Array(heldOut), images, name: 'test' },
      model: { config: { model: kind, hidden: [], latentDim: model.latentDim, activation: 'relu' }, parameters: 10, step: 0, epoch: 0, checksum: 'a', record: null, training: {} },
      pixels, code: model.latentDim ? { mu: new Float32Array(1), logVar: new Float32Array(model.logVar ? 1 : 0) } : null,
    });
    await settled(() => store.get().usual);
    assert.equal(store.get().usual.percent, 50, 'two of four have more ink');
    const before = asked.length;
    store.set({ pixels: new Float32Array(784).fill(1) });
    assert.equal(store.get().usual, null, 'what is no longer so is not shown');
    await settled(() => store.get().usual);
    assert.equal(store.get().usual.percent, 0);
    assert.ok(asked.length - before <= 1, 'the held-out digits are not asked about again');
  });
}

test('of very many held-out digits a thousand are asked about', async () => {
  const heldOut = 1300;
  let decoded = 0;
  const judge = {
    encodeHeldOut: async () => ({ mu: new Float32Array(heldOut), logVar: new Float32Array(heldOut) }),
    decodeBatch: async (z) => {
      decoded += z.length;
      return new Float32Array(z.length * 784).fill(0.5);
    },
    conditionals: async () => assert.fail('a VAE has no exact likelihood'),
  };
  const store = createStore(createPageState());
  followTypicality(store, judge, { restMs: 1 });
  store.set({
    digits: { count: heldOut, trainCount: 0, trainCounts: [], labels: new Uint8Array(heldOut), images: new Uint8Array(heldOut * 784), name: 'test' },
    model: { config: { model: 'vae', hidden: [], latentDim: 1, activation: 'relu' }, parameters: 10, step: 0, epoch: 0, checksum: 'a', record: null, training: {} },
    pixels: new Float32Array(784), code: { mu: new Float32Array(1), logVar: new Float32Array(1) },
  });
  await settled(() => store.get().usual);
  assert.equal(store.get().usual.digits, 1000);
  assert.ok(decoded >= 1000 && decoded < 1100, String(decoded));
});

test('a model of a density of grey pixels is not compared by the loss of binary ones', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = [];
  const judge = Object.fromEntries(['encodeHeldOut', 'decodeBatch', 'conditionals'].map((name) => [name, () => (asked.push(name), new Promise(() => {}))]));
  const store = createStore(createPageState());
  followTypicality(store, judge, { restMs: 1 });
  const modelOf = (likelihood) => ({ config: { model: 'vae', hidden: [], latentDim: 1, activation: 'relu', ...likelihood }, parameters: 10, step: 0, epoch: 0, checksum: 'a', record: null, training: {} });
  store.set({
    digits: { count: 4, trainCount: 0, trainCounts: [], labels: new Uint8Array(4), images: new Uint8Array(4 * 784), name: 'test' },
    model: modelOf({ likelihood: 'gaussian' }), pixels: new Float32Array(784), code: { mu: new Float32Array(1), logVar: new Float32Array(1) },
  });
  context.mock.timers.tick(5);
  for (let i = 0; i < 10; i++) await null;
  assert.deepEqual([asked, store.get().usual], [[], null]);
  store.set({ model: modelOf({}) });
  context.mock.timers.tick(5);
  for (let i = 0; i < 10; i++) await null;
  assert.deepEqual(asked, ['encodeHeldOut']);
});
