// Tasks: when their outcome is known, and what Back returns to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTaskActions } from '../../../../web/core/reading/task-actions.js';
import { comparisonOf } from '../../../../web/core/reading/task-comparison.js';
import { emptyCurve } from '../../../../web/core/model/curve.js';
import { ghostCurve, ghostOnMap, shownGhost } from '../../../../web/core/state/ghost.js';
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
  const followed = [];
  const follow = (link) => {
    followed.push(link.values);
    return new Promise((resolve) => applied.push(resolve));
  };
  const measures = {
    outcomeOf: async () => ({ negativeElbo: null, weighted: null, checksum: store.get().progress?.checksum ?? '' }),
    noiseStripOf: async ({ scale = 1 }) => (scale === 1 ? null : { digits: [], rows: [] }),
  };
  const actions = createTaskActions(store, follow, measures);
  const apply = async (patch) => {
    store.set(patch);
    applied.shift()();
    for (let i = 0; i < 10; i++) await null;
  };
  return { store, actions, apply, followed, places: () => entries.map(({ state }) => state?.place) };
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

/** States of a run on the page. */
const CONTROL = '#weights=fresh&epochs=8&play=1&at=train',
  OWN = '#weights=fresh&beta=20&epochs=8&play=1&at=train';
const vae = (changes = {}, latentDim = 2) => ({
  config: { model: 'vae', latentDim, hidden: [4] },
  training: { seed: 1, beta: 1, ...changes },
});
const curve = (last) => ({ ...emptyCurve(), step: [0, 70], epoch: [0, 1], negativeElbo: [200, last] });
const ended = (checksum) => ({ state: 'paused', stopped: 'epochs', step: 70, checksum });
const digits = { labels: Uint8Array.of(7, 8) };
const scatter = (latentDim) => ({ latentDim, mu: Float32Array.of(1, 2, 3, 4).slice(0, 2 * latentDim) });

test('a task trains its control run first, which is its ghost until another model replaces the task’s', async () => {
  const { store, actions, apply, followed, places } = started();
  store.set({ digits });
  void actions.run(prediction('beta'), OWN, CONTROL);
  assert.deepEqual([store.get().task.part, followed.length], [null, 1]);
  await apply({ model: vae(), progress: { state: 'running', stopped: null, step: 0 } });
  assert.deepEqual(store.get().task.part, { number: 1, name: 'VAE 4–2, #1' });
  assert.equal(shownGhost(store.get()), null);
  // Its last measurement arrives after the end of the run.
  store.set({
    scatter: scatter(2),
    progress: ended('a'),
    heldOutCurve: { ...emptyCurve(), step: [0], negativeElbo: [200] },
  });
  await settled();
  assert.equal(followed.length, 1);
  store.set({ heldOutCurve: curve(165.9) });
  await settled();
  assert.deepEqual([followed[1].beta, followed[1].at], [20, undefined], 'one is at its place already');
  await apply({
    model: vae({ beta: 20 }),
    progress: { state: 'running', stopped: null, step: 0 },
    heldOutCurve: emptyCurve(),
  });
  assert.deepEqual(store.get().task.part, { number: 2, name: 'VAE 4–2, β 20, #1' });
  const ghost = shownGhost(store.get());
  assert.deepEqual([ghost.task, ghost.training.beta, [...ghost.points]], ['beta', 1, [1, 2, 3, 4]]);
  assert.equal(actions.isDone('beta'), false);
  store.set({ progress: ended('b'), heldOutCurve: curve(207.5) });
  await settled();
  assert.deepEqual([store.get().task.state, store.get().task.outcome.checksum], ['done', 'b']);
  assert.equal(ghost.outcome.checksum, 'a');
  assert.deepEqual(places(), ['run-beta', 'train']);
  // A change of the model's settings keeps its configuration.
  store.set({ model: { ...store.get().model, training: { seed: 1, beta: 3 } } });
  assert.equal(shownGhost(store.get()), ghost);
  store.set({ model: vae() });
  assert.equal(shownGhost(store.get()), null);
});

