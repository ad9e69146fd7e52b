import assert from 'node:assert/strict';
import test from 'node:test';
import { percentWithLargerLoss } from '../../../../web/features/likelihood/typicality.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { followTypicality } from '../../../../web/features/likelihood/typicality-actions.js';

test('the share of digits with a larger loss; equal ones count half', () => {
  assert.deepEqual(
    [0, 2, 5].map((own) => percentWithLargerLoss([1, 2, 3, 4], own)),
    [100, 62.5, 0],
  );
});

/** Held-out digits and a model, as the page shows them. @param {object} config @param {Uint8Array} images */
const shown = (config, images) => ({
  digits: {
    count: images.length / 784,
    trainCount: 0,
    trainCounts: [],
    labels: new Uint8Array(images.length / 784),
    images,
    width: 28,
    height: 28,
    name: 'test',
  },
  model: {
    config: { hidden: [], activation: 'relu', ...config },
    parameters: 10,
    step: 0,
    epoch: 0,
    checksum: 'a',
    record: null,
    training: {},
  },
});

const settled = (done) =>
  new Promise((resolve) => {
    const wait = () => (done() ? resolve() : setTimeout(wait, 5));
    wait();
  });

for (const [kind, model] of [
  ['vae', { latentDim: 1, logVar: true }],
  ['ae', { latentDim: 1, logVar: false }],
  ['fvbn', { latentDim: 0 }],
]) {
  test(`a digit is ranked among the held-out ones, once per weights: ${kind}`, async () => {
    const heldOut = 4,
      asked = [];
    // Digit i has 2 i rows of ink, and the loss is the ink.
    const images = new Uint8Array(heldOut * 784);
    for (let i = 0; i < heldOut; i++) images.fill(255, i * 784, i * 784 + 28 * (2 * i));
    const pixels = new Float32Array(784).fill(1, 0, 28 * 3);
    const inkOf = (image) => image.reduce((sum, value) => sum + value, 0);
    const judge = {
      encodeHeldOut: async () => (
        asked.push('encode'),
        {
          mu: new Float32Array(heldOut),
          logVar: new Float32Array(model.logVar ? heldOut : 0),
          kl: new Float32Array(model.logVar ? heldOut : 0),
        }
      ),
      reconstructionLoss: async ({ pixels: rows, z }) =>
        Array.from(z, (_, i) => inkOf(rows.subarray(i * 784, (i + 1) * 784))),
      conditionals: async ({ pixels: image }) => (
        asked.push('conditionals'),
        { probabilities: image, logLikelihood: -inkOf(image) }
      ),
    };
    const store = createStore(createPageState());
    followTypicality(store, judge, { restMs: 1 });
    store.set({
      ...shown({ model: kind, latentDim: model.latentDim }, images),
      pixels,
      code: model.latentDim
        ? {
            mu: new Float32Array(1),
            logVar: new Float32Array(model.logVar ? 1 : 0),
            kl: new Float32Array(model.logVar ? 1 : 0),
          }
        : null,
    });
    await settled(() => store.get().typicality);
    assert.equal(store.get().typicality.percent, 50, 'two of four have more ink');
    const before = asked.length;
    store.set({ pixels: new Float32Array(784).fill(1) });
    assert.equal(store.get().typicality, null, 'an outdated value is not shown');
    await settled(() => store.get().typicality);
    assert.equal(store.get().typicality.percent, 0);
    assert.ok(asked.length - before <= 1, 'the held-out digits are not evaluated again');
  });
}

test('of very many held-out digits a thousand are evaluated', async () => {
  const heldOut = 1300;
  let decoded = 0;
  const judge = {
    encodeHeldOut: async () => ({
      mu: new Float32Array(heldOut),
      logVar: new Float32Array(heldOut),
      kl: new Float32Array(heldOut),
    }),
    reconstructionLoss: async ({ z }) => {
      decoded += z.length;
      return Array.from(z, () => 543);
    },
    conditionals: async () => assert.fail('a VAE has no exact likelihood'),
  };
  const store = createStore(createPageState());
  followTypicality(store, judge, { restMs: 1 });
  store.set({
    ...shown({ model: 'vae', latentDim: 1 }, new Uint8Array(heldOut * 784)),
    pixels: new Float32Array(784),
    code: { mu: new Float32Array(1), logVar: new Float32Array(1), kl: new Float32Array(1) },
  });
  await settled(() => store.get().typicality);
  assert.equal(store.get().typicality.digits, 1000);
  assert.ok(decoded >= 1000 && decoded < 1100, String(decoded));
  // Of several stochastic layers nothing is decoded: p(x | z) of the code is no loss of one pass.
  const before = decoded,
    { model } = store.get();
  store.set({ model: { ...model, checksum: 'b', config: { ...model.config, model: 'hvae' } } });
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual([store.get().typicality, decoded], [null, before]);
});

