// The changes of the page's state that a link asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardNormal } from '../../../../web/core/model/gaussian.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createLinkActions, patchOf } from '../../../../web/features/share/link-actions.js';

test('a link to other noise gives each feature its noise at once, so that no frame shows a code without', () => {
  const state = (code) => /** @type {any} */ ({ code });
  const { noiseSeed, epsilon, probe } = patchOf({ noise: 7 }, state({ mu: new Float32Array(20) }));
  assert.deepEqual([noiseSeed, probe], [7, null]);
  assert.deepEqual(epsilon, standardNormal(20, 7));
  assert.equal(patchOf({ noise: 7 }, state(null)).epsilon.length, 0);
});

/** A page with a model of so many labels, on which links are followed. */
function pageWith(labels) {
  const config = { model: 'cvae', hidden: [4], latentDim: 2, activation: 'relu', labels };
  const store = createStore({
    ...createPageState(),
    model: { config, training: {}, step: 0, epoch: 0, checksum: 'a' },
  });
  const idle = async () => {};
  const code = { refresh() {}, decode: idle, setLabel: (label) => store.set({ label }) };
  const page = { code, training: { isRunning: () => false }, engines: {}, files: {}, painted: idle, canFuse: true };
  return {
    store,
    links: createLinkActions(store, /** @type {any} */ ({ ...page, goTo() {}, showError: assert.ifError })),
  };
}

test('a label that the model does not have is not used, and said so; the rest of the link is', async () => {
  const { store, links } = pageWith(26);
  await links.apply({ values: { told: 25, paint: 20, scale: 2 }, faults: [] });
  assert.deepEqual([store.get().label, store.get().decodeAs, store.get().notice], [25, 20, null]);
  await links.apply({ values: { told: 26, paint: 3 }, faults: [] });
  const { label, decodeAs, notice } = store.get();
  assert.deepEqual([label, decodeAs], [0, 3]);
  assert.deepEqual([notice.key, notice.params], ['link.expects.whole', { low: 0, high: 25, key: 'told', got: '26' }]);
  await links.apply({ values: { paint: 30, scale: 1 }, faults: [] });
  assert.deepEqual([store.get().decodeAs, store.get().sigmaScale], [null, 1]);
  assert.equal(store.get().notice.key, 'link.expects.wholeOrNone');
  await links.apply({ values: { paint: null }, faults: [] });
  assert.equal(store.get().decodeAs, null);
});

test('a model that is told no label leaves those of a link as they are, for the next model', () => {
  const state = /** @type {any} */ ({ model: { config: { model: 'vae' } } });
  assert.deepEqual(patchOf({ told: 40, paint: 41 }, state), { label: 40, decodeAs: 41 });
});
