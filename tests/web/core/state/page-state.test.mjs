import assert from 'node:assert/strict';
import test from 'node:test';
import { createCodeActions } from '../../../../web/features/code/code-actions.js';
import { shownZ } from '../../../../web/core/state/shown-code.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createTrainingActions } from '../../../../web/features/training/training-actions.js';

const settled = () => new Promise((done) => setTimeout(done, 0));
const MODEL = {
  config: { model: 'vae', hidden: [4], latentDim: 2, activation: 'relu' },
  training: {},
  parameters: 1,
  step: 0,
  epoch: 0,
  checksum: 'a',
  trainedOn: '',
};

function page(patch = {}) {
  const store = createStore({ ...createPageState(), model: MODEL, ...patch });
  const asked = [];
  const coder = {
    encode: async () => ({ mu: Float32Array.of(1, -1), logVar: Float32Array.of(0, 0) }),
    decode: async (z) => {
      asked.push([...z]);
      return new Float32Array(784);
    },
  };
  const errors = [];
  return { store, asked, errors, code: createCodeActions(store, coder, (error) => errors.push(error)) };
}

test('the store reports changes, and nothing without a change', () => {
  const store = createStore({ a: 1, b: 2 });
  const heard = [];
  const stop = store.subscribe((state, changed) => heard.push([state.a, [...changed]]));
  store.set({ a: 1 });
  store.set({ a: 3, b: 2 });
  stop();
  store.set({ a: 4 });
  assert.deepEqual(heard, [[3, ['a']]]);
  assert.deepEqual(store.get(), { a: 4, b: 2 });
});

test('the default drawing is encoded and decoded', async () => {
  const { store, code, asked } = page({ atMean: true });
  code.refresh();
  await settled();
  assert.deepEqual([...store.get().code.mu], [1, -1]);
  assert.deepEqual(asked, [[1, -1]]);
  assert.ok(store.get().reconstruction);
});

test('clearing shows no digit, and undo restores it', async () => {
  const { store, code } = page();
  code.refresh();
  await settled();
  code.clear();
  await settled();
  assert.deepEqual([store.get().pixels, store.get().code, store.get().reconstruction], [null, null, null]);
  code.undo();
  await settled();
  assert.ok(store.get().pixels && store.get().reconstruction);
});

test('epsilon is unchanged by drawing and changes with the dice', async () => {
  const { store, code } = page();
  code.refresh();
  await settled();
  const { epsilon } = store.get();
  code.beginStroke([0.5, 0.5]);
  await settled();
  assert.equal(store.get().epsilon, epsilon);
  code.resample();
  assert.notEqual(store.get().epsilon, epsilon);
});

test('a z set by hand preserves the hidden dimensions, until the next stroke', async () => {
  const { store, code, asked } = page({ atMean: true });
  code.refresh();
  await settled();
  store.set({ axes: [1, 0] });
  code.probeAt(0.5, 0.25);
  await settled();
  assert.deepEqual(asked.at(-1), [0.25, 0.5]);
  code.beginStroke([0.5, 0.5]);
  assert.equal(store.get().probe, null);
});

test('a code of another model is not shown', async () => {
  const { store, code } = page();
  code.refresh();
  store.set({ model: { ...MODEL, config: { ...MODEL.config, latentDim: 3 } } });
  await settled();
  assert.equal(store.get().code, null);
});

test('an engine error is reported once and leaves the page unchanged', async () => {
  const { errors } = await (async () => {
    const store = createStore({ ...createPageState(), model: MODEL });
    const failures = [];
    const broken = async () => {
      throw new Error('gone');
    };
    createCodeActions(store, { encode: broken, decode: broken }, (error) => failures.push(error.message)).refresh();
    await settled();
    return { errors: failures };
  })();
  assert.deepEqual(errors, ['gone']);
});

test('shownZ is the probe, otherwise the mean or the sample', () => {
  const code = { mu: Float32Array.of(1), logVar: Float32Array.of(Math.log(4)) };
  const epsilon = Float32Array.of(0.5);
  assert.deepEqual([...shownZ({ code, epsilon, atMean: false, probe: null })], [2]);
  assert.deepEqual([...shownZ({ code, epsilon, atMean: true, probe: null })], [1]);
  assert.deepEqual([...shownZ({ code, epsilon, atMean: false, probe: Float32Array.of(7) })], [7]);
  assert.equal(shownZ({ code: null, epsilon, atMean: false, probe: null }), null);
});

