// The dispatcher with the real engine, in this thread.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Dispatcher } from '../../../web/engine/dispatcher.js';
import { createEngine } from '../../../web/engine/engine.js';
import * as measures from '../../../web/engine/measures.js';
import { startDispatcher } from '../support/started-dispatcher.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const exact = await createEngine({ variant: 'exact', threads: 1 });
const small = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } };

test('requests without digits or a model fail with what is missing', async () => {
  const { ask } = await startDispatcher(engine);
  await assert.rejects(ask('encode', { pixels: new Float32Array(784) }), /expected a model; create or load one/);
  await ask('createModel', small);
  await assert.rejects(ask('play'), /expected digits; load them first/);
  await assert.rejects(ask('__proto__'), /expected a known request/);
  await assert.rejects(ask('constructor'), /expected a known request/);
});

test('play trains, measures the held-out bound at fixed steps, pause preserves the step', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  const digits = await ask('loadDigits', { bytes: packed });
  assert.equal(digits.labels.length, 1000);
  assert.equal(digits.images.length, 784_000);
  await ask('createModel', small);
  assert.equal((await ask('play')).state, 'running');
  const heldOut = () => of('progress').filter((progress) => progress.heldOut);
  await until(() => heldOut().length >= 4);
  const paused = await ask('pause');
  assert.equal(paused.state, 'paused');
  assert.match(paused.checksum, /^[0-9a-f]{16}$/);
  // Half an epoch is 35 steps of 128 digits out of 9,000: by steps, not by the clock.
  assert.deepEqual(
    heldOut()
      .slice(0, 4)
      .map((progress) => progress.heldOut.step),
    [0, 35, 70, 105],
  );
  const bounds = heldOut().map((progress) => progress.heldOut.negativeElbo);
  assert.ok(bounds[3] < bounds[0], `held-out bound falls: ${bounds}`);
  const scatter = of('scatter').at(-1);
  assert.equal(scatter.mu.length, 2000);
  assert.equal(scatter.latentDim, 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await ask('pause')).step, paused.step);
});

test('a run depends on its seed and steps alone, not on its slices', async () => {
  const run = async (drive) => {
    const worker = await startDispatcher(engine);
    await worker.ask('loadDigits', { bytes: packed });
    await worker.ask('createModel', small);
    await drive(worker);
    while ((await worker.ask('step')).step < 300);
    return (await worker.ask('pause')).checksum;
  };
  const stepped = await run(async () => {});
  const played = await run(async ({ ask, until, of }) => {
    await ask('play');
    await until(() => of('progress').some(({ step }) => step > 20));
    await ask('pause');
  });
  assert.equal(played, stepped);
});

test('reset returns to the first weights', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const { checksum } = await ask('createModel', small);
  await ask('step');
  const reset = await ask('reset');
  assert.equal(reset.step, 0);
  assert.equal(reset.state, 'idle');
  assert.equal(reset.checksum, checksum);
});

test('divergence stops the run and is reported', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', { ...small, training: { seed: 1, learningRate: 1 } });
  await ask('play');
  await until(() => of('progress').some(({ state }) => state === 'diverged'));
  const { state, checksum } = await ask('pause');
  assert.equal(state, 'diverged');
  assert.match(checksum, /^[0-9a-f]{16}$/);
  // The last codes are those of the weights that were restored.
  const { mu } = await ask('encodeHeldOut');
  await until(() => of('scatter').length > 0);
  assert.deepEqual(of('scatter').at(-1).mu, mu);
});

test('a model that cannot be created or loaded leaves the current one', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const { checksum } = await ask('createModel', small);
  await assert.rejects(ask('createModel', { config: { latentDim: 9999 }, training: {} }), /latent_dim/);
  await assert.rejects(ask('loadModel', { bytes: new Uint8Array(100) }), /safetensors/);
  await assert.rejects(
    ask('createModel', { config: { hidden: [4096, 4096], latentDim: 2 }, training: { batchSize: 1000 } }),
    /One training step would take about 9.9 times as long as this page allows. Settings that fit: hidden layers up to \d+ units/,
  );
  await assert.rejects(ask('loadDigits', { bytes: new Uint8Array(100) }), /packed file/);
  assert.equal((await ask('pause')).checksum, checksum);
  assert.equal((await ask('step')).step, 1);
});

