// Walks through the latent space.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createExploreActions, createExploreState } from '../../../../web/features/explore/explore-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { settled } from '../../support/settled.mjs';

test('a digit saved while the walks are being drawn is not lost, and its label is preserved', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const mine = new Float32Array(784).fill(1);
  const page = createStore({
    ...createPageState(),
    model: { config: { model: 'vae', hidden: [], latentDim: 2 } },
    digits,
    pixels: mine,
    label: 6,
  });
  const store = createStore(createExploreState());
  let kept = false;
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async ({ count }) => new Float32Array(count * 784),
      decodeBatch: async (codes) => new Float32Array((codes.length / 2) * 784),
      encodeInTurn: async (pixels) => {
        if (!kept) actions.keep(2);
        kept = true;
        return { mu: Float32Array.of(pixels[0], 0) };
      },
    },
    (error) => {
      throw error;
    },
  );
  actions.setSeen(true);
  await settled(20);
  const [, , slot] = store.get().slots;
  assert.deepEqual([slot.pixels, slot.label, [...slot.mu]], [mine, 6, [1, 0]]);
  // A held-out digit of the page is stored by its index, unless it has another label; one of the user's own files by its pixels.
  const digit = { index: 3, label: 3, pixels: mine };
  page.set({ drawing: { ...page.get().drawing, digit }, label: 3, digits: { ...digits, name: 'built-in' } });
  actions.keep(0);
  page.set({ label: 6 });
  actions.keep(1);
  page.set({ label: 3, digits: { ...digits, name: 'mine' } });
  actions.keep(3);
  assert.deepEqual(store.get().kept, [
    { digit: 3 },
    { pixels: mine, label: 6, width: 28, height: 28 },
    { pixels: mine, label: 6, width: 28, height: 28 },
    { pixels: mine, label: 3, width: 28, height: 28 },
  ]);
});

test('walks scrolled out of view while they are decoded are complete when they are back', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const page = createStore({
    ...createPageState(),
    model: { config: { model: 'vae', hidden: [], latentDim: 2 } },
    digits,
  });
  const store = createStore(createExploreState());
  let isFirst = true;
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async () => assert.fail('a VAE samples by decoding'),
      decodeBatch: async (codes) => {
        if (isFirst) actions.setSeen(false);
        isFirst = false;
        return new Float32Array((codes.length / 2) * 784);
      },
      encodeInTurn: async () => ({ mu: Float32Array.of(1, 0) }),
    },
    assert.ifError,
  );
  actions.setSeen(true);
  await settled(20);
  actions.setSeen(true);
  await settled(20);
  const { samples, rows, line, grid } = store.get();
  assert.ok(samples && rows && line && grid);
});

test('own digits are marked on the map also while the walks are not visible', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const mine = new Float32Array(784).fill(0.2);
  const page = createStore({
    ...createPageState(),
    model: { config: { model: 'vae', hidden: [], latentDim: 2 } },
    digits,
    pixels: mine,
    label: 6,
  });
  const asked = [],
    store = createStore(createExploreState());
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async ({ count }) => (asked.push('sample'), new Float32Array(count * 784)),
      decodeBatch: async (codes) => (asked.push('decode'), new Float32Array((codes.length / 2) * 784)),
      encodeInTurn: async (pixels) => (asked.push('encode'), { mu: Float32Array.of(pixels[0], 0) }),
    },
    (error) => {
      throw error;
    },
  );
  actions.refresh();
  await settled(20);
  assert.deepEqual(asked, [], 'nothing saved, no request');
  actions.keep(1);
  await settled(20);
  assert.deepEqual(asked, ['encode'], 'its code alone, and once');
  assert.deepEqual(
    page.get().walkMarks.map(({ name, mu }) => [name, mu[0]]),
    [['B', mine[0]]],
  );
  actions.refresh(false);
  await settled(20);
  assert.equal(asked.length, 1, 'the pen on the pad does not change it');
  actions.setSeen(true);
  await settled(20);
  assert.deepEqual(
    store.get().slots.map(({ label, of }) => [label, of !== null]),
    [
      [0, false],
      [6, true],
      [7, false],
      [3, false],
    ],
    'the rest are held-out digits',
  );
  assert.ok(asked.includes('decode'));
});

