// Whether the page notices that a reconstruction shows another digit: the labels, and the real models on held-out digits.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createEngine } from '../../../../web/engine/engine.js';
import { createDrawing } from '../../../../web/core/pictures/drawing.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { loadedOnce } from '../../../../web/core/state/loaded-once.js';
import { createStore } from '../../../../web/core/state/store.js';
import { differingLabels } from '../../../../web/features/recognition/differing-labels.js';
import { doubtOf } from '../../../../web/features/recognition/drawing-doubts.js';
import { followRecognition } from '../../../../web/features/recognition/recognition-actions.js';
import { simulateClock } from '../../support/clock.mjs';

const file = (path) => readFile(new URL(`../../../../${path}`, import.meta.url));
const engine = await createEngine();
const classifier = await file('weights/classifier.safetensors');
const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });

// The clock is simulated, and a module is loaded in real time.
const loadDoubts = async () => ({ doubtOf });

/** Probabilities of two images. */
const of = (drawn, p, shown, q) => {
  const all = new Float32Array(20).fill((1 - p) / 9).fill((1 - q) / 9, 10);
  all[drawn] = p;
  all[10 + shown] = q;
  return all;
};

test('labels differ only if the classifier is sure of both; a known label replaces the drawing’s', () => {
  assert.deepEqual(differingLabels(of(4, 0.9, 9, 0.8), null), { drawn: 4, shown: 9 });
  assert.equal(differingLabels(of(4, 0.6, 9, 0.8), null), null);
  assert.equal(differingLabels(of(4, 0.9, 9, 0.4), null), null);
  assert.equal(differingLabels(of(4, 0.9, 4, 0.8), null), null);
  assert.deepEqual(differingLabels(of(9, 0.9, 9, 0.8), 4), { drawn: 4, shown: 9 });
  assert.equal(differingLabels(of(9, 0.9, 4, 0.8), 4), null);
});

test('classify: ten probabilities for each image, in order, and errors that name what was expected', () => {
  const bytes = digits.images(digits.trainCount, 200);
  const pixels = Float32Array.from(bytes, (byte) => byte / 255);
  const probabilities = engine.classify({ pixels, classifier });
  assert.equal(probabilities.length, 2000);
  const labels = digits.labels.slice(digits.trainCount, digits.trainCount + 200);
  let right = 0;
  for (let i = 0; i < 200; i++) {
    const own = probabilities.subarray(10 * i, 10 * i + 10);
    assert.ok(Math.abs(own.reduce((sum, p) => sum + p) - 1) < 1e-5);
    right += own.indexOf(Math.max(...own)) === labels[i] ? 1 : 0;
  }
  assert.ok(right >= 190, `${right} of 200`);
  assert.throws(() => engine.classify({ pixels: pixels.slice(1), classifier }), /classify/);
  assert.throws(() => engine.classify({ pixels, classifier: new Uint8Array(9) }));
  assert.throws(() => engine.classify({ pixels: [1], classifier }), /classify: expected/);
});

test('of held-out digits the model with 2 dimensions confuses more than the one with 20', async () => {
  const count = 500;
  const pixels = Float32Array.from(digits.images(digits.trainCount, count), (byte) => byte / 255);
  const labels = digits.labels.slice(digits.trainCount, digits.trainCount + count);
  const share = {};
  for (const name of ['vae-2d', 'vae-20d']) {
    const model = engine.loadModel(await file(`weights/${name}.safetensors`));
    const decoded = model.decode(model.encode(pixels).mu);
    let different = 0;
    for (let i = 0; i < count; i++) {
      const both = new Float32Array(1568);
      both.set(pixels.subarray(784 * i, 784 * (i + 1)));
      both.set(decoded.subarray(784 * i, 784 * (i + 1)), 784);
      if (differingLabels(engine.classify({ pixels: both, classifier }), labels[i])) different += 1;
    }
    share[name] = different / count;
    model.dispose();
  }
  console.log(`# reconstructions of another digit: ${JSON.stringify(share)}`);
  assert.ok(share['vae-2d'] > 0.1 && share['vae-2d'] < 0.3, JSON.stringify(share));
  assert.ok(share['vae-20d'] < 0.05, JSON.stringify(share));
});