test('a snapshot of a run resumes in another worker, bit for bit', async () => {
  const first = await startDispatcher(engine);
  await first.ask('loadDigits', { bytes: packed });
  await first.ask('createModel', small);
  await first.ask('play');
  await first.until(() => first.of('progress').some(({ step }) => step > 10));
  const paused = await first.ask('pause');
  const snapshot = first.of('snapshot').at(-1);
  assert.ok(snapshot, 'pausing makes a snapshot');

  const second = await startDispatcher(engine);
  await second.ask('loadDigits', { bytes: packed });
  await second.ask('createModel', small);
  const resumed = await second.ask('resume', snapshot);
  assert.equal(resumed.step, paused.step);
  assert.equal(resumed.checksum, paused.checksum);
  assert.equal((await second.ask('step')).checksum, (await first.ask('step')).checksum);
});

test('learning rate, β, batch and pixels may change in a run; the seed may not', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  await ask('step');
  const changed = { learningRate: 0.002, beta: 2, batchSize: 64, pixels: 'thresholded' };
  const { training } = await ask('setTraining', { training: changed });
  assert.deepEqual({ ...training, ...changed }, training);
  // 128 digits in the first step, 64 in the second.
  assert.ok(Math.abs((await ask('step')).epoch - 192 / 9000) < 1e-12);
  await assert.rejects(ask('setTraining', { training: { seed: 2 } }), /the seed belongs to a run that has begun/);
});

test('a step during an evaluation: the report of a step is of that step’s weights', async () => {
  const measuredAt = async (...steps) => {
    const { ask, until, of } = await startDispatcher(engine);
    await ask('loadDigits', { bytes: packed });
    await ask('createModel', small);
    for (const count of steps) await ask('step', { steps: count });
    await until(() => of('progress').some(({ heldOut }) => heldOut?.step === 30));
    return of('progress').find(({ heldOut }) => heldOut?.step === 30).heldOut.negativeElbo;
  };
  assert.equal(await measuredAt(10, 10, 10), await measuredAt(30));
});

test('a change of pixels while paused is evaluated', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const { training } = await ask('createModel', small);
  const measured = () => of('progress').filter(({ heldOut }) => heldOut);
  await until(() => measured().length === 1);
  await ask('setTraining', { training: { ...training, pixels: 'grey' } });
  await until(() => measured().length === 2);
  const [binary, grey] = measured().map(({ heldOut }) => heldOut.negativeElbo);
  assert.notEqual(binary, grey);
});

/** A .safetensors file of tensors without metadata; `at` returns the numbers by index. */
function weightsFile(tensors) {
  let end = 0;
  const parts = [];
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, at }]) => {
      const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => at(i));
      parts.push(Buffer.from(values.buffer));
      return [name, { dtype: 'F32', shape, data_offsets: [end, (end += values.byteLength)] }];
    }),
  );
  const text = JSON.stringify(header),
    length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, Buffer.from(text), ...parts]));
}

/** A VAE without hidden layers; its encoder's weights are `weight` where `isLarge` is true, and 0.01 elsewhere. */
const vaeFile = (pixels, weight = 0.01, isLarge = (pixel) => pixel >= 0) =>
  weightsFile({
    'mu.weight': { shape: [2, pixels], at: (i) => (isLarge(i % pixels) ? weight : 0.01) },
    'mu.bias': { shape: [2], at: () => 0 },
    'log_var.weight': { shape: [2, pixels], at: () => 0 },
    'log_var.bias': { shape: [2], at: () => 0 },
    'decoder.0.weight': { shape: [pixels, 2], at: () => 0.01 },
    'decoder.0.bias': { shape: [pixels], at: () => 0 },
  });

