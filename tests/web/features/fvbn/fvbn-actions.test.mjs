// The lab: functions of an FVBN that a VAE lacks.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createFvbnActions, createFvbnState } from '../../../../web/features/fvbn/fvbn-actions.js';
import { createStore } from '../../../../web/core/state/store.js';
import { simulateClock } from '../../support/clock.mjs';
import { PretendedEngine } from '../../support/pretended-engine.mjs';
import { settled } from '../../support/settled.mjs';

test('the lab samples, completes the given rows and evaluates the digit', async (context) => {
  const { pass } = simulateClock(context);
  const engine = new PretendedEngine();
  const store = createStore(createFvbnState());
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: async () => null });
  lab.setDigit(new Float32Array(784).fill(0.6));
  await lab.start();
  const state = store.get();
  assert.deepEqual(
    [state.phase, state.origin, state.completions.length, state.surprisal.logLikelihood],
    ['ready', 'fresh', 4, -543],
  );
  assert.equal(state.digit[0], 1);
  assert.deepEqual(engine.asked.filter(([what]) => what === 'sampleGiven').at(-1), ['sampleGiven', 14 * 28, 1, 3]);
  lab.setRows(28);
  await pass(300);
  assert.equal(engine.asked.at(-1)[1], 784);
  lab.setDigit(null);
  await pass(300);
  assert.deepEqual([store.get().completions, store.get().surprisal], [[], null]);
  await lab.choose('made');
  assert.deepEqual(
    engine.asked.find(([, kind]) => kind === 'made'),
    ['create', 'made', 1],
  );
});

test('the lab sends no request to its engine before that has a model', async (context) => {
  const { pass } = simulateClock(context);
  const engine = new PretendedEngine(),
    store = createStore(createFvbnState());
  let arrive;
  const weights = new Promise((resolve) => {
    arrive = resolve;
  });
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: () => weights });
  const started = lab.start();
  await pass(0);
  lab.setDigit(new Float32Array(784).fill(0.6));
  lab.setRows(7);
  lab.sampleAgain();
  lab.completeAgain();
  await lab.toggleTraining();
  await pass(300);
  assert.deepEqual([engine.asked, store.get().failure], [[], '']);
  arrive(null);
  await started;
  assert.deepEqual([store.get().phase, store.get().completions.length, store.get().failure], ['ready', 4, '']);
});

test('once training pauses, the lab samples again: the displayed image was from other weights', async () => {
  const engine = new PretendedEngine(),
    store = createStore(createFvbnState());
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: async () => null });
  await lab.start();
  const paintings = () => engine.asked.filter(([what, given]) => what === 'sampleGiven' && given === 0).length;
  assert.equal(paintings(), 1);
  engine.progress({ state: 'running', step: 50 });
  await settled();
  assert.equal(paintings(), 1, 'the sampling animation is in progress');
  engine.progress({ state: 'paused', step: 60 });
  engine.progress({ state: 'paused', step: 60 });
  await settled();
  assert.equal(paintings(), 2, 'once');
});

test('the lab is ready although the user draws while it opens', async (context) => {
  const { pass } = simulateClock(context);
  const engine = new PretendedEngine(),
    store = createStore(createFvbnState());
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: async () => null });
  void lab.start();
  for (let i = 0; i < 5; i++) {
    lab.setDigit(new Float32Array(784).fill(1));
    await pass(40);
  }
  assert.equal(store.get().phase, 'ready');
});

test('a model selected while the last one is pending: the lab has the newer one', async () => {
  const engine = new PretendedEngine();
  const store = createStore(createFvbnState());
  const lab = createFvbnActions(store, {
    openEngine: async () => ({ engine }),
    fetchWeights: async (kind) => {
      if (kind === 'made') await settled(20);
      return kind === 'made' ? new ArrayBuffer(1) : null;
    },
  });
  await lab.start();
  engine.asked.length = 0;
  const late = lab.choose('made');
  await lab.choose('fvbn');
  await late;
  assert.deepEqual(
    [store.get().kind, store.get().origin, engine.asked.filter(([what]) => what !== 'sampleGiven')],
    ['fvbn', 'fresh', [['create', 'fvbn', 1]]],
  );
});
