// The stop rule, runs on some of the digits, and files loaded and saved during a run, with the real engine and dispatcher.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { idxFile } from '../../../scripts/idx.mjs';
import { createEngine } from '../../../web/engine/engine.js';
import { RateMeter } from '../../../web/engine/rate-meter.js';
import { EarlyStopping, checkStopRule } from '../../../web/engine/early-stopping.js';
import { TrainingLoop } from '../../../web/engine/training-loop.js';
import { overfitting } from '../../../web/features/training/training-advice.js';
import { createPageState } from '../../../web/core/state/page-state.js';
import { createStore } from '../../../web/core/state/store.js';
import { createTrainingActions } from '../../../web/features/training/training-actions.js';
import { startDispatcher } from '../support/started-dispatcher.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const small = { config: { hidden: [8], latentDim: 2 }, training: { seed: 1, batchSize: 128 } };

async function startedWithDigits(model = small) {
  const { ask, until, of, dispatcher } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  if (model) await ask('createModel', model);
  return { ask, until, of, dispatcher, crashed: () => of('crashed') };
}

const stopped = (worker) => worker.of('progress').find((progress) => progress.stopped);

/** The checksum of a run with this number of steps, without a worker. */
async function reference(steps, { config, training } = small) {
  const digits = await engine.loadDigits({ bytes: packed });
  const model = engine.createModel(config, training, digits);
  model.train(digits, steps);
  const checksum = model.checksum();
  model.dispose();
  digits.dispose();
  return checksum;
}

test('untilStep stops at exactly that step, with the weights of that number of steps', async () => {
  const worker = await startedWithDigits();
  await worker.ask('play', { untilStep: 97 });
  await worker.until(() => stopped(worker));
  const { step, state, stopped: why, checksum } = stopped(worker);
  assert.deepEqual([step, state, why, checksum], [97, 'paused', 'step', await reference(97)]);
  assert.ok(worker.of('progress').every((progress) => progress.step <= 97));
  // The step has been reached: nothing is trained.
  assert.deepEqual((({ state: s, stopped: w, step: n }) => [s, w, n])(await worker.ask('play', { untilStep: 90 })), [
    'paused',
    'step',
    97,
  ]);
  // Any other command clears the reason.
  assert.equal((await worker.ask('step')).stopped, null);
  for (const rule of [{ untilStep: 1.5 }, { untilStep: -1 }, { epochs: 0 }, { epochs: NaN }, { patience: 'x' }]) {
    await assert.rejects(worker.ask('play', rule), /play: expected/);
  }
});

test('epochs are counted from the first weights and end at the first step at which they are complete, as in the native program', async () => {
  const worker = await startedWithDigits();
  await worker.ask('step', { steps: 10 });
  await worker.ask('play', { epochs: 1 });
  await worker.until(() => stopped(worker));
  assert.deepEqual([stopped(worker).step, stopped(worker).stopped], [Math.ceil(9000 / 128), 'epochs']);
  await worker.until(() => worker.of('progress').some((progress) => progress.heldOut?.step === 71));
  // A new rule during a run replaces the old one.
  await worker.ask('play', { epochs: 1000 });
  const again = await worker.ask('play', { untilStep: 200 });
  assert.deepEqual([again.state, again.lastStep], ['running', 200]);
  await worker.until(() => worker.of('progress').some((progress) => progress.stopped === 'step'));
  assert.equal((await worker.ask('pause')).step, 200);
});

test('patience stops at the same step each time, when the held-out bound has not improved for that number of epochs', async () => {
  const hopeless = {
    config: { hidden: [4], latentDim: 1 },
    training: { seed: 1, batchSize: 1000, learningRate: 1e-9 },
  };
  const steps = [];
  for (let i = 0; i < 2; ++i) {
    const worker = await startedWithDigits(hopeless);
    await worker.ask('play', { patience: 2 });
    await worker.until(() => stopped(worker));
    assert.equal(stopped(worker).stopped, 'patience');
    assert.ok(stopped(worker).heldOut, 'it stops at a measurement');
    assert.ok(
      stopped(worker).epochsWithoutImprovement >= 2 && stopped(worker).epochsWithoutImprovement < 2.5,
      `${stopped(worker).epochsWithoutImprovement}`,
    );
    steps.push(stopped(worker).step);
    // Continued, the run waits for the same number of epochs.
    assert.equal((await worker.ask('play', { patience: 2 })).state, 'running');
    await worker.until(() => worker.of('progress').filter((progress) => progress.stopped).length > 1);
    assert.equal((await worker.ask('pause')).step, 40);
  }
  // Measured every five steps, half an epoch; two epochs are eighteen.
  assert.deepEqual(steps, [20, 20]);
});

