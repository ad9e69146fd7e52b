// When a run stops, on which digits it is, and what happens to files beside it: the real engine and dispatcher.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createEngine } from '../../web/engine/engine.js';
import { RateMeter } from '../../web/engine/rate-meter.js';
import { StopWatch, checkStopRule } from '../../web/engine/stop-rule.js';
import { TrainingLoop } from '../../web/engine/training-loop.js';
import { overfitting } from '../../web/features/training/training-advice.js';
import { createPageState } from '../../web/core/state/page-state.js';
import { createStore } from '../../web/core/state/store.js';
import { createTrainingActions } from '../../web/features/training/training-actions.js';
import { converse } from './support/conversation.mjs';

const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const small = { config: { hidden: [8], latentDim: 2 }, training: { seed: 1, batchSize: 128 } };

async function conversation(model = small) {
  const { ask, until, of, dispatcher } = await converse(engine);
  await ask('loadDigits', { bytes: packed });
  if (model) await ask('createModel', model);
  return { ask, until, of, dispatcher, crashed: () => of('crashed') };
}

const stopped = (talk) => talk.of('progress').find((progress) => progress.stopped);

/** The checksum of a run of so many steps, without a worker. */
async function reference(steps, { config, training } = small) {
  const digits = await engine.loadDigits({ bytes: packed });
  const model = engine.createModel(config, training, digits);
  model.train(digits, steps);
  const checksum = model.checksum();
  model.dispose();
  digits.dispose();
  return checksum;
}

test('untilStep stops at exactly that step, with the weights of exactly so many steps', async () => {
  const talk = await conversation();
  await talk.ask('play', { untilStep: 97 });
  await talk.until(() => stopped(talk));
  const { step, state, stopped: why, checksum } = stopped(talk);
  assert.deepEqual([step, state, why, checksum], [97, 'paused', 'step', await reference(97)]);
  assert.ok(talk.of('progress').every((progress) => progress.step <= 97));
  // There already: nothing is trained, and it says so.
  assert.deepEqual((({ state: s, stopped: w, step: n }) => [s, w, n])(await talk.ask('play', { untilStep: 90 })), ['paused', 'step', 97]);
  // Any other command forgets why it stood still.
  assert.equal((await talk.ask('step')).stopped, null);
  for (const rule of [{ untilStep: 1.5 }, { untilStep: -1 }, { epochs: 0 }, { epochs: NaN }, { patience: 'x' }]) {
    await assert.rejects(talk.ask('play', rule), /play: expected/);
  }
});

test('epochs are counted from the first weights: the first step at which they are full, as the native program counts', async () => {
  const talk = await conversation();
  await talk.ask('step', { steps: 10 });
  await talk.ask('play', { epochs: 1 });
  await talk.until(() => stopped(talk));
  assert.deepEqual([stopped(talk).step, stopped(talk).stopped], [Math.ceil(9000 / 128), 'epochs']);
  await talk.until(() => talk.of('progress').some((progress) => progress.heldOut?.step === 71));
  // A new rule while it runs takes the old one's place.
  await talk.ask('play', { epochs: 1000 });
  const again = await talk.ask('play', { untilStep: 200 });
  assert.deepEqual([again.state, again.lastStep], ['running', 200]);
  await talk.until(() => talk.of('progress').some((progress) => progress.stopped === 'step'));
  assert.equal((await talk.ask('pause')).step, 200);
});

test('patience: stops when the held-out bound has not gained for so many epochs, at the same step each time', async () => {
  const hopeless = { config: { hidden: [4], latentDim: 1 }, training: { seed: 1, batchSize: 1000, learningRate: 1e-9 } };
  const steps = [];
  for (let i = 0; i < 2; ++i) {
    const talk = await conversation(hopeless);
    await talk.ask('play', { patience: 2 });
    await talk.until(() => stopped(talk));
    assert.equal(stopped(talk).stopped, 'patience');
    assert.ok(stopped(talk).heldOut, 'it stops at a measurement');
    assert.ok(stopped(talk).withoutGain >= 2 && stopped(talk).withoutGain < 2.5, `${stopped(talk).withoutGain}`);
    steps.push(stopped(talk).step);
    // Another go waits as long once more.
    assert.equal((await talk.ask('play', { patience: 2 })).state, 'running');
    await talk.until(() => talk.of('progress').filter((progress) => progress.stopped).length > 1);
    assert.equal((await talk.ask('pause')).step, 40);
  }
  // Measured every five steps, half an epoch; two epochs are eighteen.
  assert.deepEqual(steps, [20, 20]);
});

test('a small gain is none, and a large one begins the count anew', () => {
  const watch = new StopWatch();
  watch.rule = checkStopRule({ patience: 2 });
  assert.deepEqual([[200, 0], [199, 1], [198.98, 2]].map(([bound, epoch]) => watch.measured(bound, epoch)), [false, false, false]);
  assert.equal(watch.measured(198.96, 3), true);
  assert.equal(watch.measured(190, 3.5), false);
  assert.equal(watch.withoutGain(4), 0.5);
});

