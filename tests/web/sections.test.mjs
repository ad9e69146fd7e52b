// The sections below the first screen, over engines that only pretend.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createCompareActions } from '../../web/features/compare/compare-actions.js';
import { createCompareState, epochOf } from '../../web/features/compare/compare-state.js';
import { createExploreActions, createExploreState } from '../../web/features/explore/explore-actions.js';
import { createFvbnActions, createFvbnState } from '../../web/features/fvbn/fvbn-actions.js';
import { createLikelihoodActions } from '../../web/features/likelihood/likelihood-actions.js';
import { createPageState } from '../../web/core/state/page-state.js';
import { createStore } from '../../web/core/state/store.js';
import { simulateClock } from './support/clock.mjs';
import { PretendedEngine } from './support/pretended-engine.mjs';

const settled = (ms = 0) => new Promise((done) => setTimeout(done, ms));

function comparison(shipped = []) {
  const engines = [];
  const store = createStore(createCompareState());
  const actions = createCompareActions(store, {
    async openEngine() {
      const engine = new PretendedEngine();
      engines.push(engine);
      return { engine, labels: Uint8Array.of(1, 2) };
    },
    fetchWeights: async (name) => (shipped.includes(name) ? new ArrayBuffer(1) : null),
  });
  return { engines, store, actions };
}

test('the comparison takes shipped weights, and makes the others from the seed', async () => {
  const { store, actions, engines } = comparison(['vae-2d', 'classifier']);
  await actions.start();
  await settled();
  const { ae, vae, fvbn, phase } = store.get();
  assert.deepEqual([ae.origin, vae.origin, fvbn.origin, phase], ['fresh', 'shipped', 'fresh', 'ready']);
  assert.deepEqual(engines.map(({ asked }) => asked[0]), [['create', 'ae', 1], ['load'], ['create', 'fvbn', 1]]);
  assert.equal(fvbn.scatter, null);
  assert.deepEqual([...vae.scatter], [0, 0, 1, 1]);
  assert.equal(vae.smoothness, 1.5);
  assert.equal(fvbn.metrics, null);
  assert.equal(fvbn.quality.classifierConfidence, 0.9);
});

test('an engine that cannot be had leaves the other two', async () => {
  const store = createStore(createCompareState());
  let opened = 0;
  const actions = createCompareActions(store, {
    async openEngine() {
      if (++opened === 1) throw new Error('no memory');
      return { engine: new PretendedEngine(), labels: Uint8Array.of(1, 2) };
    },
    fetchWeights: async () => null,
  });
  await actions.start();
  assert.deepEqual(store.get().ae.failure, { key: 'message.unknown', params: { detail: 'no memory' } });
  assert.ok(store.get().vae.info && store.get().fvbn.info);
  await actions.togglePlay();
  assert.equal(store.get().vae.progress.state, 'running');
});

test('who is ahead waits, and goes on when the slowest has come near', async () => {
  const { store, actions, engines: [ae, vae, fvbn] } = await (async () => {
    const made = comparison();
    await made.actions.start();
    return made;
  })();
  await actions.togglePlay();
  fvbn.progress({ epoch: 2 });
  await settled();
  assert.equal(fvbn.now.state, 'paused');
  assert.equal(store.get().playing, true);
  ae.progress({ epoch: 1.9 });
  vae.progress({ epoch: 1.9 });
  await settled();
  assert.equal(fvbn.now.state, 'running');
  await actions.togglePlay();
  assert.deepEqual([ae, vae, fvbn].map(({ now }) => now.state), ['paused', 'paused', 'paused']);
  assert.equal(epochOf(store.get().fvbn), 2);
});

test('from scratch: three models of the seed that was given, and they train', async () => {
  const { store, actions, engines } = comparison(['vae-2d']);
  await actions.start();
  await actions.fromScratch(7);
  for (const { asked } of engines) assert.equal(asked.findLast(([what]) => what === 'create')[2], 7);
  assert.deepEqual([store.get().playing, store.get().vae.origin], [true, 'fresh']);
  await actions.otherSamples();
  for (const { asked } of engines) assert.deepEqual(asked.findLast(([what]) => what === 'sample'), ['sample', 2]);
});

test('the lab paints, completes the rows that are given and weighs the digit', async (context) => {
  const { pass } = simulateClock(context);
  const engine = new PretendedEngine();
  const store = createStore(createFvbnState());
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: async () => null });
  lab.setDigit(new Float32Array(784).fill(0.6));
  await lab.start();
  const state = store.get();
  assert.deepEqual([state.phase, state.origin, state.completions.length, state.surprisal.logLikelihood], ['ready', 'fresh', 4, -543]);
  assert.equal(state.digit[0], 1);
  assert.deepEqual(engine.asked.filter(([what]) => what === 'paint').at(-1), ['paint', 14 * 28, 1, 3]);
  lab.setRows(28);
  await pass(300);
  assert.equal(engine.asked.at(-1)[1], 784);
  lab.setDigit(null);
  await pass(300);
  assert.deepEqual([store.get().completions, store.get().surprisal], [[], null]);
  await lab.choose('made');
  assert.deepEqual(engine.asked.find(([, kind]) => kind === 'made'), ['create', 'made', 1]);
});

