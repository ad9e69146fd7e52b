// The preview of the point under the pointer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createPreviewActions } from '../../../../web/features/map/preview-actions.js';
import { createStore } from '../../../../web/core/state/store.js';

const config = { model: 'vae', hidden: [4], latentDim: 3, activation: 'relu' };

test('a preview is of the latest point, changes nothing else, and is removed with the mouse, the model, or an outdated answer', async () => {
  const store = createStore({ ...createPageState(), model: { config }, probe: Float32Array.of(1, 2, 3) });
  const asked = [];
  let release = () => {};
  const preview = createPreviewActions(store, {
    decodeBatch: (z) => {
      asked.push([...z]);
      return new Promise((done) => {
        release = () => done(new Float32Array(784).fill(z[0]));
      });
    },
  });
  store.subscribe(preview.follow);
  const turn = () => new Promise((done) => setTimeout(done, 0));
  for (const x of [5, 6, 7]) preview.at(x, -1);
  release();
  await turn();
  release();
  await turn();
  assert.deepEqual(
    asked,
    [
      [5, -1, 3],
      [7, -1, 3],
    ],
    'one at a time, the newest next, in the plane',
  );
  assert.deepEqual([[...store.get().preview.z], store.get().preview.pixels[0]], [[7, -1, 3], 7]);
  assert.deepEqual([[...store.get().probe], store.get().reconstruction], [[1, 2, 3], null]);
  store.set({ progress: { state: 'running' } });
  await turn();
  assert.equal(asked.length, 3, 'it follows training');
  preview.end();
  release();
  await turn();
  assert.equal(store.get().preview, null);
  preview.at(1, 1);
  release();
  await turn();
  assert.ok(store.get().preview);
  store.set({ model: { ...store.get().model, config: { ...config, latentDim: 2 } } });
  assert.equal(store.get().preview, null);
});

test('at a held-out digit’s mark, the preview is of that digit’s code, with its label, and follows the code', async () => {
  const store = createStore({
    ...createPageState(),
    model: { config },
    label: 1,
    probe: Float32Array.of(1, 2, 3),
    digits: { labels: Uint8Array.of(4, 7) },
    scatter: { latentDim: 3, mu: Float32Array.of(0, 0, 0, 6, 5, 4) },
  });
  const asked = [];
  const preview = createPreviewActions(store, {
    decodeBatch: async (z, label) => {
      asked.push([[...z], label]);
      return new Float32Array(784);
    },
  });
  store.subscribe(preview.follow);
  const turn = () => new Promise((done) => setTimeout(done, 0));
  preview.at(6.01, 5.02, 1);
  await turn();
  assert.deepEqual(asked, [[[6, 5, 4], 7]]);
  assert.equal(store.get().preview.digit, 1);
  store.set({ scatter: { latentDim: 3, mu: Float32Array.of(0, 0, 0, 9, 8, 7) }, progress: { state: 'running' } });
  await turn();
  assert.deepEqual(asked.at(-1), [[9, 8, 7], 7], 'as it is during training');
  store.set({ scatter: { latentDim: 2, mu: Float32Array.of(0, 0, 9, 8) } });
  preview.at(6.01, 5.02, 1);
  await turn();
  assert.deepEqual(
    [asked.at(-1)[1], store.get().preview.digit],
    [1, null],
    'codes of another model: the point itself, as the drawn label',
  );
});