test('a model for images of another size is rejected with its size, and the current one continues', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const before = await ask('createModel', small);
  const refused = { code: 'otherImageSize', message: /images of 10 × 10 pixels, and the images in use have 28 × 28/ };
  await assert.rejects(ask('loadModel', { bytes: vaeFile(100) }), refused);
  await assert.rejects(
    ask('createModel', { config: { ...small.config, width: 10, height: 10 }, training: {} }),
    (error) => /10 × 10|10 x 10/.test(error.message),
  );
  await assert.rejects(
    ask('createModel', { config: { ...small.config, width: 56, height: 14 }, training: {} }),
    (error) => /56 × 14|56 x 14/.test(error.message),
  );
  assert.equal((await ask('encode', { pixels: new Float32Array(784) })).mu.length, 2);
  assert.equal((await ask('setTraining', { training: {} })).checksum, before.checksum);
  assert.equal((await ask('step', { steps: 1 })).step, 1);
});

/** The middle of a digit, where ink is; a pixel of the corner, where hardly any is. */
const inTheMiddle = (pixel) => Math.abs((pixel % 28) - 14) < 4 && Math.abs(Math.floor(pixel / 28) - 14) < 4;

/** The file with a self-test without ink, which passes although the core's own pattern would fail. */
function provenByWhite(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  header.__metadata__ = {
    'latentpad.self_test': JSON.stringify({
      ink: [],
      mu: [0, 0],
      log_var: [0, 0],
      reconstruction: Array(784).fill(0.5),
    }),
  };
  const text = JSON.stringify(header),
    head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([head, Buffer.from(text), file.subarray(8 + length)]));
}

test('weights with non-finite codes are rejected with an error about them', async () => {
  const { ask, of } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const before = await ask('createModel', small);
  await assert.rejects(
    ask('loadModel', { bytes: provenByWhite(vaeFile(784, 3e38, inTheMiddle)) }),
    /with these weights a code is not finite/,
  );
  assert.equal((await ask('setTraining', { training: {} })).checksum, before.checksum);
  assert.equal((await ask('step', { steps: 1 })).step, 1);
  assert.deepEqual(of('crashed'), []);
});

test('if such weights are loaded before the digits, the run is reported as diverged, and the engine continues', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  await ask('loadModel', { bytes: provenByWhite(vaeFile(784, 3e38, inTheMiddle)) });
  await ask('loadDigits', { bytes: packed });
  await until(() => of('progress').some(({ state }) => state === 'diverged'));
  assert.deepEqual(of('crashed'), []);
  await ask('createModel', small);
  await ask('step', { steps: 2 });
  await until(() => of('progress').some(({ heldOut }) => heldOut?.step === 2));
  assert.deepEqual(of('crashed'), []);
});

test('early stopping stops at the same step with and without pauses', async () => {
  // The bound varies by more than the smallest improvement: an additional measurement at a pause would change the result.
  const jumpy = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1, learningRate: 0.05 } };
  const stopStep = async (...pauses) => {
    const { ask, until, of } = await startDispatcher(exact);
    await ask('loadDigits', { bytes: packed });
    await ask('createModel', jumpy);
    const stoppedBy = (why) => of('progress').find(({ stopped }) => stopped === why);
    const measuredAt = (step) => of('progress').some(({ heldOut }) => heldOut?.step === step);
    for (const untilStep of pauses) {
      await ask('play', { patience: 0.5, untilStep });
      await until(() => measuredAt(untilStep));
    }
    const answer = await ask('play', { patience: 0.5 });
    await until(() => answer.stopped === 'patience' || stoppedBy('patience'));
    const { step, checksum } = await ask('pause');
    return [step, checksum];
  };
  const undisturbed = await stopStep();
  assert.equal(undisturbed[0], 105);
  assert.deepEqual(await stopStep(22), undisturbed);
  assert.deepEqual(await stopStep(27, 41), undisturbed);
  // Pauses at steps of a measurement, among them the one that ends the run.
  assert.deepEqual(await stopStep(35, 70, 105), undisturbed);
});

