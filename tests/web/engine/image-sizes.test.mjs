// Images of another size than the model's: digits and model are replaced in one step, or neither.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createClient } from '../../../web/engine/client.js';
import { createEngine } from '../../../web/engine/engine.js';
import { ImageSet } from '../../../web/engine/image-set.js';
import { barImages } from '../../support/data-files.mjs';
import { LocalWorker } from '../support/local-worker.mjs';
import { startDispatcher } from '../support/started-dispatcher.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const small = { config: { model: 'vae', hidden: [16], latentDim: 2 }, training: { seed: 1, batchSize: 16 } };

/** @param {number} width @param {number} height */
const setOf = (width, height) => ({ ...barImages(120, width, height, 4), width, height, heldOut: 20, name: 'bars' });
/** The checksum after 20 steps on images of the size, in an engine of its own. */
function undisturbed(source) {
  const digits = ImageSet.from(engine, source);
  const model = engine.createModel(small.config, small.training, digits);
  model.train(digits, 20);
  const checksum = model.checksum();
  model.dispose();
  digits.dispose();
  return checksum;
}

test('images of another size need another model: without one, nothing changes and the run continues', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', setOf(8, 8));
  await ask('createModel', small);
  await ask('step', { steps: 10 });
  await assert.rejects(ask('loadDigits', { bytes: packed }), (error) => {
    assert.equal(error.code, 'otherImageSize');
    assert.deepEqual(error.params, { width: 8, height: 8, ofData: '28 × 28' });
    return true;
  });
  assert.equal((await ask('step', { steps: 10 })).checksum, undisturbed(setOf(8, 8)));
});

test('with a model they replace both, and training is that of an engine of their own', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  await ask('step', { steps: 3 });
  for (const [width, height] of [
    [64, 64],
    [4, 4],
    [6, 10],
  ]) {
    const source = setOf(width, height);
    const { model, ...digits } = await ask('loadDigits', { ...source, model: small });
    assert.deepEqual([digits.width, digits.height, digits.images.length], [width, height, 20 * width * height]);
    assert.deepEqual([model.config.width, model.config.height, model.step], [width, height, 0]);
    assert.equal((await ask('step', { steps: 20 })).checksum, undisturbed(source));
    assert.equal((await ask('encode', { pixels: new Float32Array(width * height) })).mu.length, 2);
  }
});

test('if the model is refused, digits and model stay as they were', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', setOf(8, 8));
  await ask('createModel', small);
  await ask('step', { steps: 10 });
  const source = setOf(16, 16);
  const refused = [
    [{ ...small, config: { ...small.config, hidden: [4096, 4096, 4096], latentDim: 512 } }, 'modelTooLarge'],
    [{ ...small, config: { ...small.config, width: 8, height: 8 } }, null],
    [{ ...small, training: { ...small.training, digits: [9] } }, 'noTrainingDigits'],
    [{ bytes: Buffer.from('no weights') }, null],
  ];
  for (const [model, code] of refused) {
    // Some errors are the core's.
    await assert.rejects(ask('loadDigits', { ...source, model }), (error) => code === null || error.code === code);
  }
  await assert.rejects(ask('loadDigits', { ...source, heldOut: 1000, model: small }));
  assert.equal((await ask('step', { steps: 10 })).checksum, undisturbed(setOf(8, 8)));
});

test('what a model may cost is that of the images’ size, before it is built', async () => {
  const { ask } = await startDispatcher(engine);
  const wide = { config: { ...small.config, hidden: [4096] }, training: { ...small.training, batchSize: 240 } };
  await ask('loadDigits', setOf(64, 64));
  await assert.rejects(ask('createModel', wide), { code: 'stepTooLong' });
  await ask('createModel', small);
  // The same settings are possible for digits.
  const { model } = await ask('loadDigits', { bytes: packed, model: wide });
  assert.deepEqual([model.config.width, model.config.hidden], [28, [4096]]);
});

const createWorker = () => new LocalWorker(async () => engine);

test('a failed worker is replaced by one with the images and the model that were loaded last', async (context) => {
  const client = createClient({ createWorker });
  context.after(() => client.dispose());
  await client.ready;
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.loadDigits({ ...setOf(8, 8), model: small });
  const restarted = new Promise((resolve) => client.addEventListener('restarted', resolve, { once: true }));
  client.supervisor.channel.worker.onerror({ preventDefault() {}, message: 'killed by the test' });
  await restarted;
  assert.equal((await client.step(20)).checksum, undisturbed(setOf(8, 8)));
});

test('a run is restored with images of its size, and continues as if it had not been replaced', async (context) => {
  const client = createClient({ createWorker });
  context.after(() => client.dispose());
  await client.ready;
  const source = setOf(8, 8);
  await client.loadDigits({ ...source, model: small });
  await client.step(10);
  const held = await client.saveForRestore();
  await client.loadDigits({ bytes: packed, model: small });
  await client.step(5);
  await assert.rejects(client.restoreModel(held), { code: 'imageSizeDiffers' });
  const { digits, progress } = await client.restoreModel(held, source);
  assert.deepEqual([digits.width, progress.step], [8, 10]);
  assert.equal((await client.step(10)).checksum, undisturbed(source));
});
