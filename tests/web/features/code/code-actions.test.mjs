// The actions from the pad to the reconstruction.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createCodeActions } from '../../../../web/features/code/code-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

test('pixels that stay the same are not evaluated again', () => {
  const store = createStore(createPageState());
  const changes = [];
  store.subscribe((_, changed) => changed.has('pixels') && changes.push(store.get().pixels));
  const code = createCodeActions(store, {}, assert.ifError);
  code.refresh();
  assert.equal(changes.length, 1, 'the example that the page opens with');
  assert.ok(changes[0].some((value) => value > 0));
  code.refresh();
  assert.equal(changes.length, 1);
  code.beginStroke([0.5, 0.5]);
  assert.equal(changes.length, 2);
  code.clear();
  assert.equal(changes.length, 3);
  assert.equal(changes[2], null);
  code.clear();
  assert.equal(changes.length, 3);
});

test('for a model of another image size the drawing is prepared again', async () => {
  const store = createStore(createPageState());
  const asked = [];
  const coder = {
    encode: async (pixels) => {
      asked.push(pixels.length);
      return { mu: new Float32Array(2), logVar: new Float32Array(2), kl: new Float32Array(2) };
    },
    decode: async () => new Float32Array(60),
  };
  const code = createCodeActions(store, coder, assert.ifError);
  code.refresh();
  assert.equal(store.get().pixels.length, 784);
  const config = { model: 'vae', hidden: [], latentDim: 2, activation: 'relu', width: 6, height: 10 };
  store.set({ model: { config } });
  await code.encode();
  assert.deepEqual(asked, [60]);
  assert.ok(store.get().pixels.some((value) => value > 0.5));
  // A held-out digit of the images before is scaled too.
  const digit = { index: 0, label: 1, pixels: Float32Array.from({ length: 784 }, (_, i) => Number(i % 28 === 14)) };
  store.set({
    drawing: { ...store.get().drawing, strokes: [], widths: [], digit: { ...digit, width: 28, height: 28 } },
  });
  code.refresh();
  assert.equal(store.get().pixels.length, 60);
  const columns = Array.from({ length: 6 }, (_, x) =>
    store.get().pixels.reduce((sum, value, i) => sum + (i % 6 === x ? value : 0), 0),
  );
  assert.ok(columns[2] + columns[3] > 0.9 * columns.reduce((a, b) => a + b), String(columns));
});

test('a held-out digit gives its label to the encoder, unless the model does not have that label', async () => {
  const store = createStore(createPageState());
  const told = [];
  const coder = {
    encode: async (_, label) => {
      told.push(label);
      return { mu: new Float32Array(2), logVar: new Float32Array(2), kl: new Float32Array(2) };
    },
    decode: async () => new Float32Array(784),
  };
  const code = createCodeActions(store, coder, assert.ifError);
  const config = (labels) => ({ model: 'cvae', hidden: [], latentDim: 2, activation: 'relu', labels });
  const show = (label) => {
    const digit = { index: 0, label, pixels: new Float32Array(784).fill(0.5), width: 28, height: 28 };
    store.set({ drawing: { ...store.get().drawing, digit } });
    code.refresh();
  };
  store.set({ model: { config: config(26) } });
  show(25);
  assert.equal(store.get().label, 25);
  // Of images that were in use before, as after Undo on the pad.
  store.set({ model: { config: config(10) } });
  show(25);
  show(9);
  assert.deepEqual(told, [25, 0, 9]);
});