test('progress fills the curves, and divergence is reported once', () => {
  const store = createStore({ ...createPageState(), model: MODEL });
  const training = createTrainingActions(store, {}, { encode: async () => {}, showError: () => {} });
  const terms = { negativeElbo: 3, reconstruction: 2, kl: 1 };
  training.onProgress({
    state: 'running',
    step: 10,
    epoch: 1,
    imagesPerSecond: 5,
    train: terms,
    heldOut: { ...terms, step: 8, epoch: 0.8 },
    checksum: '',
  });
  assert.deepEqual([store.get().trainCurve.step, store.get().heldOutCurve.step], [[10], [8]]);
  assert.equal(store.get().model.checksum, 'a');
  training.onProgress({
    state: 'diverged',
    step: 9,
    divergedStep: 31,
    epoch: 1,
    imagesPerSecond: 0,
    train: null,
    heldOut: null,
    checksum: 'b',
  });
  assert.deepEqual(store.get().notice, { kind: 'error', key: 'notice.diverged', params: { step: 31 } });
  assert.equal(store.get().model.checksum, 'b');
});

test('notices about a run are removed by its next steps, and notices about a model by the next model', async () => {
  const store = createStore({ ...createPageState(), model: MODEL });
  const answer = { step: 3, epoch: 0, imagesPerSecond: 0, train: null, heldOut: null, checksum: 'b' };
  let state = 'diverged';
  const trainer = {
    step: async () => ({ ...answer, state, divergedStep: state === 'diverged' ? 4 : null }),
    encodeHeldOut: async () => ({ latentDim: 2, mu: new Float32Array(0) }),
    createModel: async () => ({ ...MODEL }),
  };
  const training = createTrainingActions(store, trainer, {
    encode: async () => {},
    showError: (error) => {
      throw error;
    },
  });
  const said = () => store.get().notice?.key ?? null;
  await training.step();
  assert.equal(said(), 'notice.diverged');
  store.set({ notice: null });
  await training.step();
  assert.equal(said(), 'notice.diverged', 'reported again for a requested step');
  state = 'paused';
  await training.step();
  assert.equal(said(), null);
  for (const [key, left] of [
    ['notice.noShipped', null],
    ['snapshot.back', null],
    ['notice.noDigits', 'notice.noDigits'],
  ]) {
    store.set({ notice: { kind: 'error', key, params: {} } });
    await training.create({});
    assert.equal(said(), left, key);
  }
});

test('a reset while a point of the curve is pending leaves an empty curve that can start again', async () => {
  const store = createStore({ ...createPageState(), model: MODEL });
  const point = (step, state) => ({
    state,
    step,
    epoch: 0,
    imagesPerSecond: 0,
    train: { negativeElbo: 3, reconstruction: 2, kl: 1 },
    heldOut: null,
    checksum: '',
  });
  const trainer = {
    encodeHeldOut: async () => ({ latentDim: 2, mu: new Float32Array(0) }),
    reset: async () => {
      training.onProgress(point(90, 'running'));
      return { ...point(0, 'idle'), train: null, checksum: 'a' };
    },
  };
  const training = createTrainingActions(store, trainer, {
    encode: async () => {},
    showError: (error) => {
      throw error;
    },
  });
  await training.reset();
  training.onProgress(point(5, 'running'));
  assert.deepEqual(store.get().trainCurve.step, [5]);
});

test('the scatter of a removed model is not shown', () => {
  const store = createStore({ ...createPageState(), model: MODEL });
  const training = createTrainingActions(store, {}, { encode: async () => {}, showError: () => {} });
  training.onScatter({ latentDim: 3, mu: new Float32Array(3) });
  assert.equal(store.get().scatter, null);
  training.onScatter({ latentDim: 2, mu: new Float32Array(2) });
  assert.equal(store.get().scatter.latentDim, 2);
});

test('changing a training setting does not reset the form: the model’s config object is unchanged', async () => {
  const store = createStore({ ...createPageState(), model: MODEL });
  const setTraining = async ({ training }) => ({ ...MODEL, config: { ...MODEL.config }, training });
  await createTrainingActions(store, { setTraining }, { encode: async () => {}, showError: () => {} }).setTraining({
    beta: 4,
  });
  assert.equal(store.get().model.config, MODEL.config);
  assert.equal(store.get().model.training.beta, 4);
});

test('a progress report on untrained weights does not change the model, so that nothing is evaluated again', async () => {
  const { store } = page(),
    training = createTrainingActions(store, {}, { encode: async () => {}, showError: assert.ifError });
  const heard = [];
  store.subscribe((_, changed) => heard.push(changed.has('model')));
  const at = (step, checksum) =>
    training.onProgress({ state: 'paused', step, epoch: step / 70, train: null, heldOut: null, checksum });
  at(0, 'a');
  assert.equal(store.get().model, MODEL);
  at(7, 'b');
  assert.deepEqual(store.get().model, { ...MODEL, step: 7, epoch: 0.1, checksum: 'b' });
  at(7, 'b');
  assert.deepEqual(heard, [false, true, false]);
});
