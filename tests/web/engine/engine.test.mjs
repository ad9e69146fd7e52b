// The engine in Node: the same module and interface as in the page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createEngine } from '../../../web/engine/engine.js';
import { MAX_WEIGHT_BYTES } from '../../../web/engine/limits.js';
import * as measures from '../../../web/engine/measures.js';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const digits = await engine.loadDigits({ bytes: packed });
const small = { hidden: [32], latentDim: 2 };

test('digits: 9,000 for training, 1,000 held out, all labelled and inked', () => {
  assert.equal(digits.count, 10_000);
  assert.equal(digits.trainCount, 9_000);
  const perLabel = new Array(10).fill(0);
  for (const label of digits.labels.subarray(9_000)) perLabel[label] += 1;
  assert.ok(
    perLabel.every((count) => count > 70),
    `every label is held out: ${perLabel}`,
  );
  const images = digits.images(9_000, 1_000);
  assert.equal(images.length, 784_000);
  const ink = images.reduce((sum, byte) => sum + byte, 0) / images.length / 255;
  assert.ok(Math.abs(ink - 0.13) < 0.01, `mean ink ${ink}`);
});

test('the same seed gives the same weights, another seed others', () => {
  const run = (seed) => {
    const model = engine.createModel(small, { seed }, digits);
    model.train(digits, 20);
    const checksum = model.checksum();
    model.dispose();
    return checksum;
  };
  assert.equal(run(1), run(1));
  assert.notEqual(run(1), run(2));
});

test('training lowers the held-out bound below that of the mean image', () => {
  const model = engine.createModel(small, { seed: 1 }, digits);
  const before = model.evaluate(digits);
  model.train(digits, 150);
  const after = model.evaluate(digits);
  model.dispose();
  assert.ok(before.negativeElbo > 200 && before.negativeElbo < 215, `untrained ${before.negativeElbo}`);
  assert.ok(after.negativeElbo < 190, `trained ${after.negativeElbo}`);
  assert.equal(after.examples, 1_000);
  assert.ok(Math.abs(after.reconstruction + after.kl - after.negativeElbo) < 1e-9);
});

// The browsers train bit for bit the same: tests/e2e/engine.test.mjs.
test('ten epochs of 784-400-20 on the 9,000 digits, from scratch: held-out −ELBO ≤ 119 nats', (t) => {
  const model = engine.createModel({ hidden: [400], latentDim: 20 }, { seed: 1 }, digits);
  model.train(digits, Math.ceil((10 * digits.trainCount) / 128));
  const { negativeElbo } = model.evaluate(digits);
  t.diagnostic(`784-400-20, 10 epochs: held-out −ELBO ${negativeElbo.toFixed(2)} nats`);
  assert.ok(negativeElbo <= 119 && negativeElbo > 90, `${negativeElbo}`);
  model.dispose();
});

test('encode, decode: layout is [example][feature], probabilities are in (0, 1)', () => {
  const model = engine.createModel({ hidden: [16], latentDim: 3 }, { seed: 5 }, digits);
  const two = new Float32Array(2 * 784);
  two.fill(1, 784);
  const both = model.encode(two);
  const second = model.encode(two.slice(784));
  assert.equal(both.mu.length, 6);
  assert.deepEqual(both.mu.slice(3), second.mu);
  assert.deepEqual(both.logVar.slice(3), second.logVar);
  const image = model.decode(second.mu);
  assert.equal(image.length, 784);
  assert.ok(image.every((p) => p > 0 && p < 1));
  model.dispose();
});

test('trainStep accepts a batch from the caller', () => {
  const model = engine.createModel(small, { seed: 1 });
  const batch = Float32Array.from(digits.images(0, 64), (byte) => byte / 255);
  const first = model.trainStep(batch);
  for (let i = 0; i < 50; ++i) model.trainStep(batch);
  const last = model.trainStep(batch);
  model.dispose();
  assert.equal(first.step, 1);
  assert.equal(last.step, 52);
  assert.ok(last.negativeElbo < first.negativeElbo - 200, `${first.negativeElbo} → ${last.negativeElbo}`);
});

