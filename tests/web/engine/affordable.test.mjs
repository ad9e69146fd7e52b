// Settings beyond the page's limits are rejected before anything is built; accepted ones use the predicted memory.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { bytesNeeded, expectAffordable, isOversized, limitsOf } from '../../../web/engine/affordable.js';
import { createEngine } from '../../../web/engine/engine.js';
import { startDispatcher } from '../support/started-dispatcher.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const usual = { hidden: [128, 64, 32], latentDim: 2 };

/** A dispatcher over its own engine, with its own heap. */
async function startedEngine() {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const { ask, events } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  return { ask, engine, events };
}

const refusal = (promise) =>
  promise.then(
    () => assert.fail('expected a refusal'),
    (error) => error,
  );
/** The alternatives in a rejection, code and number. */
const fitsOf = ({ code, params }) =>
  code === 'fitOr' ? [...fitsOf(params.first), ...fitsOf(params.second)] : [[code, params?.most]];

test('a thousand importance samples are rejected before anything is built; the k that fits is accepted, k + 1 is not', async () => {
  const { ask, engine } = await startedEngine();
  const { checksum } = await ask('createModel', { config: usual, training: { seed: 1 } });
  const heap = engine.heapBytes;
  const asked = (importanceSamples, batchSize = 128) => ({
    config: usual,
    training: { seed: 1, objective: 'iwae', importanceSamples, batchSize },
  });
  const error = await refusal(ask('createModel', asked(1000)));
  assert.equal(error.code, 'stepTooLong');
  assert.ok(error.params.times > 2 && error.params.times < 10, `${error.params.times}`);
  const fits = Object.fromEntries(fitsOf(error.params.fits));
  assert.deepEqual(Object.keys(fits), ['fitSamples', 'fitBatch', 'fitWidth']);
  assert.match(
    error.message,
    new RegExp(
      `k up to ${fits.fitSamples}, or a batch size up to ${fits.fitBatch}, or hidden layers up to ${fits.fitWidth} units`,
    ),
  );
  assert.equal(engine.heapBytes, heap);
  for (const [k, batch] of [
    [fits.fitSamples, 128],
    [1000, fits.fitBatch],
  ]) {
    await ask('createModel', asked(k, batch));
    assert.equal(
      (await refusal(ask('createModel', asked(k + (batch === 128), batch + (batch !== 128))))).code,
      'stepTooLong',
    );
  }
  // A rejection does not change the current model, which continues.
  await ask('createModel', { config: usual, training: { seed: 1 } });
  assert.equal(
    (await refusal(ask('setTraining', { training: { objective: 'iwae', importanceSamples: 1000 } }))).code,
    'stepTooLong',
  );
  assert.equal((await ask('pause')).checksum, checksum);
  const after = (await ask('step', { steps: 3 })).checksum;
  const undisturbed = engine.createModel(usual, { seed: 1 }, await engine.loadDigits({ bytes: packed }));
  undisturbed.train(await engine.loadDigits({ bytes: packed }), 3);
  assert.equal(after, undisturbed.checksum());
});