test('a run continued by another worker ends at the same step', async () => {
  const jumpy = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1, learningRate: 0.05 } };
  const first = await startDispatcher(exact);
  await first.ask('loadDigits', { bytes: packed });
  await first.ask('createModel', jumpy);
  await first.ask('play', { patience: 0.5, untilStep: 50 });
  await first.until(() => first.of('progress').some(({ stopped }) => stopped === 'step'));
  const kept = await first.ask('suspend');
  assert.ok(Number.isFinite(kept.run.best));

  const second = await startDispatcher(exact);
  await second.ask('loadDigits', { bytes: packed });
  await second.ask('createModel', jumpy);
  await second.ask('resume', kept);
  await second.ask('play', { patience: 0.5 });
  const stopped = () => second.of('progress').find((progress) => progress.stopped === 'patience');
  await second.until(stopped);
  assert.equal(stopped().step, 105);
});

for (const [what, change] of [
  ['digits', { digits: [8] }],
  ['pixels', { pixels: 'grey' }],
  ['the objective', { objective: 'iwae', importanceSamples: 2 }],
  ['averaging', { averageDecay: 0.9 }],
]) {
  test(`a change of ${what} clears the earlier measurements, also for early stopping`, async () => {
    const { ask, until, of } = await startDispatcher(engine);
    await ask('loadDigits', { bytes: packed });
    await ask('createModel', small);
    const measured = () =>
      of('progress')
        .filter(({ heldOut }) => heldOut)
        .map(({ heldOut }) => heldOut.negativeElbo);
    await until(() => measured().length === 1);
    await ask('setTraining', { training: change });
    // Evaluated again at the same step.
    await until(() => measured().length === 2);
    const { run } = await ask('suspend');
    assert.equal(run.best, measured()[1]);
    if (what === 'digits' || what === 'pixels') assert.notEqual(measured()[1], measured()[0]);
  });
}

test('averaging that is turned off shows the raw weights; a refused change keeps the average', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  const training = { ...small.training, averageDecay: 0.9 };
  await ask('createModel', { ...small, training });
  await ask('step', { steps: 5 });
  await ask('play');
  await assert.rejects(ask('setTraining', { training: { averageDecay: 0, batchSize: 9001 } }), {
    code: 'batchTooLarge',
  });
  const { step, checksum } = await ask('pause');
  const digits = await engine.loadDigits({ bytes: packed });
  const [averaged, plain] = [training, small.training].map((settings) =>
    engine.createModel(small.config, settings, digits),
  );
  for (const model of [averaged, plain]) model.train(digits, step);
  assert.equal(checksum, averaged.checksum());
  assert.notEqual(checksum, plain.checksum());

  const scatters = of('scatter').length;
  assert.equal((await ask('setTraining', { training: { averageDecay: 0 } })).checksum, plain.checksum());
  const measured = () => of('progress').filter(({ heldOut, checksum: sum }) => heldOut && sum === plain.checksum());
  await until(() => measured().length > 0 && of('scatter').length > scatters);
  assert.equal(measured()[0].heldOut.negativeElbo, plain.evaluate(digits).negativeElbo);
  assert.deepEqual(of('scatter').at(-1).mu, plain.encodeHeldOut(digits).mu);
});

test('a change of digits during an evaluation: the report is of the new digits', async () => {
  const { ask, until, of } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  // The measurement of all digits has begun, and not ended.
  await ask('setTraining', { training: { digits: [8] } });
  const measured = () =>
    of('progress')
      .filter(({ heldOut }) => heldOut)
      .map(({ heldOut }) => heldOut.negativeElbo);
  await until(() => measured().length > 0);
  const digits = await engine.loadDigits({ bytes: packed });
  const model = engine.createModel(small.config, small.training, digits);
  model.setTraining({ digits: [8] });
  assert.deepEqual(measured(), [model.evaluate(digits).negativeElbo]);
});

/** A clock that advances by half a minute at each reading. */
const hurried = () => {
  let now = 0;
  return () => (now += 30_000);
};