test('a resumable file continues bit for bit; reset returns to the first weights', () => {
  const model = engine.createModel(small, { seed: 7 }, digits);
  const first = model.checksum();
  model.train(digits, 10);
  const file = model.saveWeights({ resumable: true, digits });
  model.train(digits, 10);
  const resumed = engine.loadModel(file);
  assert.equal(resumed.describe().step, 10);
  assert.equal(resumed.describe().record.data, 'built-in');
  resumed.train(digits, 10);
  assert.equal(resumed.checksum(), model.checksum());
  model.reset();
  assert.equal(model.checksum(), first);
  model.resume(file);
  model.train(digits, 10);
  assert.equal(model.checksum(), resumed.checksum());
  model.reset();
  assert.equal(model.checksum(), first);
  model.dispose();
  resumed.dispose();
});

test('averaged weights are used for all but the training, continue bit for bit, and leave the raw weights when turned off', () => {
  const training = { seed: 7, averageDecay: 0.9 },
    model = engine.createModel(small, training, digits),
    plain = engine.createModel(small, { seed: 7 }, digits);
  for (const one of [model, plain]) one.train(digits, 12);
  assert.notEqual(model.checksum(), plain.checksum());
  const file = model.saveWeights({ digits, resumable: true }),
    averages = engine.loadModel(model.saveWeights({ digits })),
    resumed = engine.loadModel(file);
  for (const one of [averages, resumed]) {
    assert.equal(one.checksum(), model.checksum());
    assert.equal(one.evaluate(digits).negativeElbo, model.evaluate(digits).negativeElbo);
    assert.equal(one.describe().training.averageDecay, 0.9);
  }
  // What is about the training is that of the raw weights.
  const traced = {
    pixels: Float32Array.from(digits.images(0, 1), (ink) => ink / 255),
    epsilon: Float32Array.of(0.5, -1),
  };
  assert.deepEqual(model.traceStep(traced), plain.traceStep(traced));
  const drawn = { pixels: traced.pixels, draws: 4, seed: 1 };
  assert.deepEqual(measures.gradientNoise(model, drawn), measures.gradientNoise(plain, drawn));

  const { reconstruction } = plain.train(digits, 5);
  assert.equal(model.train(digits, 5).reconstruction, reconstruction);
  resumed.train(digits, 5);
  assert.equal(resumed.checksum(), model.checksum());
  const other = engine.createModel(small, { seed: 1 }, digits);
  other.resume(file);
  other.train(digits, 5);
  assert.equal(other.checksum(), model.checksum());
  model.setTraining({ averageDecay: 0 });
  assert.equal(model.checksum(), plain.checksum());
  assert.throws(() => model.setTraining({ averageDecay: 1 }), {
    code: 'inSettings',
    message: /average_decay: expected a number from 0 to 0\.99999, got 1/,
  });
  resumed.reset();
  assert.equal(resumed.checksum(), averages.checksum());
  for (const one of [model, plain, averages, resumed, other]) one.dispose();
});

test('a half-precision file is half as long and decodes almost equally', () => {
  const model = engine.createModel({ hidden: [128], latentDim: 2 }, { seed: 1 }, digits);
  const full = model.saveWeights();
  const half = model.saveWeights({ half: true });
  assert.ok(half.length < full.length * 0.55, `${half.length} of ${full.length} bytes`);
  const loaded = engine.loadModel(half);
  const [a, b] = [model.decode(new Float32Array([1, -1])), loaded.decode(new Float32Array([1, -1]))];
  assert.ok(a.every((p, i) => Math.abs(p - b[i]) < 0.01));
  model.dispose();
  loaded.dispose();
});

test('after divergence the last finite weights are restored, and training can continue', () => {
  const model = engine.createModel(small, { seed: 1 }, digits);
  model.train(digits, 30);
  model.setTraining({ learningRate: 1 });
  const statistics = model.train(digits, 500);
  assert.equal(statistics.diverged, true);
  assert.ok(model.evaluate(digits).negativeElbo < 1000);
  model.setTraining({ learningRate: 0.001 });
  assert.equal(model.train(digits, 20).diverged, false);
  model.dispose();
});

