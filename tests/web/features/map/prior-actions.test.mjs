// The learned prior in the page's state: when it is asked for, and of which model it is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { chosenComponent, shownPrior } from '../../../../web/core/state/shown-code.js';
import { createStore } from '../../../../web/core/state/store.js';
import { followPrior } from '../../../../web/features/map/prior-actions.js';
import { simulateClock } from '../../support/clock.mjs';
import { settled } from '../../support/settled.mjs';

const modelOf = (config) => ({ config: { model: 'vae', hidden: [], latentDim: 2, ...config } });
const LEARNED = { prior: 'vamp', components: 1 };
const priorAt = (value) => ({
  weights: [1],
  means: Float32Array.of(value, 0),
  sigmas: Float32Array.of(1, 1),
  pseudoInputs: new Float32Array(784),
});

test('the prior is asked for with each change of the codes, of a model that learns one only', async () => {
  const store = createStore(createPageState());
  let asked = 0;
  followPrior(store, { prior: async () => priorAt(++asked) }, assert.ifError);
  store.set({ model: modelOf({}), scatter: { latentDim: 2, mu: new Float32Array(2) } });
  await settled(5);
  assert.deepEqual([asked, store.get().prior], [0, null]);
  assert.deepEqual([...shownPrior(store.get()).sigmas], [1, 1], 'N(0, I) is known at once');

  store.set({ model: modelOf(LEARNED), prior: null });
  assert.equal(shownPrior(store.get()), null);
  await settled(5);
  assert.deepEqual([asked, shownPrior(store.get()).means[0]], [1, 1], 'also before there are digits');
  store.set({ code: null });
  await settled(5);
  assert.equal(asked, 1);
  store.set({ scatter: { latentDim: 2, mu: new Float32Array(2) } });
  await settled(5);
  assert.equal(store.get().prior.means[0], 2);
});

test('during training at most four times a second; the last codes are followed', async (context) => {
  const store = createStore(createPageState());
  let asked = 0;
  const clock = simulateClock(context);
  followPrior(store, { prior: async () => priorAt(++asked) }, assert.ifError);
  store.set({ model: modelOf(LEARNED), progress: { state: 'running' } });
  for (let i = 0; i < 50; ++i) {
    store.set({ scatter: { latentDim: 2, mu: new Float32Array(2) } });
    await clock.pass(20);
  }
  assert.ok(asked >= 4 && asked <= 5, `${asked} requests in a second`);
  store.set({ progress: { state: 'paused' }, scatter: { latentDim: 2, mu: new Float32Array(2) } });
  await clock.pass(1);
  assert.equal(store.get().prior.means[0], asked);
  clock.end();
});

test('an answer about a model that was replaced meanwhile is discarded, and so is its failure', async () => {
  const store = createStore(createPageState()),
    failures = [];
  let answer;
  followPrior(store, { prior: () => new Promise((resolve, reject) => (answer = { resolve, reject })) }, (error) =>
    failures.push(error),
  );
  store.set({ model: modelOf(LEARNED) });
  await settled(2);
  store.set({ model: modelOf({}), prior: null });
  answer.resolve(priorAt(1));
  await settled(5);
  assert.equal(store.get().prior, null);
  store.set({ model: modelOf(LEARNED) });
  await settled(2);
  store.set({ model: modelOf({}) });
  answer.reject(new Error('no model'));
  await settled(5);
  assert.deepEqual(failures, []);
  store.set({ model: modelOf(LEARNED) });
  await settled(2);
  answer.reject(new Error('no memory'));
  await settled(5);
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['no memory'],
  );
});

test('a component is marked until z is set otherwise', () => {
  const z = Float32Array.of(1, 0);
  assert.equal(chosenComponent({ component: { index: 3, z }, probe: z }), 3);
  assert.equal(chosenComponent({ component: { index: 3, z }, probe: Float32Array.of(1, 0) }), null);
  assert.equal(chosenComponent({ component: null, probe: null }), null);
});