test('a saved image is used with images of its size, and is back when they are; others show held-out images', async () => {
  const config = { model: 'vae', hidden: [], latentDim: 2 };
  const mnist = {
    name: 'built-in',
    width: 28,
    height: 28,
    labels: Uint8Array.of(0, 1, 7, 3, 9),
    images: new Uint8Array(5 * 784).fill(255, 4 * 784),
  };
  const own = {
    name: 'shapes',
    width: 6,
    height: 10,
    labels: Uint8Array.of(0, 1, 1, 0, 0),
    images: new Uint8Array(300).fill(51),
  };
  const onMnist = { model: { config }, digits: mnist },
    onOwn = { model: { config: { ...config, width: 6, height: 10 } }, digits: own };
  const page = createStore({ ...createPageState(), ...onMnist, pixels: new Float32Array(784).fill(0.2), label: 6 });
  const store = createStore(createExploreState());
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async () => assert.fail('a VAE samples by decoding'),
      decodeBatch: async (codes) => new Float32Array(codes.length),
      encodeInTurn: async (pixels) => ({ mu: Float32Array.of(pixels[0], pixels.length) }),
    },
    (error) => {
      throw error;
    },
  );
  const shown = () => store.get().slots.map((slot) => slot && [slot.pixels.length, slot.label, slot.isSaved]);
  const marks = () => page.get().walkMarks.map(({ name, mu }) => [name, mu[1]]);
  actions.setSeen(true);
  actions.keep(1);
  store.set({ kept: store.get().kept.with(2, { digit: 4 }) });
  actions.refresh();
  await settled(20);
  const before = shown();
  assert.deepEqual(before, [
    [784, 0, false],
    [784, 6, true],
    [784, 9, true],
    [784, 3, false],
  ]);
  assert.deepEqual(marks(), [
    ['B', 784],
    ['C', 784],
  ]);

  page.set({ ...onOwn, pixels: new Float32Array(60).fill(1), label: 1 });
  actions.refresh();
  await settled(20);
  // Of the labels 7 and 3 there are none: the third and the fourth image.
  assert.deepEqual(shown(), [
    [60, 0, false],
    [60, 1, false],
    [60, 1, false],
    [60, 0, false],
  ]);
  assert.deepEqual(marks(), []);
  actions.keep(3);
  await settled(20);
  assert.deepEqual(shown()[3], [60, 1, true]);
  assert.deepEqual(marks(), [['D', 60]]);

  page.set(onMnist);
  actions.refresh();
  await settled(20);
  assert.deepEqual(shown(), before);
});

test('a conditional model decodes every one of its labels, and samples them in turn', async () => {
  const labels = Uint8Array.from({ length: 26 }, (_, i) => i);
  const digits = { labels, images: new Uint8Array(26 * 784), name: 'letters' };
  const config = { model: 'cvae', hidden: [], latentDim: 2, labels: 26 };
  const page = createStore({ ...createPageState(), model: { config }, digits, label: 25 });
  const store = createStore(createExploreState());
  const asked = [],
    encoded = [];
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async () => assert.fail('a CVAE samples by decoding'),
      decodeBatch: async (codes, label) => {
        asked.push(label);
        return new Float32Array((codes.length / 2) * 784);
      },
      encodeInTurn: async (_, label) => {
        encoded.push(label);
        return { mu: Float32Array.of(1, 0) };
      },
    },
    assert.ifError,
  );
  actions.setSeen(true);
  await settled(20);
  const lists = asked.filter(Array.isArray);
  assert.deepEqual(lists, [[...Array(24).keys()], [...labels]]);
  assert.equal(store.get().classes.images.length, 26 * 784);
  assert.deepEqual(encoded, [0, 1, 7, 3]);
  // A letter saved for the walks, and then a model of ten labels: its own label does not exist there.
  page.set({ pixels: new Float32Array(784).fill(1) });
  actions.keep(1);
  await settled(20);
  encoded.length = asked.length = 0;
  page.set({
    model: { config: { ...config, labels: 10 } },
    digits: { ...digits, labels: labels.subarray(0, 10) },
    label: 0,
  });
  actions.refresh();
  await settled(20);
  assert.deepEqual(encoded, [0, 0, 7, 3]);
  assert.deepEqual(asked.filter(Array.isArray).at(-1), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('the default digits of the walks are those of the data in use', async () => {
  const of = (ink) => ({
    labels: Uint8Array.of(0, 1, 7, 3),
    images: new Uint8Array(4 * 784).fill(ink),
    width: 28,
    height: 28,
  });
  const page = createStore({
    ...createPageState(),
    model: { config: { model: 'vae', hidden: [], latentDim: 2 } },
    digits: of(0),
  });
  const store = createStore(createExploreState());
  const decoder = {
    samplePrior: async () => assert.fail(),
    decodeBatch: async (codes) => new Float32Array((codes.length / 2) * 784),
    encodeInTurn: async () => ({ mu: Float32Array.of(1, 0) }),
  };
  const actions = createExploreActions(store, page, decoder, assert.ifError);
  actions.setSeen(true);
  await settled(20);
  page.set({ digits: of(255) });
  actions.refresh();
  await settled(20);
  assert.deepEqual(
    store.get().slots.map(({ pixels }) => pixels[0]),
    [1, 1, 1, 1],
  );
});

test('samples are drawn from the model’s prior: none while a learned one is not known, then where it is', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const page = createStore({
    ...createPageState(),
    model: { config: { model: 'vae', hidden: [], latentDim: 2, prior: 'mixture', components: 2 } },
    digits,
  });
  const store = createStore(createExploreState());
  const actions = createExploreActions(
    store,
    page,
    {
      samplePrior: async () => assert.fail('a VAE samples by decoding'),
      decodeBatch: async (codes) => new Float32Array((codes.length / 2) * 784),
      encodeInTurn: async () => ({ mu: Float32Array.of(1, 0) }),
    },
    assert.ifError,
  );
  actions.setSeen(true);
  await settled(20);
  assert.ok(store.get().samples === null && store.get().rows);
  page.set({
    prior: {
      weights: [0.5, 0.5],
      means: Float32Array.of(7, 1, -7, 1),
      sigmas: new Float32Array(4).fill(0.01),
      pseudoInputs: new Float32Array(0),
    },
  });
  actions.refresh();
  await settled(20);
  const { codes } = store.get().samples;
  assert.equal(codes.length, 24);
  assert.ok(codes.every(([x, y]) => Math.abs(Math.abs(x) - 7) < 0.1 && Math.abs(y - 1) < 0.1));
  assert.ok(codes.some(([x]) => x > 0) && codes.some(([x]) => x < 0));
});