test('errors name the expected and the given value, and change nothing', () => {
  const model = engine.createModel(small, { seed: 1 }, digits);
  const before = model.checksum();
  const cases = [
    [() => engine.createModel({ latentDim: 0 }), /latent_dim: expected a whole number from 1 to 512, got 0/],
    [() => engine.createModel({ latentDim: 2.5 }), /latent_dim: expected a whole number, got "2.5"/],
    [() => engine.createModel({ hidden: [0] }), /hidden size: expected .* got 0/],
    [
      () => engine.createModel({ model: 'gan' }),
      /model: expected one of "vae", "cvae", "hvae", "ae", "fvbn", "made", got "gan"/,
    ],
    [() => engine.createModel({ latendDim: 2 }), /unknown key/],
    [() => engine.createModel({}, { learningRate: NaN }), /learning_rate: expected a number, got ""NaN""/],
    [() => engine.createModel({}, { learningRate: 0 }), /learning_rate: expected .* got 0/],
    [() => engine.createModel({}, { batchSize: 1e9 }), /batch_size: expected .* got 1000000000/],
    [() => engine.createModel({}, { beta: -1 }), /beta: expected a number from 0 to 1000, got -1/],
    [() => engine.createModel({}, { pixels: 'grayscale' }), /pixels: expected .* got "grayscale"/],
    [() => engine.loadModel(new Uint8Array(3)), /HeaderTooSmall: expected at least 8 bytes, got 3/],
    [() => engine.loadModel('weights'), /loadModel: expected a Uint8Array/],
    [() => model.encode(new Float32Array(783)), /encode: expected a multiple of 784 numbers/],
    [() => model.encode([1, 2]), /encode: expected a Float32Array, got Array/],
    [() => model.encode(new Float32Array(784).fill(NaN)), /encode: expected finite numbers/],
    [() => model.decode(new Float32Array(3)), /decode: expected a multiple of 2 numbers/],
    [() => model.trainStep(new Float32Array(784).fill(2)), /train_step: expected pixels in \[0, 1\], got 2/],
    [() => model.train(digits, 0), /train: expected steps to be a whole number from 1 to 4294967295, got 0/],
    [() => model.setTraining({ learningRate: 2 }), /learning_rate: expected/],
    [() => model.resume(model.saveWeights()), /resume: expected a file with optimiser state/],
  ];
  for (const [call, message] of cases) assert.throws(call, { name: 'Error', message });
  assert.equal(model.checksum(), before);
  model.dispose();
});

test('integers outside the core’s range are rejected with function and name, and nothing changes', () => {
  const model = engine.createModel(small, {}, digits),
    fvbn = engine.createModel({ model: 'fvbn', hidden: [], latentDim: 0 }, {}, digits);
  const before = model.checksum(),
    pixels = new Float32Array(784);
  /** @type {[string, (value: any) => void][]} */
  const calls = [
    ['train: expected steps', (steps) => model.train(digits, steps)],
    ['samplePrior: expected count', (count) => model.samplePrior({ count })],
    ['samplePrior: expected seed', (seed) => model.samplePrior({ seed })],
    ['beginEvaluation: expected seed', (seed) => model.evaluate(digits, seed)],
    ['advanceEvaluation: expected examples', (examples) => model.advanceEvaluation(examples)],
    ['images: expected first', (first) => digits.images(first, 1)],
    ['images: expected count', (count) => digits.images(0, count)],
    ['digitLikelihood: expected samples', (samples) => measures.digitLikelihood(model, { pixels, samples })],
    ['digitLikelihood: expected seed', (seed) => measures.digitLikelihood(model, { pixels, seed })],
    ['posteriorGrid: expected side', (side) => measures.posteriorGrid(model, { pixels, side })],
    ['reconstructionAt: expected seed', (seed) => measures.reconstructionAt(model, digits, { sigmaScale: 1, seed })],
    ['importanceBound: expected samples', (samples) => measures.importanceBound(model, digits, { samples })],
    ['importanceBound: expected seed', (seed) => measures.importanceBound(model, digits, { samples: 1, seed })],
    ['sampleGiven: expected seed', (seed) => measures.sampleGiven(fvbn, { seed })],
    ['sampleGiven: expected index', (index) => measures.sampleGiven(fvbn, { index })],
    ['latentMetrics: expected seed', (seed) => measures.latentMetrics(model, digits, { seed })],
    [
      'sampleQuality: expected count',
      (count) => measures.sampleQuality(model, digits, { classifier: new Uint8Array(8), count }),
    ],
    [
      'sampleQuality: expected seed',
      (seed) => measures.sampleQuality(model, digits, { classifier: new Uint8Array(8), seed }),
    ],
  ];
  for (const [begins, call] of calls) {
    for (const value of [-1, 1.5, NaN, Infinity, 2 ** 32, 2 ** 32 + 5, 2 ** 53, '3', null, 7n, {}]) {
      assert.throws(
        () => call(value),
        (/** @type {any} */ error) =>
          error.message.startsWith(`${begins} to be a whole number from `) && error.code === 'invalidArgument',
        `${begins} ${String(value)}`,
      );
    }
  }
  assert.equal(model.checksum(), before);
  model.dispose();
  fvbn.dispose();
});