test('a small improvement does not count, and a larger one restarts the count', () => {
  const earlyStopping = new EarlyStopping();
  earlyStopping.rule = checkStopRule({ patience: 2 });
  assert.deepEqual(
    [
      [200, 0],
      [199, 1],
      [198.98, 2],
    ].map(([bound, epoch]) => earlyStopping.addMeasurement(bound, epoch)),
    [false, false, false],
  );
  assert.equal(earlyStopping.addMeasurement(198.96, 3), true);
  assert.equal(earlyStopping.addMeasurement(190, 3.5), false);
  assert.equal(earlyStopping.epochsWithoutImprovement(4), 0.5);
});

test('a run on some digits does not depend on its slices, and its file names the digits', async () => {
  const some = { ...small, training: { ...small.training, digits: [0, 1, 7] } };
  const worker = await startedWithDigits(some);
  const count = (await engine.loadDigits({ bytes: packed })).countOf([0, 1, 7]);
  await worker.ask('play', { untilStep: 60 });
  await worker.until(() => stopped(worker));
  assert.equal(stopped(worker).checksum, await reference(60, some));
  assert.notEqual(stopped(worker).checksum, await reference(60));
  assert.ok(Math.abs(stopped(worker).epoch - (60 * 128) / count.train) < 1e-9);
  await worker.until(() => worker.of('progress').some(({ heldOut }) => heldOut?.step === 60));
  const file = await worker.ask('saveModel', { resumable: true });
  const { training, record } = engine.loadModel(file).describe();
  assert.deepEqual([training.digits, record.trainExamples], [[0, 1, 7], count.train]);
  // Scatter events hold the codes of all digits.
  assert.equal(worker.of('scatter').at(-1).mu.length, 2000);
  // A file of a run on all ten does not name them.
  const all = await (await startedWithDigits()).ask('saveModel', { resumable: true });
  assert.ok(!Buffer.from(all).toString('latin1').includes('digits'));
});

test('the held-out bound of some digits is measured on those alone', async () => {
  const digits = await engine.loadDigits({ bytes: packed });
  const of = (labels) =>
    engine.createModel(small.config, { ...small.training, digits: labels }, digits).evaluate(digits);
  assert.equal(of([1]).examples, digits.countOf([1]).heldOut);
  assert.ok(of([1]).klPerDimension.length === 2 && Number.isInteger(of([0, 1]).activeUnits));
  assert.equal(of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).examples, 1000);
});

test('a batch larger than the training digits is rejected, and the worker continues', async () => {
  const worker = await startedWithDigits({ ...small, training: { ...small.training, batchSize: 2000, digits: [0] } });
  await assert.rejects(worker.ask('play'), /expected a batch no larger than the \d{3} training digits, got 2000/);
  await assert.rejects(worker.ask('step'), /expected a batch/);
  await worker.ask('setTraining', { training: { batchSize: 100 } });
  await worker.ask('play');
  await assert.rejects(worker.ask('setTraining', { training: { batchSize: 2000 } }), /expected a batch/);
  assert.deepEqual([(await worker.ask('pause')).state, worker.crashed()], ['paused', []]);
  await assert.rejects(worker.ask('createModel', { ...small, training: { digits: [] } }), /digits: expected/);
});

/** IDX files of the first digits: [images, labels]. */
async function idxFiles(count, keep = () => true) {
  const digits = await engine.loadDigits({ bytes: packed });
  const chosen = [...digits.labels.keys()].filter((i) => keep(digits.labels[i])).slice(0, count);
  return [
    idxFile([count, 28, 28], Buffer.concat(chosen.map((i) => digits.images(i, 1)))),
    idxFile(
      [count],
      chosen.map((i) => digits.labels[i]),
    ),
  ];
}