/** A dispatcher that serves other requests after each piece of work, and the order of its replies. */
async function inPieces() {
  const answered = [],
    events = [],
    answers = new Map();
  const dispatcher = new Dispatcher({
    createEngine: async () => exact,
    schedule: (task) => setImmediate(task),
    now: hurried(),
    post: (message) =>
      message.event ? events.push(message) : (answered.push(message.id), answers.set(message.id, message)),
  });
  const ask = async (id, type, fields = {}) => {
    await dispatcher.receive({ ...fields, id, type });
    const { ok, value, error } = answers.get(id);
    if (!ok) throw new Error(error.message);
    return value;
  };
  await ask('start', 'start');
  await ask('digits', 'loadDigits', { bytes: packed });
  return { ask, answered, events, dispatcher };
}

test('encode and pause are served during a posterior grid; calls that change the model wait, and so does training', async () => {
  const { ask, answered, events } = await inPieces();
  const training = { seed: 1 },
    pixels = new Float32Array(784).fill(0.5);
  await ask('made', 'createModel', { config: { hidden: [512], latentDim: 2 }, training });
  const alone = await ask('alone', 'posteriorGrid', { pixels });
  const codes = await ask('codes', 'encodeHeldOut');
  await ask('play', 'play');
  const { step } = await ask('paused', 'pause');
  await ask('again', 'play');
  answered.length = 0;
  const before = await ask('before', 'pause');
  await ask('on', 'play');
  const grid = ask('grid', 'posteriorGrid', { pixels }),
    pen = ask('pen', 'encode', { pixels }),
    pause = ask('pause', 'pause');
  const later = ask('reset', 'reset'),
    last = ask('last', 'encode', { pixels });
  await Promise.all([grid, pen, pause, later, last]);
  assert.deepEqual(
    answered.filter((id) => ['grid', 'pen', 'pause', 'reset', 'last'].includes(id)),
    ['pen', 'pause', 'grid', 'reset', 'last'],
  );
  assert.equal((await pause).state, 'paused');
  assert.ok(before.step >= step);
  // After the reset the model and its grid are the initial ones again.
  assert.deepEqual(await ask('anew', 'posteriorGrid', { pixels }), alone);
  assert.deepEqual(await ask('codes anew', 'encodeHeldOut'), codes);
  assert.equal(
    events.some(({ event }) => event === 'crashed'),
    false,
  );
});

test('a grid and codes computed in chunks equal those computed in one call', async () => {
  const { ask } = await inPieces();
  const pixels = Float32Array.from({ length: 784 }, (_, i) => Number(i % 5 === 0));
  await ask('made', 'createModel', { config: { hidden: [64], latentDim: 2 }, training: { seed: 4 } });
  const model = exact.createModel(
    { hidden: [64], latentDim: 2 },
    { seed: 4 },
    await exact.loadDigits({ bytes: packed }),
  );
  assert.deepEqual(
    await ask('grid', 'posteriorGrid', { pixels, side: 37 }),
    measures.posteriorGrid(model, { pixels, side: 37 }),
  );
  const { mu, logVar, kl } = await ask('codes', 'encodeHeldOut');
  const digits = await exact.loadDigits({ bytes: packed });
  assert.deepEqual({ mu, logVar, kl }, model.encodeHeldOut(digits));
  // Of training digits, the first or all: the number is not that of whole pieces.
  const images = Float32Array.from(digits.images(0, digits.trainCount), (byte) => byte / 255);
  const all = model.encode(images).mu;
  for (const count of [1, 301, digits.trainCount + 1]) {
    const codes = await ask(`first ${count}`, 'encodeTraining', { count });
    assert.deepEqual([codes.step, codes.latentDim], [0, 2]);
    assert.deepEqual(codes.mu, all.slice(0, 2 * count));
  }
});

