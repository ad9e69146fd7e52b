// The training panel without a page: warnings, pins, numbers, announcements, kinds of files.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { createEngine } from '../../../../web/engine/engine.js';
import { appendToCurve, emptyCurve, indexAt } from '../../../../web/core/model/curve.js';
import { latestRows } from '../../../../web/features/training/curve-rows.js';
import { curvesCsv } from '../../../../web/features/training/curves-csv.js';
import { createSchedule, createTrainingAnnouncer } from '../../../../web/core/texts/training-announcer.js';
import { ALL_DIGITS } from '../../../../web/core/model/digit-labels.js';
import { runName } from '../../../../web/core/model/run-name.js';
import { parseLimit } from '../../../../web/core/model/stop-limit.js';
import { adviceOf, collapse, divergence, overfitting } from '../../../../web/features/training/training-advice.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { changeWords } from '../../../../web/features/training/change-words.js';
import { createPinActions } from '../../../../web/features/training/pin-actions.js';
import { stopNumbers, stopProgress } from '../../../../web/features/training/stop-numbers.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createTrainingActions } from '../../../../web/features/training/training-actions.js';
import { settled } from '../../support/settled.mjs';

const CONFIG = { model: 'vae', hidden: [16], latentDim: 2, activation: 'relu' };
const TRAINING = {
  objective: 'elbo',
  importanceSamples: 1,
  beta: 1,
  betaWarmupSteps: 0,
  learningRate: 0.001,
  batchSize: 128,
  pixels: 'binarized',
  digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  seed: 1,
};
/** A curve of these values, one for each `every` steps. */
const curve = (values, every = 10) =>
  values.reduce(
    (sum, value, i) =>
      appendToCurve(sum, i * every, { negativeElbo: value, reconstruction: value - 5, kl: 5 }, (i * every) / 10),
    emptyCurve(),
  );

test('collapse is reported two epochs after the warm-up, when most dimensions carry no information', () => {
  const run = (patch) =>
    collapse({
      kind: 'vae',
      betaWarmupSteps: 0,
      stepsPerEpoch: 10,
      train: emptyCurve(),
      heldOut: curve([206, 206, 206]),
      klPerDimension: [0.001, 0.019, 3],
      ...patch,
    });
  assert.deepEqual(run({}), { key: 'advice.collapse', params: { dead: 2, count: 3, limit: 0.02 } });
  assert.equal(run({ klPerDimension: [0, 0] }).key, 'advice.collapseAll');
  assert.equal(run({ kind: 'cvae' }).key, 'advice.collapse', 'of a conditional one too');
  for (const fine of [
    { betaWarmupSteps: 1 },
    { stepsPerEpoch: 11 },
    { klPerDimension: [0.02, 3, 0] },
    { klPerDimension: [0, 3] },
    { klPerDimension: null },
    { kind: 'ae' },
  ])
    assert.equal(run(fine), null, JSON.stringify(fine));
});

test('a real run with β = 20 collapses within a few epochs, and one with β = 1 does not', async () => {
  const engine = await createEngine();
  const digits = await engine.loadDigits({
    bytes: await readFile(new URL('../../../../build/data/digits.bin.gz', import.meta.url)),
  });
  const told = [20, 1].map((beta) => {
    const model = engine.createModel(
      { hidden: [16], latentDim: 2 },
      { seed: 1, batchSize: 100, beta, learningRate: 0.003 },
      digits,
    );
    model.train(digits, 270);
    const { klPerDimension, activeUnits } = model.evaluate(digits);
    return [
      activeUnits,
      collapse({
        kind: 'vae',
        betaWarmupSteps: 0,
        stepsPerEpoch: 90,
        train: emptyCurve(),
        heldOut: curve([200, 200], 270),
        klPerDimension,
      })?.key,
    ];
  });
  assert.deepEqual(told, [
    [0, 'advice.collapseAll'],
    [2, undefined],
  ]);
});