test('a control run that is replaced ends the task; its own run does not start', async () => {
  const { store, actions, apply, followed } = started();
  void actions.run(prediction('beta'), OWN, CONTROL);
  await apply({ model: vae(), progress: { state: 'running', stopped: null, step: 0 } });
  store.set({ model: vae({ seed: 4 }) });
  await settled();
  assert.deepEqual([store.get().task, followed.length, actions.isDone('beta')], [null, 1, false]);
});

test('a task without a control run has no ghost, whatever ran before', async () => {
  const { store, actions, apply } = started();
  store.set({ model: vae(), digits, scatter: scatter(2), heldOutCurve: curve(165.9) });
  void actions.run(prediction('rate'), '#weights=fresh&lr=1&play=1&at=train');
  await apply({ model: vae({ learningRate: 1 }), progress: { state: 'diverged', stopped: null } });
  assert.equal(store.get().task.state, 'done');
  assert.equal(shownGhost(store.get()), null);
});

test('a control run with other latent dimensions is compared in the chart, not on the map; one of other pixels the other way round', () => {
  const ghostOf = (run) => ({ ...run, replacedBy: own.config, points: [], curve: curve(164.1) });
  const own = vae({ pixels: 'binarized' });
  const shown = (run) => {
    const state = { model: own, ghost: ghostOf(run) };
    return [ghostOnMap(state) !== null, ghostCurve(state) !== null];
  };
  assert.deepEqual(shown(vae({ pixels: 'binarized' }, 20)), [false, true]);
  assert.deepEqual(shown(vae({ pixels: 'grey' })), [true, false]);
  assert.deepEqual(shown(vae({ pixels: 'binarized' })), [true, true]);
});

test('a finished task says how its run compares with the control run: the loss, the objective’s bound, the same checksum', () => {
  const outcome = (negativeElbo, bound, checksum) => ({
    negativeElbo,
    weighted: bound === null ? null : { samples: 5, bound },
    checksum,
  });
  const said = (own, here, there, place = { view: 'bench' }) =>
    comparisonOf({
      ...place,
      model: own,
      task: { name: 'x', state: 'done', outcome: here },
      ghost: { ...vae(), task: 'x', replacedBy: own.config, points: [], curve: curve(1), outcome: there },
    });
  assert.equal(
    said(vae({ beta: 20 }), outcome(207.5, null, 'b'), outcome(165.9, null, 'a')),
    'In grey, for comparison: the codes and the loss of VAE 4–2, #1. Held-out −ELBO: 207.50 nats; of the grey run 165.90.',
  );
  assert.match(
    said(vae({ objective: 'iwae', importanceSamples: 5 }), outcome(167.9, 161.4, 'b'), outcome(165.9, 165, 'a')),
    / The bound with k = 5: 161.40 nats; of the grey run 165.00.$/,
  );
  assert.match(
    said(vae(), outcome(165.9, null, 'a1'), outcome(165.9, null, 'a1')),
    / Checksum of the weights: a1; of the grey run a1.$/,
  );
  const inChapter = (chapter) =>
    said(vae({ beta: 20 }), outcome(207.5, null, 'b'), outcome(165.9, null, 'a'), { view: 'story', chapter });
  assert.match(inChapter('train'), /^In grey, for comparison: the codes and the loss of/);
  assert.match(inChapter('bound'), /^In grey, for comparison: the codes of .*165\.90\.$/);
});

test('a task about noise keeps the reconstructions that it has made', async () => {
  const { actions, apply, places } = started();
  void actions.run(prediction('scale'), '#scale=3');
  await apply({});
  assert.deepEqual([actions.isDone('scale'), actions.stripOf('scale')], [true, { digits: [], rows: [] }]);
  assert.deepEqual(places(), [undefined], 'they are seen in the text');
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