test('a file loaded during a run replaces the model or the digits and pauses; an invalid one leaves the run', async () => {
  const worker = await startedWithDigits();
  const file = await worker.ask('saveModel', { resumable: true });
  await worker.ask('play');
  const running = () => worker.dispatcher.session.loop.state === 'running';
  await assert.rejects(worker.ask('loadModel', { bytes: file.slice(0, 900) }), /safetensors/);
  assert.ok(running());
  const [images, labels] = await idxFiles(60);
  await assert.rejects(worker.ask('loadDigits', { images, labels: labels.subarray(1), heldOut: 10 }), /IDX/);
  await assert.rejects(worker.ask('loadDigits', { images: labels, labels: images, heldOut: 10 }), /IDX/);
  assert.ok(running());
  await worker.until(() => worker.of('progress').some(({ step }) => step > 5));

  // Fewer digits than a batch are accepted, and rejected by play.
  const digits = await worker.ask('loadDigits', { images, labels, heldOut: 10, name: 'mine' });
  assert.deepEqual([digits.trainCount, digits.trainCounts.reduce((a, b) => a + b), digits.labels.length], [50, 50, 10]);
  assert.equal(worker.of('progress').at(-1).state, 'paused');
  await assert.rejects(worker.ask('play'), /no larger than the 50 training digits/);

  const { step } = await worker.ask('loadModel', { bytes: file });
  assert.deepEqual([step, (await worker.ask('pause')).state], [0, 'idle']);

  // Digits without the labels of the model's choice.
  const other = await startedWithDigits({ ...small, training: { ...small.training, digits: [3] } });
  const [onesImages, onesLabels] = await idxFiles(40, (label) => label === 1);
  await assert.rejects(
    other.ask('loadDigits', { images: onesImages, labels: onesLabels, heldOut: 5 }),
    /expected training images labelled 3, got none of them among 35/,
  );
  assert.equal((await other.ask('step')).step, 1);
});

test('a file saved during a run holds the weights of one step, and is unchanged by loading and saving', async () => {
  const worker = await startedWithDigits();
  await worker.ask('play');
  await worker.until(() => worker.of('progress').some(({ step }) => step > 20));
  const file = await worker.ask('saveModel', { resumable: true });
  assert.equal(worker.dispatcher.session.loop.state, 'running');
  await worker.ask('pause');
  const loaded = engine.loadModel(file);
  assert.equal(loaded.checksum(), await reference(loaded.describe().step));
  const digits = await engine.loadDigits({ bytes: packed });
  assert.deepEqual(Buffer.from(loaded.saveWeights({ resumable: true, digits })), Buffer.from(file));
});

test('commands in any order and number: one loop, and the last command wins', async () => {
  const worker = await startedWithDigits();
  const asked = [];
  for (let i = 0; i < 50; ++i) asked.push(worker.ask('play'));
  const loop = worker.dispatcher.session.loop;
  await Promise.all(asked);
  assert.equal(worker.dispatcher.session.loop, loop);
  await Promise.all([
    worker.ask('pause'),
    worker.ask('play'),
    worker.ask('reset'),
    worker.ask('play'),
    worker.ask('pause'),
    worker.ask('play'),
  ]);
  assert.equal(loop.state, 'running');
  // Another model in the middle of an epoch: the old loop posts nothing more.
  const { checksum } = await worker.ask('createModel', { ...small, training: { seed: 2 } });
  const heard = worker.of('progress').length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(
    worker
      .of('progress')
      .slice(heard)
      .every(({ state, step }) => state === 'idle' && step === 0),
  );
  assert.equal((await worker.ask('reset')).checksum, checksum);
});

