// With the page's own core: the two estimates agree with each other and with the integral.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { createEngine } from '../../../../web/engine/engine.js';
import * as measures from '../../../../web/engine/measures.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { SAMPLES, createMonteCarloActions } from '../../../../web/features/monte-carlo/monte-carlo-actions.js';

const file = (path) => readFile(new URL(`../../../../${path}`, import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });
const digitAt = (index) => Float32Array.from(digits.images(index, 1), (byte) => byte / 255);

const until = (isTrue) =>
  new Promise((resolve) => {
    const look = () => (isTrue() ? resolve() : setImmediate(look));
    look();
  });

/** A page with a model. */
function pageWith(model, patch = {}) {
  const asked = [];
  const client = {
    encodeInTurn: async (pixels, label) => model.encode(pixels, label),
    reconstructionLoss: async (options) => (asked.push(options.z.length), measures.reconstructionLoss(model, options)),
    posteriorGrid: async (options) => measures.posteriorGrid(model, options),
    prior: async () => model.prior(),
  };
  const store = createStore(createPageState());
  const { config, parameters } = model.describe();
  store.set({
    view: 'bench',
    pixels: digitAt(9_001),
    model: { config, parameters, checksum: model.checksum() },
    ...patch,
  });
  const actions = createMonteCarloActions(store, client, {
    painted: () => new Promise((resolve) => setImmediate(resolve)),
    showError: (error) => assert.fail(error),
    restMs: 1,
  });
  return { store, actions, asked, open: () => store.set({ opened: new Set(['samples']) }) };
}

for (const prior of ['standard', 'mixture', 'vamp'])
  test(`two dimensions, prior ${prior}: both estimates and the integral agree within their sampling errors`, async () => {
    const model = engine.createModel({ hidden: [16], latentDim: 2, prior }, { seed: 3, learningRate: 0.003 }, digits);
    model.train(digits, 300);
    const { actions, open } = pageWith(model);
    open();
    await until(() => actions.store.get().run?.state === 'done');
    const run = actions.store.get().run;
    for (const { value, effectiveSize } of [run.prior, run.q]) {
      // The relative standard error of the mean weight is about 1 / √ESS.
      const error = 5 / Math.sqrt(effectiveSize);
      assert.ok(effectiveSize > 50, String(effectiveSize));
      assert.ok(Math.abs(value - run.integral) < error, `${value} and ${run.integral} ± ${error}`);
    }
    model.dispose();
  });

test('nothing is computed while the panel is closed; the same seed gives the same values', async () => {
  const model = engine.createModel({ hidden: [16], latentDim: 2 }, { seed: 3, learningRate: 0.003 }, digits);
  model.train(digits, 300);
  const { store, actions, open } = pageWith(model);
  assert.equal(actions.store.get().run, null, 'nothing is computed while it is closed');
  open();
  await until(() => actions.store.get().run?.state === 'done');
  const first = actions.store.get().run;
  assert.equal(first.prior.samples, SAMPLES);
  actions.again();
  assert.equal(actions.store.get().run.state, 'outdated');
  await until(() => actions.store.get().run.state === 'done' && actions.store.get().run.seed === 2);
  assert.notEqual(actions.store.get().run.prior.value, first.prior.value);
  store.set({ monteCarlo: { seed: 1 } });
  await until(() => actions.store.get().run.state === 'done' && actions.store.get().run.seed === 1);
  assert.deepEqual(actions.store.get().run, first);
  model.dispose();
});

test('20 dimensions: the prior’s weights are more uneven and its estimate is far too low', async () => {
  const model = engine.loadModel(await file('weights/vae-20d.safetensors'));
  const { actions, open } = pageWith(model);
  open();
  await until(() => actions.store.get().run?.prior.samples > 1000);
  actions.stop();
  const { state, prior, q, integral } = actions.store.get().run;
  assert.equal(state, 'stopped');
  assert.equal(integral, null);
  assert.ok(prior.effectiveSize < q.effectiveSize, `${prior.effectiveSize} ${q.effectiveSize}`);
  assert.ok(prior.value < q.value - 20, `${prior.value} ${q.value}`);
  model.dispose();
});

test('another digit, training, and closing the panel end a run; nothing is computed without a posterior', async () => {
  const model = engine.createModel({ hidden: [16], latentDim: 2 }, { seed: 3 }, digits);
  const { store, actions, asked, open } = pageWith(model);
  open();
  await until(() => actions.store.get().run?.state === 'running');
  const before = actions.store.get().run;
  store.set({ pixels: digitAt(9_002) });
  assert.equal(actions.store.get().run.state, 'outdated');
  await until(() => actions.store.get().run.state === 'running');
  assert.ok(
    actions.store.get().run.prior.curve[0].value !== before.prior.curve[0].value,
    'of the new digit, from the first sample',
  );
  store.set({ progress: { state: 'running', step: 5, checksum: 'a' } });
  const count = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(asked.length <= count + 1 && actions.store.get().run.state === 'outdated');
  store.set({ progress: { state: 'paused', step: 9, checksum: 'b' } });
  await until(() => actions.store.get().run.state === 'running');
  store.set({ opened: new Set() });
  assert.equal(actions.store.get().run.state, 'outdated');
  model.dispose();

  const ae = engine.createModel({ model: 'ae', hidden: [16], latentDim: 2 }, { seed: 3 }, digits);
  const other = pageWith(ae);
  other.open();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([other.asked, other.actions.store.get().run], [[], null]);
  ae.dispose();
});