test('overfitting is reported when the held-out loss has risen for three epochs while the training loss fell, and only then', () => {
  const run = (train, heldOut) =>
    overfitting({
      kind: 'vae',
      betaWarmupSteps: 0,
      stepsPerEpoch: 10,
      train: curve(train),
      heldOut: curve(heldOut),
      klPerDimension: [3, 3],
    });
  const falls = [200, 180, 170, 165, 160, 155],
    rises = [201, 181, 182, 183, 184, 185];
  assert.deepEqual(run(falls, rises), { key: 'advice.overfitting', params: { epochs: 4 } });
  assert.equal(run(falls, falls), null);
  assert.equal(run(rises, rises), null, 'both rise: it diverges, it does not overfit');
  assert.equal(run(falls.slice(0, 4), rises.slice(0, 4)), null, 'not yet three epochs');
  assert.equal(run(falls, [201, 181, 181.1, 181.2, 181.3, 181.4]), null, 'a tenth of a nat is noise');
  assert.deepEqual(
    adviceOf({
      kind: 'vae',
      betaWarmupSteps: 0,
      stepsPerEpoch: 10,
      train: curve(falls),
      heldOut: curve(rises),
      klPerDimension: [0, 0],
    }).map(({ key }) => key),
    ['advice.collapseAll', 'advice.overfitting'],
  );
});

test('divergence is reported when both losses have been far above their minimum for an epoch, and not earlier', () => {
  const run = (train, heldOut) =>
    divergence({
      kind: 'vae',
      betaWarmupSteps: 0,
      stepsPerEpoch: 20,
      train: curve(train),
      heldOut: curve(heldOut),
      klPerDimension: null,
    });
  const blown = [544, 200, 150, 400, 390, 380],
    fine = [544, 200, 150, 145, 143, 141];
  assert.deepEqual(run(blown, blown), { key: 'advice.divergence', params: { more: 120 } });
  for (const [train, heldOut, why] of [
    [fine, fine, 'it falls'],
    [blown, fine, 'training alone'],
    [fine, blown, 'held-out alone'],
    [blown.slice(0, 5), blown.slice(0, 5), 'not yet an epoch'],
    [[544, 100, 205, 205, 205, 205], [544, 100, 205, 205, 205, 205], 'a code that collapses, once β is raised'],
    [[], [], 'nothing is measured'],
  ])
    assert.equal(run(train, heldOut), null, why);
});

test('a curve returns the last measurement at or before a step', () => {
  const some = curve([3, 2, 1]);
  assert.deepEqual(
    [-1, 0, 9, 10, 99].map((step) => indexAt(some, step)),
    [-1, 0, 0, 1, 2],
  );
  assert.deepEqual(some.epoch, [0, 1, 2]);
});

test('the CSV has RFC 4180 line ends and quotes, decimal points and units', () => {
  const text = curvesCsv([
    { run: 'VAE 16–2, β "4"', digits: 'training', curve: curve([150.5]) },
    {
      run: 'plain',
      digits: 'held-out',
      curve: appendToCurve(emptyCurve(), 7, { negativeElbo: 1e-7, reconstruction: NaN, kl: 0 }),
    },
  ]);
  assert.equal(
    text,
    'run,digits,step,epoch,negative_elbo_nats,reconstruction_nats,kl_nats\r\n'
      + '"VAE 16–2, β ""4""",training,0,0,150.5,145.5,5\r\nplain,held-out,7,,1e-7,,0\r\n',
  );
});

test('the table has all curves side by side, newest first, and their total number', () => {
  const { rows, total } = latestRows(curve([5, 4, 3], 10), curve([6, 5], 20), [curve([9, 8, 7], 20), emptyCurve()], 3);
  assert.equal(total, 4);
  assert.deepEqual(
    rows.map(({ step, epoch, train, heldOut, pinned }) => [
      step,
      epoch,
      train?.negativeElbo,
      heldOut?.negativeElbo,
      pinned.map((terms) => terms?.kl),
    ]),
    [
      [40, 4, undefined, undefined, [5, undefined]],
      [20, 2, 3, 5, [5, undefined]],
      [10, 1, 4, undefined, [undefined, undefined]],
    ],
  );
});

test('a run’s name contains the settings that are not the default', () => {
  assert.equal(runName(CONFIG, TRAINING), 'VAE 16–2, #1');
  assert.equal(
    runName(
      { ...CONFIG, activation: 'tanh' },
      {
        ...TRAINING,
        objective: 'iwae',
        importanceSamples: 5,
        learningRate: 0.01,
        batchSize: 64,
        pixels: 'grey',
        digits: [0, 7],
        seed: 9,
      },
      () => '회색',
    ),
    'VAE 16–2, tanh, IWAE k 5, η 0.01, n 64, 회색, {0 7}, #9',
  );
  assert.equal(runName({ ...CONFIG, model: 'fvbn', hidden: [], latentDim: 0 }, TRAINING), 'FVBN, #1');
});