test('if the clock jumps or stands still, no rate is negative or huge, and progress is still posted', () => {
  let clock = 1000,
    wanted = 2;
  const posted = [];
  let step = 0;
  const model = {
    describe: () => ({ config: { latentDim: 0 }, training: { batchSize: 100, digits: [0], pixels: 'grey' }, step }),
    train: (_, steps) => {
      step += steps;
      clock += wanted * steps;
      return { step, steps, reconstruction: 1, kl: 0, diverged: false };
    },
    epochs: () => step / 10,
    checksum: () => 'x',
    saveWeights: () => new Uint8Array(1),
    beginEvaluation() {},
    advanceEvaluation: () => null,
  };
  const digits = { count: 1000, trainCount: 1000, countOf: () => ({ train: 1000, heldOut: 0 }) };
  const tasks = [];
  const loop = new TrainingLoop({
    model,
    digits,
    now: () => clock,
    schedule: (task) => tasks.push(task),
    emit: (event, detail) => event === 'progress' && posted.push(detail),
  });
  loop.play();
  const turn = (times) => {
    for (let i = 0; i < times; ++i) tasks.shift()();
  };
  turn(100);
  const usual = posted.at(-1).imagesPerSecond;
  assert.ok(Math.abs(usual - 50_000) < 1000, `${usual}`);
  for (const jump of [3_600_000, -7_200_000, 600_000, -5]) {
    const before = posted.length;
    clock += jump;
    turn(100);
    assert.ok(posted.length > before + 5, `posted after a jump of ${jump} ms`);
    for (const { imagesPerSecond } of posted.slice(before))
      assert.ok(imagesPerSecond >= 0 && imagesPerSecond < 1.05 * usual, `${jump}: ${imagesPerSecond}`);
  }
  wanted = 0;
  turn(50);
  assert.ok(loop.progress().imagesPerSecond < 20 * usual);
  const meter = new RateMeter(() => clock);
  meter.begin();
  assert.deepEqual([meter.end(1000), meter.rate()], [0, 0]);
});

test('a real run that overfits is recognised: few digits, a large network', { timeout: 60_000 }, async () => {
  const worker = await startedWithDigits(null);
  const [images, labels] = await idxFiles(90);
  await worker.ask('loadDigits', { images, labels, heldOut: 40 });
  const model = await worker.ask('createModel', {
    config: { hidden: [200], latentDim: 8 },
    training: { seed: 1, batchSize: 25, learningRate: 0.003, pixels: 'thresholded' },
  });
  const store = createStore({ ...createPageState(), model });
  const actions = createTrainingActions(store, {}, { encode: async () => {}, showError: () => {} });
  const advice = () =>
    overfitting({
      kind: 'vae',
      betaWarmupSteps: 0,
      stepsPerEpoch: 2,
      train: store.get().trainCurve,
      heldOut: store.get().heldOutCurve,
      klPerDimension: null,
    });
  let heard = 0;
  const early = [];
  await worker.ask('play', { epochs: 150 });
  await worker.until(() => {
    for (const progress of worker.of('progress').slice(heard)) {
      heard += 1;
      actions.onProgress(progress);
      if (progress.epoch < 4) early.push(advice());
    }
    return advice() !== null || stopped(worker);
  });
  assert.ok(early.every((sentence) => sentence === null));
  assert.equal(advice()?.key, 'advice.overfitting');
  await worker.ask('pause');
});

test('play after a run has done its epochs trains as many again, and a new number of epochs counts from the first step', async () => {
  const worker = await startedWithDigits();
  const store = createStore({ ...createPageState(), stopRule: { epochs: 2, patience: null } });
  const trainer = { play: (rule) => worker.ask('play', rule), pause: () => worker.ask('pause') };
  const failed = [];
  const actions = createTrainingActions(store, trainer, { encode: async () => {}, showError: (e) => failed.push(e) });
  let heard = 0;
  const stopsAt = async (epochs) => {
    await actions.togglePlay();
    await worker.until(() => {
      for (const progress of worker.of('progress').slice(heard)) {
        heard += 1;
        actions.onProgress(progress);
      }
      return store.get().progress.stopped === 'epochs';
    });
    assert.equal(store.get().progress.step, Math.ceil((epochs * 9000) / 128));
    assert.equal(store.get().stopRule.epochs, epochs);
  };
  await stopsAt(2);
  await stopsAt(4);
  await stopsAt(6);
  await actions.setStopRule({ epochs: 7, patience: null });
  await stopsAt(7);
  await stopsAt(14);
  assert.deepEqual(failed, []);
});