test('a request for many steps is done in slices: the same weights, encode served in between, and a pause ends it', async () => {
  const { ask, answered } = await inPieces();
  await ask('made', 'createModel', small);
  const steps = ask('steps', 'step', { steps: 40 }),
    pen = ask('pen', 'encode', { pixels: new Float32Array(784) });
  await Promise.all([steps, pen]);
  assert.ok(answered.indexOf('pen') < answered.indexOf('steps'));
  assert.equal((await steps).step, 40);
  const model = exact.createModel(small.config, small.training, await exact.loadDigits({ bytes: packed }));
  model.train(await exact.loadDigits({ bytes: packed }), 40);
  assert.equal((await steps).checksum, model.checksum());

  const many = ask('many', 'step', { steps: 1_000_000 }),
    paused = ask('pause', 'pause');
  const [after, { state }] = await Promise.all([many, paused]);
  assert.equal(state, 'paused');
  assert.ok(after.step >= 41 && after.step < 1_000_040, `${after.step}`);
  // The next step is the same as without the pause.
  model.train(await exact.loadDigits({ bytes: packed }), after.step - 40 + 1);
  assert.equal((await ask('next', 'step')).checksum, model.checksum());
});

test('a failed snapshot does not end the run, and is reported once', async () => {
  const { ask, until, of, dispatcher } = await startDispatcher(exact);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  const { model } = dispatcher.session,
    { saveWeights } = model;
  model.saveWeights = () => {
    throw new Error('out of memory');
  };
  await ask('play', { untilStep: 5 });
  await until(() => of('progress').some(({ stopped }) => stopped === 'step'));
  await ask('play', { untilStep: 9 });
  await until(() => of('progress').some(({ step, stopped }) => step === 9 && stopped === 'step'));
  assert.deepEqual(
    of('snapshotFailed').map(({ error }) => error.message),
    ['out of memory'],
  );
  assert.deepEqual([of('crashed').length, of('snapshot').length], [0, 0]);
  model.saveWeights = saveWeights;
  await ask('play', { untilStep: 12 });
  await until(() => of('snapshot').length > 0);
  const undisturbed = exact.createModel(small.config, small.training, dispatcher.session.digits);
  undisturbed.train(dispatcher.session.digits, 12);
  assert.equal((await ask('pause')).checksum, undisturbed.checksum());
});

test('a slice that fails without a trap pauses the run and is reported; continued, it gives the same weights', async () => {
  const { ask, until, of, dispatcher } = await startDispatcher(exact);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  const { model } = dispatcher.session,
    { train } = model;
  model.train = () => {
    throw new Error('out of memory');
  };
  await ask('play');
  await until(() => of('interrupted').length > 0);
  assert.equal(of('progress').at(-1).state, 'paused');
  assert.deepEqual([of('crashed').length, of('interrupted')[0].error.message], [0, 'out of memory']);
  model.train = train;
  await ask('play', { untilStep: 6 });
  await until(() => of('progress').some(({ stopped }) => stopped === 'step'));
  const undisturbed = exact.createModel(small.config, small.training, dispatcher.session.digits);
  undisturbed.train(dispatcher.session.digits, 6);
  assert.equal((await ask('pause')).checksum, undisturbed.checksum());
});

test('only a trap of the core is a crash', async () => {
  for (const [error, isCrash] of [
    [new WebAssembly.RuntimeError('unreachable'), true],
    [new RangeError('Maximum call stack size exceeded'), true],
    [Object.assign(new Error('too much recursion'), { name: 'InternalError' }), true],
    [new RangeError('Array buffer allocation failed'), false],
    [new Error('out of memory'), false],
  ]) {
    const { ask, of, dispatcher } = await startDispatcher(exact);
    await ask('createModel', small);
    dispatcher.session.model.encode = () => {
      throw error;
    };
    await assert.rejects(ask('encode', { pixels: new Float32Array(784) }), { message: error.message });
    assert.equal(of('crashed').length, Number(isCrash), error.message);
  }
});

test('the core posts heartbeats from within a long computation', async () => {
  const { ask, of, dispatcher } = await startDispatcher(await createEngine({ variant: 'exact', threads: 1 }));
  await ask('loadDigits', { bytes: packed });
  // Some seconds of work in one call, on any machine.
  await ask('createModel', { config: { hidden: [1024, 1024], latentDim: 2 }, training: { seed: 1 } });
  dispatcher.session.model.train(dispatcher.session.digits, 12);
  const beats = of('heartbeat').length;
  assert.ok(beats >= 1, `${beats}`);
});