test('the lab asks nothing of its engine before that has a model', async (context) => {
  const { pass } = simulateClock(context);
  const engine = new PretendedEngine(), store = createStore(createFvbnState());
  let arrive;
  const weights = new Promise((resolve) => { arrive = resolve; });
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

test('once training rests, the lab paints anew: the picture on show was of other weights', async () => {
  const engine = new PretendedEngine(), store = createStore(createFvbnState());
  const lab = createFvbnActions(store, { openEngine: async () => ({ engine }), fetchWeights: async () => null });
  await lab.start();
  const paintings = () => engine.asked.filter(([what, given]) => what === 'paint' && given === 0).length;
  assert.equal(paintings(), 1);
  engine.progress({ state: 'running', step: 50 });
  await settled();
  assert.equal(paintings(), 1, 'one is watching it paint');
  engine.progress({ state: 'paused', step: 60 });
  engine.progress({ state: 'paused', step: 60 });
  await settled();
  assert.equal(paintings(), 2, 'once');
});

const weigher = () => {
  const asked = [];
  return {
    asked,
    digitLikelihood: async ({ pixels }) => { asked.push(pixels); return { kl: 2.5, elbo: -2, logLikelihood: -1, code: { mu: [1, -2], logVar: [0, 0] } }; },
    posteriorGrid: async () => ({ side: 2, density: new Float32Array(4) }),
    conditionals: async () => ({ logLikelihood: -3 }),
  };
};
const pageWith = (config, pixels = new Float32Array(784).fill(0.4)) =>
  createStore({ ...createPageState(), pixels, model: { config, training: {} } });

test('the likelihood of the digit is evaluated once the pen rests, of its thresholded pixels', async (context) => {
  const { pass } = simulateClock(context), store = pageWith({ model: 'vae', latentDim: 2 }), engine = weigher();
  const nats = createLikelihoodActions(store, engine);
  nats.refresh();
  await pass(100);
  nats.refresh();
  await pass(200);
  assert.equal(engine.asked.length, 0);
  await pass(50);
  assert.equal(engine.asked.length, 1);
  assert.equal(engine.asked[0][0], 0);
  assert.deepEqual([store.get().nats.likelihood, store.get().nats.posterior.side], [{ kl: 2.5, elbo: -2, logLikelihood: -1 }, 2]);
  assert.deepEqual(store.get().nats.klPerDimension, [0.5, 2]);
  assert.equal(store.get().nats.pixels, store.get().pixels);
});

test('each kind of model says what it can: an exact value, or nothing', async (context) => {
  const { pass } = simulateClock(context);
  for (const [config, exact, posterior] of [
    [{ model: 'fvbn', latentDim: 0 }, -3, null], [{ model: 'ae', latentDim: 2 }, null, null], [{ model: 'vae', latentDim: 3 }, null, null],
  ]) {
    const store = pageWith(config);
    createLikelihoodActions(store, weigher()).refresh();
    await pass(300);
    assert.deepEqual([store.get().nats.exact, store.get().nats.posterior], [exact, posterior], config.model);
  }
});

test('a blank pad weighs nothing, and what the engine refuses is said', async (context) => {
  const { pass } = simulateClock(context);
  const blank = pageWith({ model: 'vae', latentDim: 2 }, null);
  createLikelihoodActions(blank, weigher()).refresh();
  const refusing = pageWith({ model: 'vae', latentDim: 2 });
  createLikelihoodActions(refusing, { ...weigher(), digitLikelihood: async () => { throw new Error('not now'); } }).refresh();
  await pass(300);
  assert.equal(blank.get().nats, null);
  assert.deepEqual(refusing.get().nats.failure, { key: 'message.unknown', params: { detail: 'not now' } });
});

test('other samples asked for while the last are on their way: everyone ends with the newest seed', async () => {
  const { engines, store, actions } = comparison(['vae-2d']);
  await actions.start();
  const slow = engines[2].samplePrior.bind(engines[2]);
  engines[2].samplePrior = async (question) => { await settled(20); return slow(question); };
  void actions.otherSamples();
  await actions.otherSamples();
  await settled(60);
  for (const engine of engines) assert.equal(engine.asked.filter(([what]) => what === 'sample').at(-1)[1], store.get().sampleSeed);
});

test('weights that do not come leave a model that can be trained from scratch', async () => {
  const store = createStore(createCompareState());
  const fetchWeights = async (name) => { if (name === 'ae-2d') throw new Error('offline'); return null; };
  const actions = createCompareActions(store, { openEngine: async () => ({ engine: new PretendedEngine(), labels: Uint8Array.of(1) }), fetchWeights });
  await actions.start();
  assert.deepEqual(store.get().ae.failure, { key: 'message.unknown', params: { detail: 'offline' } });
  await actions.fromScratch(4);
  assert.deepEqual([store.get().ae.failure, store.get().ae.origin, store.get().ae.progress.state], ['', 'fresh', 'running']);
});

test('a model chosen while the last one is on its way: the lab has the newer one', async () => {
  const engine = new PretendedEngine();
  const store = createStore(createFvbnState());
  const lab = createFvbnActions(store, {
    openEngine: async () => ({ engine }),
    fetchWeights: async (kind) => { if (kind === 'made') await settled(20); return kind === 'made' ? new ArrayBuffer(1) : null; },
  });
  await lab.start();
  engine.asked.length = 0;
  const late = lab.choose('made');
  await lab.choose('fvbn');
  await late;
  assert.deepEqual([store.get().kind, store.get().origin, engine.asked.filter(([what]) => what !== 'paint')], ['fvbn', 'fresh', [['create', 'fvbn', 1]]]);
});

test('a digit kept while the walks are being drawn is not lost, and keeps what it was told to be', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const mine = new Float32Array(784).fill(1);
  const page = createStore({ ...createPageState(), model: { config: { model: 'vae', hidden: [], latentDim: 2 } }, digits, pixels: mine, label: 6 });
  const store = createStore(createExploreState());
  let kept = false;
  const actions = createExploreActions(store, page, {
    samplePrior: async ({ count }) => new Float32Array(count * 784),
    decodeBatch: async (codes) => new Float32Array((codes.length / 2) * 784),
    encodeInTurn: async (pixels) => {
      if (!kept) actions.keep(2);
      kept = true;
      return { mu: Float32Array.of(pixels[0], 0) };
    },
  }, (error) => { throw error; });
  actions.setSeen(true);
  await settled(20);
  const [, , slot] = store.get().slots;
  assert.deepEqual([slot.pixels, slot.label, [...slot.mu]], [mine, 6, [1, 0]]);
  // A held-out digit of the page is kept by its index, unless it is told to be another; one of somebody's own files by its pixels.
  const digit = { index: 3, label: 3, pixels: mine };
  page.set({ drawing: { ...page.get().drawing, digit }, label: 3, digits: { ...digits, name: 'built-in' } });
  actions.keep(0);
  page.set({ label: 6 });
  actions.keep(1);
  page.set({ label: 3, digits: { ...digits, name: 'mine' } });
  actions.keep(3);
  assert.deepEqual(store.get().kept, [{ digit: 3 }, { pixels: mine, label: 6 }, { pixels: mine, label: 6 }, { pixels: mine, label: 3 }]);
});

test('own digits are marked on the map also while nobody sees the walks', async () => {
  const digits = { labels: Uint8Array.of(0, 1, 7, 3), images: new Uint8Array(4 * 784) };
  const mine = new Float32Array(784).fill(0.2);
  const page = createStore({ ...createPageState(), model: { config: { model: 'vae', hidden: [], latentDim: 2 } }, digits, pixels: mine, label: 6 });
  const asked = [], store = createStore(createExploreState());
  const actions = createExploreActions(store, page, {
    samplePrior: async ({ count }) => (asked.push('sample'), new Float32Array(count * 784)),
    decodeBatch: async (codes) => (asked.push('decode'), new Float32Array((codes.length / 2) * 784)),
    encodeInTurn: async (pixels) => (asked.push('encode'), { mu: Float32Array.of(pixels[0], 0) }),
  }, (error) => { throw error; });
  actions.refresh();
  await settled(20);
  assert.deepEqual(asked, [], 'nothing kept, nothing asked');
  actions.keep(1);
  await settled(20);
  assert.deepEqual(asked, ['encode'], 'its code alone, and once');
  assert.deepEqual(page.get().walkMarks.map(({ name, mu }) => [name, mu[0]]), [['B', mine[0]]]);
  actions.refresh(false);
  await settled(20);
  assert.equal(asked.length, 1, 'the pen on the pad does not change it');
  actions.setSeen(true);
  await settled(20);
  assert.deepEqual(store.get().slots.map(({ label, of }) => [label, of !== null]), [[0, false], [6, true], [7, false], [3, false]], 'the rest are held-out digits');
  assert.ok(asked.includes('decode'));
});