test('heldOut that is not a 32-bit integer is rejected before anything is unpacked', async () => {
  for (const heldOut of [-1, 0.5, NaN, 2 ** 32, 2 ** 32 + 1, '1', undefined]) {
    await assert.rejects(
      engine.loadDigits({ images: new Uint8Array(), labels: new Uint8Array(), heldOut }),
      /loadDigits: expected heldOut to be a whole number from 0 to 4294967295/,
    );
  }
});

test('undefined settings keep their values, and a BigInt is rejected by name', () => {
  const model = engine.createModel(small, { seed: 5, batchSize: 32 }, digits);
  model.setTraining({ seed: undefined, batchSize: undefined, beta: 2 });
  const { seed, batchSize, beta } = model.describe().training;
  assert.deepEqual([seed, batchSize, beta], [5, 32, 2]);
  assert.throws(() => model.setTraining({ seed: 3n }), /training.seed: expected a whole number, got ""3""/);
  assert.throws(
    () => model.setTraining({ digits: [2 ** 32 + 1] }),
    /training.digits: expected a whole number from 0 to 4294967295/,
  );
  assert.throws(
    () => engine.createModel({ latentDim: 2 ** 32 + 2 }),
    /config.latent_dim: expected a whole number from/,
  );
  model.dispose();
});