test('a run on some digits is the same run wherever it is cut, and its file says which digits', async () => {
  const some = { ...small, training: { ...small.training, digits: [0, 1, 7] } };
  const talk = await conversation(some);
  const count = (await engine.loadDigits({ bytes: packed })).countOf([0, 1, 7]);
  await talk.ask('play', { untilStep: 60 });
  await talk.until(() => stopped(talk));
  assert.equal(stopped(talk).checksum, await reference(60, some));
  assert.notEqual(stopped(talk).checksum, await reference(60));
  assert.ok(Math.abs(stopped(talk).epoch - (60 * 128) / count.train) < 1e-9);
  await talk.until(() => talk.of('progress').some(({ heldOut }) => heldOut?.step === 60));
  const file = await talk.ask('saveModel', { resumable: true });
  const { training, record } = engine.loadModel(file).describe();
  assert.deepEqual([training.digits, record.trainExamples], [[0, 1, 7], count.train]);
  // The map still shows all of them.
  assert.equal(talk.of('scatter').at(-1).mu.length, 2000);
  // A file of a run on all ten does not name them, so it is as it always was.
  const all = await (await conversation()).ask('saveModel', { resumable: true });
  assert.ok(!Buffer.from(all).toString('latin1').includes('digits'));
});

test('the held-out bound of some digits is measured on those alone', async () => {
  const digits = await engine.loadDigits({ bytes: packed });
  const of = (labels) => engine.createModel(small.config, { ...small.training, digits: labels }, digits).evaluate(digits);
  assert.equal(of([1]).examples, digits.countOf([1]).heldOut);
  assert.ok(of([1]).klPerDimension.length === 2 && Number.isInteger(of([0, 1]).activeUnits));
  assert.equal(of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).examples, 1000);
});

test('a batch larger than its digits is refused by a sentence, and the worker lives on', async () => {
  const talk = await conversation({ ...small, training: { ...small.training, batchSize: 2000, digits: [0] } });
  await assert.rejects(talk.ask('play'), /expected a batch no larger than the \d{3} training digits, got 2000/);
  await assert.rejects(talk.ask('step'), /expected a batch/);
  await talk.ask('setTraining', { training: { batchSize: 100 } });
  await talk.ask('play');
  await assert.rejects(talk.ask('setTraining', { training: { batchSize: 2000 } }), /expected a batch/);
  assert.deepEqual([(await talk.ask('pause')).state, talk.crashed()], ['paused', []]);
  await assert.rejects(talk.ask('createModel', { ...small, training: { digits: [] } }), /digits: expected/);
});

/** IDX files of the first digits: [images, labels]. */
async function idxFiles(count, keep = () => true) {
  const digits = await engine.loadDigits({ bytes: packed });
  const chosen = [...digits.labels.keys()].filter((i) => keep(digits.labels[i])).slice(0, count);
  const head = (...numbers) => Buffer.concat(numbers.map((number) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(number); return bytes; }));
  return [Buffer.concat([head(0x803, count, 28, 28), ...chosen.map((i) => digits.images(i, 1))]),
    Buffer.concat([head(0x801, count), Buffer.from(chosen.map((i) => digits.labels[i]))])];
}

test('a file taken in while training runs replaces it whole and pauses; a bad one leaves it running', async () => {
  const talk = await conversation();
  const file = await talk.ask('saveModel', { resumable: true });
  await talk.ask('play');
  const running = () => talk.dispatcher.loop.state === 'running';
  await assert.rejects(talk.ask('loadModel', { bytes: file.slice(0, 900) }), /safetensors/);
  assert.ok(running());
  const [images, labels] = await idxFiles(60);
  await assert.rejects(talk.ask('loadDigits', { images, labels: labels.subarray(1), heldOut: 10 }), /IDX/);
  await assert.rejects(talk.ask('loadDigits', { images: labels, labels: images, heldOut: 10 }), /IDX/);
  assert.ok(running());
  await talk.until(() => talk.of('progress').some(({ step }) => step > 5));

  // Fewer digits than a batch: taken in, and said when one trains.
  const digits = await talk.ask('loadDigits', { images, labels, heldOut: 10, name: 'mine' });
  assert.deepEqual([digits.trainCount, digits.trainCounts.reduce((a, b) => a + b), digits.labels.length], [50, 50, 10]);
  assert.equal(talk.of('progress').at(-1).state, 'paused');
  await assert.rejects(talk.ask('play'), /no larger than the 50 training digits/);

  const { step } = await talk.ask('loadModel', { bytes: file });
  assert.deepEqual([step, (await talk.ask('pause')).state], [0, 'idle']);

  // Digits without the labels of the model's choice.
  const other = await conversation({ ...small, training: { ...small.training, digits: [3] } });
  const [onesImages, onesLabels] = await idxFiles(40, (label) => label === 1);
  await assert.rejects(other.ask('loadDigits', { images: onesImages, labels: onesLabels, heldOut: 5 }), /expected training digits labelled 3, got none of them among 35/);
  assert.equal((await other.ask('step')).step, 1);
});