test('a model too large for the memory is rejected before anything is built, created or loaded', async () => {
  const { ask, engine } = await startedEngine();
  await ask('createModel', { config: usual, training: { seed: 1 } });
  const heap = engine.heapBytes;
  const huge = { hidden: [4096, 4096, 4096], latentDim: 512 };
  const error = await refusal(ask('createModel', { config: huge, training: { seed: 1 } }));
  assert.equal(error.code, 'modelTooLarge');
  assert.ok(error.params.needed > 4000, `${error.params.needed}`);
  assert.deepEqual(
    fitsOf(error.params.fits).map(([code]) => code),
    ['fitWidth'],
  );
  const [[, width]] = fitsOf(error.params.fits);
  const fitting = { config: { ...huge, hidden: [width, width, width] } };
  expectAffordable(fitting, (settings) => engine.costOf(settings), limitsOf(engine.info.possible));
  // The width is also that of stochastic layers below the code.
  const lower = { hidden: huge.hidden, latentDim: 100 };
  const layered = await refusal(
    ask('createModel', { config: { model: 'hvae', hidden: [10], latentDim: 2, lowerLayers: [lower] } }),
  );
  assert.deepEqual(
    fitsOf(layered.params.fits).map(([code]) => code),
    ['fitWidth'],
  );

  // Of a learned prior also the number of components.
  const learned = { ...usual, hidden: [2048, 1024], prior: 'vamp', components: 1000 };
  const large = await refusal(
    ask('createModel', { config: learned, training: { importanceSamples: 5, objective: 'iwae' } }),
  );
  const { fitComponents, ...others } = Object.fromEntries(fitsOf(large.params.fits));
  assert.ok(fitComponents >= 1 && fitComponents < 1000, JSON.stringify([fitComponents, others]));
  for (const components of [fitComponents, fitComponents + 1]) {
    const asked = () =>
      expectAffordable(
        { config: { ...learned, components }, training: { importanceSamples: 5, objective: 'iwae' } },
        (settings) => engine.costOf(settings),
        limitsOf(engine.info.possible),
      );
    if (components === fitComponents) asked();
    else assert.throws(asked, /components of the prior/);
  }
  assert.equal(engine.heapBytes, heap);

  // The header of such a model; it is rejected without its numbers.
  let end = 0;
  const tensor = (...shape) => ({
    dtype: 'F32',
    shape,
    data_offsets: [end, (end += 4 * shape.reduce((a, b) => a * b))],
  });
  const header = {
    __metadata__: {
      'latentpad.version': '1',
      'latentpad.config': JSON.stringify({ model: 'vae', hidden: [4096, 4096, 4096], latent_dim: 512 }),
    },
  };
  for (const [name, ...shape] of [
    ['encoder.0', 4096, 784],
    ['encoder.1', 4096, 4096],
    ['encoder.2', 4096, 4096],
    ['mu', 512, 4096],
    ['log_var', 512, 4096],
    ['decoder.0', 4096, 512],
    ['decoder.1', 4096, 4096],
    ['decoder.2', 4096, 4096],
    ['decoder.3', 784, 4096],
  ]) {
    header[`${name}.weight`] = tensor(...shape);
    header[`${name}.bias`] = tensor(shape[0]);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  assert.equal((await refusal(ask('loadModel', { bytes }))).code, 'modelTooLarge');
  assert.equal(engine.heapBytes, heap);
  assert.equal((await ask('step')).step, 1);
});

test('models that once stopped the engine are rejected or accepted by their cost alone', async () => {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const code = (hidden, batchSize, simd = true) => {
    try {
      expectAffordable(
        { config: { hidden, latentDim: 2 }, training: { batchSize } },
        (settings) => engine.costOf(settings),
        limitsOf({ ...engine.info.possible, simd }),
      );
      return 'allowed';
    } catch (error) {
      return error.code;
    }
  };
  assert.deepEqual(
    [
      code([128, 64, 32], 128),
      code([2048, 2048], 128),
      code([4096, 1024], 128),
      code([4096, 2048], 8),
      code([4096, 3072], 8),
      code([4096, 4096], 8),
      code([2048, 2048], 1000),
      code([128, 64, 32], 128, false),
      code([1024], 128, false),
      code([2048, 2048], 128, false),
    ],
    [
      'allowed',
      'allowed',
      'allowed',
      'allowed',
      'modelTooLarge',
      'modelTooLarge',
      'stepTooLong',
      'allowed',
      'allowed',
      'stepTooLong',
    ],
  );
});

test('the heap grows to the predicted size when a model is created, trained, saved and loaded', async () => {
  for (const config of [
    { hidden: [2000, 1000], latentDim: 10 },
    { model: 'made', hidden: [2000], latentDim: 0 },
    { model: 'cvae', hidden: [1500, 1500], latentDim: 4 },
    { model: 'hvae', hidden: [800], latentDim: 10, lowerLayers: [{ hidden: [1500], latentDim: 100 }] },
  ]) {
    const engine = await createEngine({ variant: 'exact', threads: 1 });
    const digits = await engine.loadDigits({ bytes: packed });
    const needed = bytesNeeded(engine.costOf({ config, training: { batchSize: 64 } }));
    const model = engine.createModel(config, { seed: 1, batchSize: 64 }, digits);
    model.train(digits, 1);
    const file = model.saveWeights({ resumable: true });
    model.dispose();
    const loaded = engine.loadModel(file);
    loaded.train(digits, 1);
    loaded.saveWeights({ resumable: true });
    // Emscripten grows a heap by up to a fifth more than requested.
    const share = engine.heapBytes / needed;
    assert.ok(share > 0.7 && share < 1.4, `${JSON.stringify(config)}: ${engine.heapBytes} of ${needed}`);
  }
});

test('a heap is oversized if it is large and far larger than its contents need', () => {
  assert.deepEqual(
    [isOversized(200e6, 10e6), isOversized(300e6, 60e6), isOversized(300e6, 90e6), isOversized(2e9, 60e6)],
    [false, true, false, true],
  );
});

test('the worker reports a far too large heap once the large model has been replaced', async () => {
  const { ask, events } = await startedEngine();
  const oversized = () => events.filter(({ event }) => event === 'oversized');
  await ask('createModel', { config: { hidden: [2000, 1500], latentDim: 2 }, training: { seed: 1, batchSize: 16 } });
  await ask('step');
  await ask('saveModel', { resumable: true });
  assert.equal(oversized().length, 0);
  await ask('createModel', { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } });
  const [{ detail }] = oversized();
  assert.ok(detail.heapBytes > 4 * detail.neededBytes);
});