test('a drawing is classified once it rests; the example, a z set by hand and a blank pad are not', async (context) => {
  const clock = simulateClock(context);
  const asked = [];
  let fetched = 0;
  const store = createStore(createPageState());
  followRecognition(
    store,
    {
      classify: async ({ pixels }) => {
        asked.push(pixels.length);
        return of(4, 0.9, 9, 0.8);
      },
    },
    loadedOnce(async () => {
      fetched += 1;
      return classifier;
    }),
    loadDoubts,
  );
  const rest = async () => {
    await clock.pass(600);
  };
  const picture = () => new Float32Array(784);
  store.set({ pixels: picture(), reconstruction: picture() });
  await rest();
  assert.deepEqual([asked, fetched, store.get().recognition], [[], 0, null]);
  store.set({ drawing: createDrawing([[[0.1, 0.1]]]), pixels: picture(), reconstruction: picture() });
  await rest();
  assert.deepEqual([asked, fetched, store.get().recognition], [[1568], 1, { drawn: 4, shown: 9 }]);
  // The next stroke removes the sentence immediately; many changes are one request.
  store.set({ pixels: picture() });
  assert.equal(store.get().recognition, null);
  for (let i = 0; i < 9; i++) store.set({ reconstruction: picture() });
  await rest();
  assert.deepEqual([asked.length, fetched], [2, 1]);
  store.set({ probe: Float32Array.of(0, 0), reconstruction: picture() });
  await rest();
  assert.deepEqual([asked.length, store.get().recognition], [2, null]);
});

test('after a classifier that could not be fetched, the next picture is classified', async (context) => {
  const clock = simulateClock(context);
  let isOffline = true;
  const store = createStore({ ...createPageState(), drawing: createDrawing([[[0.1, 0.1]]]) });
  const fetchClassifier = loadedOnce(async () => {
    if (isOffline) throw new Error('offline');
    return classifier;
  });
  followRecognition(store, { classify: async () => of(4, 0.9, 9, 0.8) }, fetchClassifier, loadDoubts);
  store.set({ pixels: new Float32Array(784), reconstruction: new Float32Array(784) });
  await clock.pass(600);
  assert.equal(store.get().recognition, null);
  isOffline = false;
  store.set({ reconstruction: new Float32Array(784) });
  await clock.pass(600);
  assert.deepEqual(store.get().recognition, { drawn: 4, shown: 9 });
});

test('a scribble and two digits are given no label, nor a drawing whose percentile is not known yet', async (context) => {
  const clock = simulateClock(context);
  const store = createStore({ ...createPageState(), drawing: createDrawing([[[0.1, 0.1]]]), digits: {} });
  followRecognition(store, { classify: async () => of(4, 0.9, 9, 0.8) }, async () => classifier, loadDoubts);
  store.set({ pixels: new Float32Array(784), reconstruction: new Float32Array(784) });
  const rest = () => clock.pass(600);
  await rest();
  assert.equal(store.get().recognition, null);
  store.set({ typicality: { percent: 0.2, loss: 900, digits: 1000 } });
  await rest();
  assert.deepEqual(store.get().recognition, { doubt: 'unusual' });
  // A usual one.
  store.set({ pixels: new Float32Array(784), typicality: null });
  assert.equal(store.get().recognition, null);
  store.set({ typicality: { percent: 30, loss: 100, digits: 1000 } });
  await rest();
  assert.deepEqual(store.get().recognition, { drawn: 4, shown: 9 });
  const two = new Float32Array(784);
  for (let y = 6; y < 22; y++) two[28 * y + 8] = two[28 * y + 18] = 1;
  store.set({ pixels: two });
  await rest();
  assert.deepEqual(store.get().recognition, { doubt: 'several' });
  store.set({ drawing: createDrawing(), pixels: null, reconstruction: null });
  await rest();
  assert.equal(store.get().recognition, null);
});
