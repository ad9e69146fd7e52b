// The table of shipped models: samples of each, one after the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planModel } from '../../../../web/core/link/link-run.js';
import { parseLink } from '../../../../web/core/link/link.js';
import { createStore } from '../../../../web/core/state/store.js';
import {
  LEVELS,
  LEVEL_SAMPLES,
  createLevelsActions,
  createLevelsState,
  linkToLevel,
} from '../../../../web/features/compare/levels-actions.js';

/** An engine whose samples are of the model loaded last. */
function fakeEngine(log) {
  let loaded = '';
  return {
    async loadModel({ bytes }) {
      loaded = new TextDecoder().decode(bytes);
      if (loaded === 'fvbn') throw new Error('no memory');
      log.push(['load', loaded]);
    },
    async samplePrior({ count, seed }) {
      log.push(['sample', loaded, count, seed]);
      return Float32Array.of(seed);
    },
    dispose: () => log.push(['dispose']),
  };
}

test('the models are ordered by their likelihood, and those without one are left out', () => {
  const nats = LEVELS.map(({ level }) => level.nats);
  assert.ok(nats.length >= 5);
  assert.deepEqual(
    nats,
    nats.toSorted((a, b) => b - a),
  );
  assert.ok(LEVELS.every(({ name }) => !['ae-2d', 'cvae-2d'].includes(name)));
});

test('a link starts from its model, and where the file is missing creates one of its kind', () => {
  for (const level of LEVELS) {
    const { values, faults } = parseLink(linkToLevel(level));
    assert.deepEqual(faults, []);
    assert.equal(/** @type {any} */ (planModel(values, null)).name, level.name);
    const fresh = planModel({ ...level.values, ...values, weights: 'fresh' }, null);
    assert.equal(/** @type {any} */ (fresh).config.model, level.values.model);
  }
});

test('every model is sampled by one engine, which is disposed of; a failure of one leaves the others', async () => {
  const log = [],
    store = createStore(createLevelsState());
  const actions = createLevelsActions(store, {
    openEngine: async () => ({ engine: fakeEngine(log) }),
    fetchWeights: async (name) => (name === 'made' ? null : new TextEncoder().encode(name)),
  });
  const first = actions.sampleAll();
  assert.equal(store.get().isSampling, true);
  await Promise.all([first, actions.sampleAll()]);
  const names = LEVELS.map(({ name }) => name).filter((name) => !['made', 'fvbn'].includes(name));
  assert.deepEqual(log, [
    ...names.flatMap((name) => [
      ['load', name],
      ['sample', name, LEVEL_SAMPLES, 1],
    ]),
    ['dispose'],
  ]);
  assert.deepEqual(Object.keys(store.get().samples), names);
  assert.deepEqual(Object.keys(store.get().failures), ['fvbn']);
  assert.equal(store.get().isSampling, false);
  // Other samples the next time.
  await actions.sampleAll();
  assert.equal(store.get().samples[names[0]][0], 2);
});

test('without an engine every model says so, and another attempt is possible', async () => {
  let broken = true;
  const store = createStore(createLevelsState());
  const actions = createLevelsActions(store, {
    async openEngine() {
      if (broken) throw new Error('no engine');
      return { engine: fakeEngine([]) };
    },
    fetchWeights: async (name) => new TextEncoder().encode(name),
  });
  await actions.sampleAll();
  assert.equal(Object.keys(store.get().failures).length, LEVELS.length);
  broken = false;
  await actions.sampleAll();
  assert.deepEqual(Object.keys(store.get().failures), ['fvbn']);
});
