// Tasks: when their outcome is known, and what Back returns to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTaskActions } from '../../../../web/core/reading/task-actions.js';
import { shownGhost } from '../../../../web/core/state/ghost.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

const prediction = (name) => ({ name, label: 'Task 1 of 9', said: 'a', right: 'b', isRight: false });
const model = (name) => ({ config: { name } });
const paused = (stopped) => ({ state: 'paused', stopped });

/** The actions with a history, and links that are applied when the test says so. */
function started() {
  const entries = [{ state: null }];
  globalThis.history = {
    get state() {
      return entries.at(-1).state;
    },
    replaceState: (state) => void (entries.at(-1).state = state),
    pushState: (state) => void entries.push({ state }),
  };
  const store = createStore({ ...createPageState(), model: model('first') });
  const applied = [];
  const actions = createTaskActions(store, () => new Promise((resolve) => applied.push(resolve)));
  const apply = async (patch) => {
    store.set(patch);
    applied.shift()();
    for (let i = 0; i < 10; i++) await null;
  };
  return { store, actions, apply, places: () => entries.map(({ state }) => state?.place) };
}
const settled = async () => {
  for (let i = 0; i < 10; i++) await null;
};

test('the outcome of a run is known when it has ended by its rule, not when it is paused or replaced', async () => {
  const { store, actions, apply, places } = started();
  void actions.run(prediction('beta'), '#weights=fresh&beta=20&epochs=8&play=1&at=train');
  assert.deepEqual(places(), ['run-beta', 'train']);
  assert.deepEqual([store.get().task.state, store.get().task.isAway], ['running', true]);
  await apply({ model: model('second'), progress: { state: 'running', stopped: null } });
  store.set({ progress: paused(null) });
  await settled();
  assert.equal(store.get().task.state, 'running');
  assert.equal(actions.isDone('beta'), false);
  store.set({ progress: { state: 'running', stopped: null } });
  store.set({ progress: paused('epochs') });
  await settled();
  assert.equal(store.get().task.state, 'done');
  assert.equal(actions.isDone('beta'), true);

  // Another model before the end: there is no outcome, and no line.
  void actions.run(prediction('warmup'), '#weights=fresh&play=1&at=train');
  await apply({ model: model('third'), progress: { state: 'running', stopped: null } });
  store.set({ model: model('fourth'), progress: null });
  await settled();
  assert.equal(store.get().task, null);
  assert.equal(actions.isDone('warmup'), false);
});

test('divergence ends a run; a task without training is done once its link is applied', async () => {
  const { store, actions, apply } = started();
  void actions.run(prediction('rate'), '#weights=fresh&lr=1&play=1&at=train');
  await apply({ model: model('second'), progress: { state: 'diverged', stopped: null } });
  assert.equal(store.get().task.state, 'done');
  void actions.run(prediction('scale'), '#scale=3&at=map');
  assert.equal(store.get().task.state, 'running');
  await apply({});
  assert.equal(store.get().task.state, 'done');
});

test('a run whose model is refused has no outcome, although the run before it has ended', async () => {
  const { store, actions, apply } = started();
  store.set({ progress: paused('epochs') });
  void actions.run(prediction('latent'), '#weights=fresh&latent=20&play=1&at=train');
  await apply({});
  assert.equal(store.get().task, null);
  assert.equal(actions.isDone('latent'), false);
});

test('the run before that of a task is its ghost, until another model replaces it', async () => {
  const { store, actions, apply } = started();
  const vae = (seed) => ({ config: { model: 'vae', latentDim: 2, hidden: [4] }, training: { seed } });
  const scatter = { latentDim: 2, mu: Float32Array.of(1, 2, 3, 4) };
  store.set({ model: vae(1), digits: { labels: Uint8Array.of(7, 8) }, scatter });
  void actions.run(prediction('beta'), '#weights=fresh&beta=20&play=1');
  assert.equal(shownGhost(store.get()), null);
  await apply({ model: vae(2), scatter: null, progress: paused('epochs') });
  const ghost = shownGhost(store.get());
  assert.deepEqual([ghost.task, ghost.training, [...ghost.points]], ['beta', { seed: 1 }, [1, 2, 3, 4]]);
  // A change of the model's settings keeps its configuration.
  store.set({ model: { ...store.get().model, training: { seed: 3 } } });
  assert.equal(shownGhost(store.get()), ghost);
  // The codes of the new model are not known yet: it cannot be a ghost.
  void actions.run(prediction('warmup'), '#weights=fresh&play=1');
  await apply({ model: vae(4), progress: paused('epochs') });
  assert.equal(shownGhost(store.get()), null);
});

test('a run with another number of latent dimensions has no ghost: its map shows another plane', async () => {
  const { store, actions, apply } = started();
  const vae = (latentDim) => ({ config: { model: 'vae', latentDim, hidden: [4] }, training: {} });
  const scatter = { latentDim: 2, mu: Float32Array.of(1, 2) };
  store.set({ model: vae(2), digits: { labels: Uint8Array.of(7) }, scatter });
  void actions.run(prediction('latent'), '#weights=fresh&latent=20&play=1');
  await apply({ model: vae(20), progress: paused('epochs') });
  assert.equal(shownGhost(store.get()), null);
});

test('a task without a new model, or whose model is refused, has no ghost', async () => {
  const { store, actions, apply } = started();
  const config = { model: 'vae', latentDim: 2, hidden: [4] };
  const scatter = { latentDim: 2, mu: Float32Array.of(1, 2) };
  store.set({ model: { config, training: {} }, digits: { labels: Uint8Array.of(7) }, scatter });
  void actions.run(prediction('scale'), '#scale=3');
  await apply({});
  assert.equal(shownGhost(store.get()), null);
  void actions.run(prediction('latent'), '#weights=fresh&latent=20&play=1');
  await apply({ progress: paused('epochs') });
  assert.equal(shownGhost(store.get()), null);
});

test('of two tasks run one after the other, only the last one is shown', async () => {
  const { store, actions, apply } = started();
  void actions.run(prediction('beta'), '#weights=fresh&play=1&at=train');
  void actions.run(prediction('scale'), '#scale=3&at=map');
  await apply({ progress: paused('epochs') });
  assert.deepEqual([store.get().task.name, store.get().task.state], ['scale', 'running']);
  await apply({});
  assert.deepEqual([store.get().task.name, store.get().task.state], ['scale', 'done']);
  assert.equal(actions.isDone('beta'), false);
  actions.returned('run-beta');
  assert.equal(store.get().task.isAway, true);
  actions.returned('run-scale');
  assert.equal(store.get().task.isAway, false);
});

test('a link that has no state of the page is left to the browser', () => {
  const { actions, places } = started();
  assert.equal(actions.show('show-x', '#compare'), false);
  assert.deepEqual(places(), [undefined]);
  assert.equal(actions.show('show-gap', '#grid=0&at=nats'), true);
  assert.deepEqual(places(), ['show-gap', 'nats']);
});