test('a file saved while training runs holds the weights of one step, and goes in and out bit for bit', async () => {
  const talk = await conversation();
  await talk.ask('play');
  await talk.until(() => talk.of('progress').some(({ step }) => step > 20));
  const file = await talk.ask('saveModel', { resumable: true });
  assert.equal(talk.dispatcher.loop.state, 'running');
  await talk.ask('pause');
  const loaded = engine.loadModel(file);
  assert.equal(loaded.checksum(), await reference(loaded.describe().step));
  const digits = await engine.loadDigits({ bytes: packed });
  assert.deepEqual(Buffer.from(loaded.saveWeights({ resumable: true, digits })), Buffer.from(file));
});

test('commands in any order and number: one loop, and the last one wins', async () => {
  const talk = await conversation();
  const asked = [];
  for (let i = 0; i < 50; ++i) asked.push(talk.ask('play'));
  const loop = talk.dispatcher.loop;
  await Promise.all(asked);
  assert.equal(talk.dispatcher.loop, loop);
  await Promise.all([talk.ask('pause'), talk.ask('play'), talk.ask('reset'), talk.ask('play'), talk.ask('pause'), talk.ask('play')]);
  assert.equal(loop.state, 'running');
  // Another model in the middle of an epoch: the old loop never says anything again.
  const { checksum } = await talk.ask('createModel', { ...small, training: { seed: 2 } });
  const heard = talk.of('progress').length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(talk.of('progress').slice(heard).every(({ state, step }) => state === 'idle' && step === 0));
  assert.equal((await talk.ask('reset')).checksum, checksum);
});

test('a clock that jumps, sleeps or stands still gives no negative and no huge rate, and progress goes on being told', () => {
  let clock = 1000, wanted = 2;
  const told = [];
  let step = 0;
  const model = {
    describe: () => ({ config: { latentDim: 0 }, training: { batchSize: 100, digits: [0], pixels: 'grey' }, step }),
    train: (_, steps) => { step += steps; clock += wanted * steps; return { step, steps, reconstruction: 1, kl: 0, diverged: false }; },
    epochs: () => step / 10, checksum: () => 'x', saveWeights: () => new Uint8Array(1), beginEvaluation() {}, advanceEvaluation: () => null,
  };
  const digits = { count: 1000, trainCount: 1000, countOf: () => ({ train: 1000, heldOut: 0 }) };
  const tasks = [];
  const loop = new TrainingLoop({ model, digits, now: () => clock, schedule: (task) => tasks.push(task),
    emit: (event, detail) => event === 'progress' && told.push(detail) });
  loop.play();
  const turn = (times) => { for (let i = 0; i < times; ++i) tasks.shift()(); };
  turn(100);
  const usual = told.at(-1).imagesPerSecond;
  assert.ok(Math.abs(usual - 50_000) < 1000, `${usual}`);
  for (const jump of [3_600_000, -7_200_000, 600_000, -5]) {
    const before = told.length;
    clock += jump;
    turn(100);
    assert.ok(told.length > before + 5, `told after a jump of ${jump} ms`);
    for (const { imagesPerSecond } of told.slice(before)) assert.ok(imagesPerSecond >= 0 && imagesPerSecond < 1.05 * usual, `${jump}: ${imagesPerSecond}`);
  }
  wanted = 0;
  turn(50);
  assert.ok(loop.progress().imagesPerSecond < 20 * usual);
  const meter = new RateMeter(() => clock);
  meter.begin();
  assert.deepEqual([meter.end(1000), meter.rate()], [0, 0]);
});

test('a real run that overfits is told as such: few digits, a large net', { timeout: 60_000 }, async () => {
  const talk = await conversation(null);
  const [images, labels] = await idxFiles(90);
  await talk.ask('loadDigits', { images, labels, heldOut: 40 });
  const model = await talk.ask('createModel', { config: { hidden: [200], latentDim: 8 }, training: { seed: 1, batchSize: 25, learningRate: 0.003, pixels: 'thresholded' } });
  const store = createStore({ ...createPageState(), model });
  const actions = createTrainingActions(store, {}, { encode: async () => {}, complain: () => {} });
  const advice = () => overfitting({ kind: 'vae', betaWarmupSteps: 0, stepsPerEpoch: 2, train: store.get().trainCurve, heldOut: store.get().heldOutCurve, klPerDimension: null });
  let heard = 0;
  const early = [];
  await talk.ask('play', { epochs: 150 });
  await talk.until(() => {
    for (const progress of talk.of('progress').slice(heard)) {
      heard += 1;
      actions.onProgress(progress);
      if (progress.epoch < 4) early.push(advice());
    }
    return advice() !== null || stopped(talk);
  });
  assert.ok(early.every((sentence) => sentence === null));
  assert.equal(advice()?.key, 'advice.overfitting');
  await talk.ask('pause');
});