test('what has changed since a run was pinned is said in the words of the settings', () => {
  const pin = { config: CONFIG, training: TRAINING, origin: { weights: 'fresh', altered: null } };
  const since = (config, training = {}, origin = {}) =>
    changeWords(pin, {
      config: { ...CONFIG, ...config },
      training: { ...TRAINING, ...training },
      origin: { ...pin.origin, ...origin },
    });
  assert.deepEqual(since({}), { text: 'changed since: nothing', names: [] });
  assert.deepEqual(since({}, { seed: 12345 }), {
    text: 'changed since: same settings, seed 1 → 12345',
    names: ['seed'],
  });
  assert.deepEqual(since({ latentDim: 20 }, { beta: 20, learningRate: 0.01 }), {
    text: 'changed since: latent size 2 → 20, β 1 → 20, learning rate 0.001 → 0.01',
    names: ['latentDim', 'beta', 'learningRate'],
  });
  assert.equal(
    since({ hidden: [8, 4], likelihood: 'gaussian', sigma: 0.5 }, { digits: [0, 7], pixels: 'grey' }).text,
    'changed since: hidden sizes 16 → 8–4, likelihood Bernoulli → Gaussian, σ of a pixel – → 0.5, '
      + 'pixels binarized at random → grey, digits 0 1 2 3 4 5 6 7 8 9 → 0 7',
  );
  // β does not apply to the importance-weighted bound, and its default needs no words.
  assert.equal(
    since({}, { objective: 'iwae', importanceSamples: 5 }).text,
    'changed since: objective ELBO → IWAE, samples k – → 5',
  );
  assert.equal(
    since({ model: 'fvbn', hidden: [], latentDim: 0 }).text,
    'changed since: model VAE → FVBN, hidden sizes 16 → –',
  );
  assert.equal(since({}, {}, { weights: 'shipped' }).text, 'changed since: weights new → shipped');
  assert.equal(
    since({}, {}, { altered: 'settings' }).text,
    'changed since: nothing; settings were changed during a run',
  );
  // Of a snapshot from before runs had their origin.
  assert.equal(changeWords({ config: CONFIG, training: TRAINING }, pin).text, 'changed since: nothing');
});

test('up to four runs are pinned, each with its own dashes, and can be removed', async () => {
  const store = createStore({ ...createPageState(), model: { config: CONFIG, training: TRAINING, checksum: 'c' } });
  const { pin, unpin } = createPinActions(store, { decodeBatch: assert.fail });
  await pin();
  assert.equal(store.get().pins.length, 0, 'nothing measured, nothing to pin');
  store.set({ heldOutCurve: curve([3]) });
  for (let i = 0; i < 5; ++i) await pin();
  assert.deepEqual(
    store.get().pins.map(({ slot }) => slot),
    [0, 1, 2, 3],
  );
  assert.equal(store.get().notice.key, 'pins.full');
  unpin(store.get().pins[1].id);
  store.set({ heldOutCurve: curve([2]) });
  // Of two presses at once, one finds a free place.
  await Promise.all([pin(), pin()]);
  assert.deepEqual(
    store.get().pins.map(({ slot, curve: { negativeElbo } }) => [slot, negativeElbo[0]]),
    [
      [0, 3],
      [2, 3],
      [3, 3],
      [1, 2],
    ],
  );
});

