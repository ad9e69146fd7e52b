// The terms of the bound for the drawn digit.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createLikelihoodActions } from '../../../../web/features/likelihood/likelihood-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { simulateClock } from '../../support/clock.mjs';

const pretendedEngine = () => {
  const asked = [];
  return {
    asked,
    digitLikelihood: async ({ pixels }) => {
      asked.push(pixels);
      return { kl: 2.5, elbo: -2, logLikelihood: -1, code: { mu: [1, -2], logVar: [0, 0], kl: [0.5, 2] } };
    },
    posteriorGrid: async () => ({ side: 2, density: new Float32Array(4) }),
    conditionals: async () => ({ logLikelihood: -3 }),
  };
};
const pageWith = (config, pixels = new Float32Array(784).fill(0.4)) =>
  createStore({ ...createPageState(), pixels, model: { config, training: {} } });

test('the likelihood of the digit is evaluated once pen input stops, for its thresholded pixels', async (context) => {
  const { pass } = simulateClock(context),
    store = pageWith({ model: 'vae', latentDim: 2 }),
    engine = pretendedEngine();
  const nats = createLikelihoodActions(store, engine);
  nats.refresh();
  await pass(100);
  nats.refresh();
  await pass(200);
  assert.equal(engine.asked.length, 0);
  await pass(50);
  assert.equal(engine.asked.length, 1);
  assert.equal(engine.asked[0][0], 0);
  assert.deepEqual(
    [store.get().digitTerms.likelihood, store.get().digitTerms.posterior.side],
    [{ kl: 2.5, elbo: -2, logLikelihood: -1 }, 2],
  );
  assert.deepEqual(store.get().digitTerms.klPerDimension, [0.5, 2]);
  assert.equal(store.get().digitTerms.pixels, store.get().pixels);
});

test('of several stochastic layers the bound is asked for, but neither a posterior of the code nor its share of the KL', async (context) => {
  const { pass } = simulateClock(context),
    store = pageWith({ model: 'hvae', latentDim: 2 }),
    engine = pretendedEngine();
  createLikelihoodActions(store, engine).refresh();
  await pass(300);
  const { likelihood, posterior, klPerDimension } = store.get().digitTerms;
  assert.deepEqual([likelihood.kl, posterior, klPerDimension], [2.5, null, []]);
});

test('each kind of model has its terms: an exact value, or none', async (context) => {
  const { pass } = simulateClock(context);
  for (const [config, exact, posterior] of [
    [{ model: 'fvbn', latentDim: 0 }, -3, null],
    [{ model: 'ae', latentDim: 2 }, null, null],
    [{ model: 'vae', latentDim: 3 }, null, null],
  ]) {
    const store = pageWith(config);
    createLikelihoodActions(store, pretendedEngine()).refresh();
    await pass(300);
    assert.deepEqual(
      [store.get().digitTerms.exact, store.get().digitTerms.posterior],
      [exact, posterior],
      config.model,
    );
  }
});

test('a blank pad has no terms, and an error of the engine is reported', async (context) => {
  const { pass } = simulateClock(context);
  const blank = pageWith({ model: 'vae', latentDim: 2 }, null);
  createLikelihoodActions(blank, pretendedEngine()).refresh();
  const refusing = pageWith({ model: 'vae', latentDim: 2 });
  createLikelihoodActions(refusing, {
    ...pretendedEngine(),
    digitLikelihood: async () => {
      throw new Error('not now');
    },
  }).refresh();
  await pass(300);
  assert.equal(blank.get().digitTerms, null);
  assert.deepEqual(refusing.get().digitTerms.failure, { key: 'message.unknown', params: { detail: 'not now' } });
});