test('of a model without a code 250 are evaluated, and of several orderings fewer, since each takes a pass', async () => {
  for (const [orderings, digits] of [
    [undefined, 250],
    [2, 125],
    [100, 50],
  ]) {
    let asked = 0;
    const store = createStore(createPageState());
    followTypicality(
      store,
      { conditionals: async ({ pixels }) => ((asked += 1), { probabilities: pixels, logLikelihood: -90 }) },
      { restMs: 1 },
    );
    store.set({
      ...shown({ model: 'made', latentDim: 0, hidden: [8], orderings }, new Uint8Array(300 * 784)),
      pixels: new Float32Array(784),
    });
    await settled(() => store.get().typicality);
    assert.deepEqual([store.get().typicality.digits, asked], [digits, digits + 1]);
  }
});

test('with a learned prior, which has no closed form, the KL is log q − log p of the sampled codes', async () => {
  // Two digits with the same reconstruction: the code of the second lies where the prior has no mass.
  const engine = {
    encodeHeldOut: async () => ({
      mu: Float32Array.of(5, 0),
      logVar: Float32Array.of(-4, -4),
      kl: new Float32Array(0),
    }),
    reconstructionLoss: async ({ z }) => Array.from(z, () => 100),
    conditionals: async () => assert.fail('a VAE has no exact likelihood'),
    prior: async () => ({ weights: [1], means: Float32Array.of(5), sigmas: Float32Array.of(0.5) }),
  };
  const store = createStore(createPageState());
  followTypicality(store, engine, { restMs: 1 });
  store.set({
    ...shown({ model: 'vae', latentDim: 1, prior: 'mixture', components: 1 }, new Uint8Array(2 * 784)),
    pixels: new Float32Array(784),
    code: { mu: Float32Array.of(4), logVar: Float32Array.of(-4), kl: new Float32Array(0) },
  });
  await settled(() => store.get().typicality);
  const { percent, loss } = store.get().typicality;
  assert.equal(percent, 50);
  // KL(N(4, e⁻⁴) ‖ N(5, ½²)), from 16 samples.
  const kl = Math.log(0.5 / Math.exp(-2)) + (Math.exp(-4) + 1) / (2 * 0.25) - 0.5;
  assert.ok(Math.abs(loss - 100 - kl) < 0.5, `${loss - 100}, not ${kl}`);
});

test('the compared pixels are those that the likelihood scores', async () => {
  for (const [likelihood, scored] of [
    [{}, 1],
    [{ likelihood: 'gaussian' }, 0.75],
  ]) {
    const seen = new Set();
    const engine = {
      encodeHeldOut: async () => ({ mu: new Float32Array(2), logVar: new Float32Array(2), kl: Float32Array.of(1, 3) }),
      reconstructionLoss: async ({ pixels, z }) => (seen.add(pixels[0]), Array.from(z, () => -900)),
      conditionals: async () => assert.fail('a VAE has no exact likelihood'),
    };
    const store = createStore(createPageState());
    followTypicality(store, engine, { restMs: 1 });
    store.set({
      ...shown({ model: 'vae', latentDim: 1, ...likelihood }, new Uint8Array(2 * 784).fill(191.25)),
      pixels: new Float32Array(784).fill(0.75),
      code: { mu: new Float32Array(1), logVar: new Float32Array(1), kl: Float32Array.of(2) },
    });
    await settled(() => store.get().typicality);
    assert.deepEqual(
      [store.get().typicality.percent, store.get().typicality.loss],
      [50, -898],
      'KL 3 is above 2, and 1 below',
    );
    assert.ok(
      [...seen].every((value) => Math.abs(value - scored) < 0.01),
      String([...seen]),
    );
  }
});