test('a pinned run keeps its settings, its origin, its checksum at rest, a map of at most 1,000 digits and samples', async () => {
  const count = 2500;
  const store = createStore({
    ...createPageState(),
    model: { config: CONFIG, training: TRAINING, checksum: 'c' },
    heldOutCurve: curve([3]),
    run: { weights: 'fresh', altered: null, training: TRAINING },
    scatter: { latentDim: 2, mu: Float32Array.from({ length: 2 * count }, (_, i) => (i % 7) - 3) },
    digits: { labels: Uint8Array.from({ length: count }, (_, i) => i % 10) },
  });
  const asked = [];
  const decodeBatch = async (z, label) => {
    asked.push([[...z], label]);
    return new Float32Array(5 * 784).fill(0.5);
  };
  const { pin } = createPinActions(store, { decodeBatch });
  const pressed = pin();
  // What is pinned is the run of that moment.
  store.set({ model: null, scatter: null });
  await pressed;
  const [{ config, training, origin, checksum, pictures }] = store.get().pins;
  assert.deepEqual([config, training, origin, checksum], [CONFIG, TRAINING, { weights: 'fresh', altered: null }, 'c']);
  assert.equal(pictures.labels.length, 834);
  assert.deepEqual([...pictures.points.subarray(0, 4)], [-3, -2, 3, -3], 'every third digit');
  assert.deepEqual([...pictures.labels.subarray(0, 4)], [0, 3, 6, 9]);
  assert.deepEqual([pictures.samples.length, pictures.samples[0]], [3920, 128]);

  for (const [patch, label, isSampled, digits = [4, 7]] of [
    [{ model: 'vae' }, undefined, true],
    [{ model: 'cvae' }, [4, 7, 4, 7, 4], true],
    [{ model: 'ae' }, undefined, false],
    // All ten stand for every label.
    [{ model: 'cvae', labels: 3 }, [0, 1, 2, 0, 1], true, ALL_DIGITS],
    [{ model: 'cvae', labels: 26 }, [0, 1, 2, 3, 4], true, ALL_DIGITS],
  ]) {
    store.set({
      pins: [],
      model: { config: { ...CONFIG, ...patch }, training: { ...TRAINING, digits }, checksum: 'c' },
      scatter: { latentDim: 2, mu: new Float32Array(2 * count) },
      progress: { checksum: '' },
    });
    await pin();
    assert.deepEqual(asked.at(-1)[0], asked[0][0], 'the same noise for each');
    if (isSampled) assert.deepEqual(asked.at(-1)[1], label);
    assert.equal(store.get().pins[0].pictures.samples !== null, isSampled, patch.model);
    assert.equal('checksum' in store.get().pins[0], false, 'while training there is none');
  }
  store.set({
    pins: [],
    model: { config: { ...CONFIG, model: 'fvbn', hidden: [], latentDim: 0 }, training: TRAINING },
  });
  await pin();
  assert.equal(store.get().pins[0].pictures, null);
});

test('start, end and divergence are announced immediately, progress at whole epochs ten seconds apart', () => {
  let clock = 0;
  const { sentenceFor } = createTrainingAnnouncer(() => clock, createSchedule());
  const at = (seconds, epoch, state = 'running', stopped = null) => {
    clock = seconds * 1000;
    return sentenceFor({ state, stopped, epoch, step: 1 }, 150)?.key ?? '';
  };
  assert.deepEqual(
    [
      at(0, 0, 'idle'),
      at(1, 0),
      at(5, 1.1),
      at(10, 2.5),
      at(11.5, 2.6),
      at(12, 3),
      at(13, 4),
      at(21, 5),
      at(22, 6),
      at(23, 7, 'paused'),
    ],
    ['', 'spoken.started', '', '', 'spoken.progress', '', '', '', 'spoken.progress', 'spoken.paused'],
  );
  assert.deepEqual(
    [at(24, 7), at(25, 8, 'paused', 'patience'), at(26, 8, 'paused', 'patience'), at(27, 8), at(28, 8, 'diverged')],
    ['spoken.started', 'stopped.patience', '', 'spoken.started', 'spoken.diverged'],
  );
});

test('two concurrent runs share one schedule of announcements, ten seconds apart', () => {
  let clock = 0;
  const schedule = createSchedule();
  const [one, other] = [0, 1].map(() => createTrainingAnnouncer(() => clock, schedule));
  const said = [];
  for (clock = 0; clock < 60_000; clock += 1000) {
    for (const [name, { sentenceFor }] of [
      ['one', one],
      ['other', other],
    ]) {
      if (sentenceFor({ state: 'running', epoch: clock / 1000, step: 1 }, 150)?.key === 'spoken.progress')
        said.push([name, clock / 1000]);
    }
  }
  assert.equal(said.length, 5);
  assert.ok(
    said.every(([, second], i) => i === 0 || second - said[i - 1][1] >= 10),
    JSON.stringify(said),
  );
});