test('settings of a wrong type, unknown or missing ones, and other objects: each a coded error of the engine, and none of embind’s', async () => {
  const model = engine.createModel(small, {}, digits),
    before = model.checksum();
  const cyclic = { hidden: [4] };
  cyclic.latentDim = cyclic;
  /** @type {[string, RegExp, () => unknown][]} */
  const calls = [
    [
      'settingType',
      /config\.latent_dim: expected a whole number, got ""2""/,
      () => engine.createModel({ latentDim: '2' }),
    ],
    [
      'settingType',
      /config\.latent_dim: expected a whole number, got ""NaN""/,
      () => engine.createModel({ latentDim: NaN }),
    ],
    [
      'settingType',
      /config\.latent_dim: expected a whole number, got "null"/,
      () => engine.createModel({ latentDim: null }),
    ],
    [
      'settingType',
      /config\.latent_dim: expected a whole number from .*, got "4294967296/,
      () => engine.createModel({ latentDim: 2 ** 32 }),
    ],
    ['settingType', /config\.hidden: expected a list of layers, got ""x""/, () => engine.createModel({ hidden: 'x' })],
    [
      'settingType',
      /config\.hidden: expected a list of layers/,
      () => engine.createModel({ hidden: new Uint8Array([4]) }),
    ],
    [
      'settingType',
      /config\.hidden: expected a whole number, got "true"/,
      () => engine.createModel({ hidden: [true] }),
    ],
    ['settingType', /config\.model: expected a string, got "3.0"/, () => engine.createModel({ model: 3 })],
    [
      'settingType',
      /training\.learning_rate: expected a number, got ""Infinity""/,
      () => engine.createModel(small, { learningRate: Infinity }),
    ],
    ['settingType', /training\.beta: expected a number, got "\{\}"/, () => model.setTraining({ beta: {} })],
    ['settingType', /training\.beta: expected a number/, () => model.setTraining({ beta: Symbol('x') })],
    [
      'settingType',
      /training\.pixels: expected a string/,
      () => engine.costOf({ config: {}, training: { pixels: ['grey'] } }),
    ],
    ['unknownSetting', /"learning_speed"/, () => engine.createModel(small, { learningSpeed: 1 })],
    ['jsonTooDeep', /./, () => engine.createModel(cyclic)],
    ...[null, 3, 'x', [4]].map(
      (settings) =>
        /** @type {[string, RegExp, () => unknown]} */ ([
          'invalidArgument',
          /settings: expected an object, got /,
          () => engine.createModel(settings),
        ]),
    ),
    [
      'invalidArgument',
      /loadDigits: expected name to be a string, got number/,
      () => engine.loadDigits({ bytes: packed, name: 5 }),
    ],
    ...[null, undefined, {}, model].flatMap((other) =>
      [
        () => model.train(other, 1),
        () => model.epochs(other),
        () => model.beginEvaluation(other),
        () => model.encodeHeldOut(other, 0, 1),
        () => measures.latentMetrics(model, other),
        () => measures.sampleQuality(model, other, { classifier: new Uint8Array(8) }),
      ].map(
        (call) =>
          /** @type {[string, RegExp, () => unknown]} */ ([
            'invalidArgument',
            /expected digits of loadDigits\(\)/,
            call,
          ]),
      ),
    ),
    [
      'invalidArgument',
      /encodeHeldOut: expected first to be a whole number/,
      () => model.encodeHeldOut(digits, 2 ** 32, 1),
    ],
    [
      'invalidArgument',
      /encodeHeldOut: expected count to be a whole number/,
      () => model.encodeHeldOut(digits, 0, '1'),
    ],
  ];
  for (const [code, message, call] of calls) {
    await assert.rejects(
      async () => call(),
      (/** @type {any} */ error) => {
        assert.equal(error.code, code, error.message);
        assert.match(error.message, message);
        return true;
      },
    );
  }
  assert.equal(model.checksum(), before);
  model.dispose();
});

test('a MADE of several orderings names them, trains, and is the same after it was saved and loaded', () => {
  const config = { model: 'made', hidden: [8], latentDim: 0, orderings: 3, orderingSeed: 5 };
  const model = engine.createModel(config, { batchSize: 100 }, digits);
  assert.equal(model.config.orderings, 3);
  assert.equal(model.config.orderingSeed, 5);
  const before = model.evaluate(digits).negativeElbo;
  model.train(digits, 30);
  const after = model.evaluate(digits).negativeElbo;
  assert.ok(after < before - 10, `${after}, before ${before}`);
  const again = engine.loadModel(model.saveWeights());
  assert.deepEqual([again.config.orderings, again.config.orderingSeed], [3, 5]);
  assert.equal(again.evaluate(digits).negativeElbo, after);
  assert.throws(() => engine.createModel({ ...config, model: 'vae', latentDim: 2 }), /orderings: expected/);
  for (const each of [model, again]) each.dispose();
});

test('objects of the core have the properties that are documented and no others', async () => {
  const model = engine.createModel(small, { batchSize: 32 }, digits);
  const keys = (/** @type {object} */ object) => Object.keys(object).sort();
  assert.deepEqual(keys(model.describe()), ['config', 'parameters', 'step', 'training']);
  assert.deepEqual(keys(model.config), ['activation', 'height', 'hidden', 'inputDim', 'latentDim', 'model', 'width']);
  assert.deepEqual(keys(model.describe().training), [
    'averageDecay',
    'batchSize',
    'beta',
    'betaWarmupSteps',
    'digits',
    'estimator',
    'importanceSamples',
    'learningRate',
    'learningRateWarmupSteps',
    'objective',
    'pixels',
    'schedule',
    'scheduleAt',
    'scheduleEpochs',
    'scheduleFactor',
    'seed',
    'shards',
  ]);
  assert.deepEqual(keys(model.train(digits, 2)), [
    'diverged',
    'divergedStep',
    'kl',
    'negativeElbo',
    'reconstruction',
    'step',
    'steps',
  ]);
  const report = model.evaluate(digits);
  assert.deepEqual(keys(report), [
    'activeUnits',
    'examples',
    'kl',
    'klPerDimension',
    'klPerLayer',
    'negativeElbo',
    'reconstruction',
    'standardError',
  ]);
  assert.ok(Array.isArray(report.klPerDimension) && report.klPerDimension.length === model.shape.latentDim);
  const file = model.saveWeights({ digits }),
    loaded = engine.loadModel(file);
  assert.deepEqual(keys(loaded.describe()), ['config', 'parameters', 'record', 'step', 'training', 'types']);
  assert.deepEqual(loaded.describe().types, ['F32']);
  assert.deepEqual(keys(loaded.describe().record), ['config', 'data', 'epochs', 'step', 'trainExamples']);
  assert.deepEqual(engine.settingsOf(file), { config: model.config, training: model.describe().training });
  const gaussian = engine.createModel({ ...small, likelihood: 'gaussian', sigma: 0.5 });
  assert.deepEqual([gaussian.config.likelihood, gaussian.config.sigma], ['gaussian', 0.5]);
  for (const one of [model, loaded, gaussian]) one.dispose();
});

test('a seed or a choice of digits set at step 0 gives the weights of a model created with it, and its training', () => {
  const changed = engine.createModel(small, { seed: 1 }, digits);
  changed.train(digits, 3);
  changed.reset();
  for (const training of [{ seed: 2 }, { seed: 2, digits: [8] }, { seed: 7, digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }]) {
    const fresh = engine.createModel(small, training, digits);
    changed.setTraining(training);
    assert.equal(changed.checksum(), fresh.checksum(), JSON.stringify(training));
    changed.train(digits, 5);
    fresh.train(digits, 5);
    assert.equal(changed.checksum(), fresh.checksum(), JSON.stringify(training));
    changed.reset();
    fresh.dispose();
  }
  changed.dispose();
});

test('a run resumed in a model of another seed equals the uninterrupted run', () => {
  const unbroken = engine.createModel(small, { seed: 2 }, digits),
    used = engine.createModel(small, { seed: 1 }, digits);
  unbroken.train(digits, 2);
  used.train(digits, 1);
  used.resume(unbroken.saveWeights({ resumable: true }));
  unbroken.train(digits, 20);
  used.train(digits, 20);
  assert.equal(used.checksum(), unbroken.checksum());
  unbroken.dispose();
  used.dispose();
});

test('models of another image size reject digits, with both sizes', () => {
  const model = engine.createModel({ ...small, width: 10, height: 10 });
  assert.deepEqual([model.config.width, model.config.height, model.config.inputDim], [10, 10, 100]);
  const before = model.checksum();
  const calls = [
    () => model.train(digits, 1),
    () => model.evaluate(digits),
    () => model.encodeHeldOut(digits),
    () => measures.latentMetrics(model, digits),
    () => measures.sampleQuality(model, digits, { classifier: new Uint8Array(8) }),
    () => engine.createModel({ ...small, width: 10, height: 10 }, {}, digits),
  ];
  for (const call of calls)
    assert.throws(call, { code: 'imageSizeDiffers', message: /images are 10 x 10, these are 28 x 28/ });
  assert.equal(model.checksum(), before);
  assert.equal(model.encode(new Float32Array(100)).mu.length, 2);
  assert.equal(model.decode(new Float32Array(2)).length, 100);
  model.dispose();
});

test('a z that is too large is an error, and the model continues', () => {
  const model = engine.createModel(small, {}, digits);
  const near = model.decode(new Float32Array([0.5, -1]));
  assert.throws(() => model.decode(new Float32Array([3e38, 3e38])), { code: 'codeGivesNonFinite' });
  assert.deepEqual(model.decode(new Float32Array([0.5, -1])), near);
  model.dispose();
});