test('limits of a run are whole numbers or empty', () => {
  assert.deepEqual(parseLimit(' '), { value: null, error: null });
  assert.equal(parseLimit('12').value, 12);
  for (const wrong of ['0', '-1', '1.5', '1e3', '100001', 'ten'])
    assert.equal(parseLimit(wrong).error?.key, 'error.limit', wrong);
});

test('the progress of a run towards its end: the nearest limit counts', () => {
  const progress = { state: 'running', step: 50, epoch: 2, lastStep: null, epochsWithoutImprovement: 1, stopped: null };
  const of = (stopRule, patch) => stopProgress({ stopRule, progress: { ...progress, ...patch } });
  assert.equal(of({ epochs: null, patience: null }), null);
  assert.deepEqual(of({ epochs: null, patience: null }, { lastStep: 200 }), { share: 0.25, by: 'step' });
  assert.deepEqual(of({ epochs: 8, patience: 2 }), { share: 0.5, by: 'patience' });
  assert.deepEqual(of({ epochs: 8, patience: 20 }), { share: 0.25, by: 'epochs' });
  assert.deepEqual(of({ epochs: 8, patience: 1 }, { state: 'paused', stopped: 'epochs' }), { share: 1, by: 'epochs' });
});

test('the reason why it stopped uses the numbers of the run', () => {
  assert.deepEqual(stopNumbers({ step: 141, epoch: 2.0053, epochsWithoutImprovement: 0.5, stopped: 'epochs' }), {
    step: 141,
    count: 2,
  });
  assert.deepEqual(stopNumbers({ step: 9, epoch: 4.9, epochsWithoutImprovement: 2.9999999999, stopped: 'patience' }), {
    step: 9,
    count: 3,
  });
});

test('fifty presses of the button at once: each reverses the last one, and a rule is sent with each start', async () => {
  const store = createStore({ ...createPageState(), stopRule: { epochs: 3, patience: null } });
  const asked = [];
  const answer = (state) => async (rule) => {
    asked.push([state, rule]);
    await settled();
    return { state, step: 0, epoch: 0, train: null, heldOut: null, checksum: '' };
  };
  const actions = createTrainingActions(
    store,
    { play: answer('running'), pause: answer('paused') },
    { encode: async () => {}, showError: assert.fail },
  );
  await Promise.all(Array.from({ length: 51 }, () => actions.togglePlay()));
  assert.deepEqual(
    asked.map(([state]) => state),
    Array.from({ length: 51 }, (_, i) => (i % 2 ? 'paused' : 'running')),
  );
  assert.deepEqual(asked[0][1], { epochs: 3, patience: null });
  assert.equal(store.get().progress.state, 'running');
  await actions.setStopRule({ epochs: 4, patience: 2 });
  assert.deepEqual(asked.at(-1), ['running', { epochs: 4, patience: 2 }]);
  await actions.togglePlay();
  await actions.setStopRule({ epochs: null, patience: null });
  assert.equal(asked.at(-1)[0], 'paused', 'a rule alone starts nothing');
  await actions.play({ untilStep: 300 });
  assert.deepEqual(asked.at(-1)[1], { epochs: null, patience: null, untilStep: 300 });
});

test('a new model keeps the labels of the last one that it has, and begins at 0 in place of others', async () => {
  const store = createStore({ ...createPageState(), label: 25, decodeAs: 12 });
  const encoded = [];
  const trainer = {
    createModel: async ({ config }) => ({ config, training: TRAINING, step: 0, epoch: 0, checksum: 'a' }),
  };
  const actions = createTrainingActions(store, trainer, {
    encode: async () => void encoded.push(store.get().label),
    showError: assert.ifError,
  });
  for (const [config, label, decodeAs] of [
    [{ model: 'vae' }, 25, 12],
    [{ model: 'cvae', labels: 26 }, 25, 12],
    [{ model: 'cvae', labels: 13 }, 0, 12],
    [{ model: 'cvae' }, 0, null],
  ]) {
    await actions.create({ config: { ...CONFIG, ...config } });
    assert.deepEqual([store.get().label, store.get().decodeAs], [label, decodeAs], JSON.stringify(config));
    assert.equal(encoded.at(-1), label);
  }
});