test('other kinds of files are named in the error, also inside gzip, and too large ones are rejected', async () => {
  const page = Buffer.from('<!DOCTYPE html><html><head><title>404 Not Found</title></head></html>');
  assert.throws(() => engine.loadModel(page), { code: 'fileIsWebPage' });
  assert.throws(() => engine.loadModel(packed), { code: 'fileIsArchive', params: { format: 'gzip' } });
  assert.throws(() => engine.loadModel(Buffer.from('\x89HDF\r\n\x1a\n'.padEnd(64, '\0'), 'latin1')), {
    code: 'fileIsHdf5',
  });
  for (const bytes of [page, gzipSync(page)]) {
    await assert.rejects(engine.loadDigits({ bytes }), { code: 'fileIsWebPage' });
    await assert.rejects(engine.loadDigits({ images: bytes, labels: bytes, heldOut: 1 }), { code: 'fileIsWebPage' });
  }
  const large = Object.defineProperty(new Uint8Array(1), 'length', { value: MAX_WEIGHT_BYTES + 1 });
  assert.throws(() => engine.loadModel(large), { code: 'fileTooLarge' });
});

test('gzip files of several members are read one after the other', async () => {
  const content = gunzipSync(packed);
  const members = (/** @type {number[]} */ ...cuts) =>
    Buffer.concat([0, ...cuts].map((from, i) => gzipSync(content.subarray(from, cuts[i]))));
  for (const bytes of [members(1), members(31), members(32), members(1 << 20), members(10, 20, 1000, 1 << 22)]) {
    const again = await engine.loadDigits({ bytes });
    assert.deepEqual(again.images(9_990, 10), digits.images(9_990, 10));
    again.dispose();
  }
  for (const rest of [Buffer.from('tail'), Buffer.alloc(1), Buffer.alloc(600)]) {
    await assert.rejects(
      engine.loadDigits({ bytes: Buffer.concat([members(100), rest]) }),
      /gunzip: the file is damaged/,
    );
  }
  await assert.rejects(
    engine.loadDigits({ bytes: members(100).subarray(0, -9) }),
    /gunzip: the file is damaged, cut off/,
  );
  await assert.rejects(
    engine.loadDigits({ bytes: Buffer.concat([packed, gzipSync(Buffer.from([0]))]) }),
    /gzip: the content is longer than its header says/,
  );
});

test('a batch larger than the training digits is rejected by train', async () => {
  const images = new Uint8Array(16 + 2 * 784);
  images.set([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]);
  const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 3, 4]);
  const two = await engine.loadDigits({ images: gzipSync(images), labels, heldOut: 1 });
  assert.equal(two.trainCount, 1);
  const model = engine.createModel(small, {}, two);
  assert.throws(() => model.train(two, 1), /train: expected at least 128 images/);
  await assert.rejects(engine.loadDigits({ images, labels, heldOut: 2 }), /hold_out: expected fewer than the 2/);
  await assert.rejects(engine.loadDigits({ images: labels, labels, heldOut: 1 }), /IDX images: expected the magic/);
  model.dispose();
  two.dispose();
});

test('damaged and oversized gzip files are rejected', async () => {
  const cut = packed.subarray(0, packed.length - 100);
  await assert.rejects(engine.loadDigits({ bytes: cut }), /gunzip: the file is damaged, cut off/);
  const tail = Buffer.concat([packed, Buffer.from('tail')]);
  await assert.rejects(engine.loadDigits({ bytes: tail }), /gunzip: the file is damaged|gzip: the content is longer/);
  const bomb = new Uint8Array(50_000_000);
  bomb.set([0, 0, 8, 1, 0, 0, 0, 2, 3, 4]);
  await assert.rejects(
    engine.loadDigits({ images: gzipSync(bomb), labels: gzipSync(bomb), heldOut: 0 }),
    /gzip: the content is longer than its header says, 10 bytes/,
  );
});

test('loading and freeing models repeatedly does not grow the heap', () => {
  const model = engine.createModel({ hidden: [64], latentDim: 2 }, { seed: 1 }, digits);
  const file = model.saveWeights({ resumable: true });
  model.dispose();
  const cycle = () => {
    const loaded = engine.loadModel(file);
    loaded.train(digits, 1);
    loaded.dispose();
  };
  for (let i = 0; i < 20; ++i) cycle();
  const before = engine.heapBytes;
  for (let i = 0; i < 200; ++i) cycle();
  assert.equal(engine.heapBytes, before);
});
