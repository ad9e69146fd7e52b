// Images of other classes than a conditional model has labels: digits and model are replaced in one step, or neither.
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
const small = { config: { model: 'cvae', hidden: [16], latentDim: 2 }, training: { seed: 1, batchSize: 16 } };
const refused = (labels, classes) => ({
  code: 'labelBeyondModel',
  message: new RegExp(`has ${labels} labels and the data ${classes} classes`),
});

/** Images of the size of MNIST's digits. */
const setOf = (classes) => ({
  ...barImages(Math.max(40, 5 * classes), 28, 28, classes),
  width: 28,
  height: 28,
  heldOut: classes,
  name: 'bars',
});

/** The checksum after 20 steps in an engine of its own. */
function undisturbed(source, config = small.config) {
  const digits = ImageSet.from(engine, source);
  const model = engine.createModel(config, small.training, digits);
  model.train(digits, 20);
  const checksum = model.checksum();
  model.dispose();
  digits.dispose();
  return checksum;
}

test('images of more classes need another model: without one, nothing changes and the run continues', async () => {
  const { ask } = await startDispatcher(engine);
  const { classCount } = await ask('loadDigits', setOf(26));
  assert.equal(classCount, 26);
  assert.equal((await ask('createModel', small)).config.labels, 26);
  await ask('step', { steps: 10 });
  await assert.rejects(ask('loadDigits', setOf(62)), refused(26, 62));
  await assert.rejects(ask('createModel', { ...small, config: { ...small.config, labels: 10 } }), refused(10, 26));
  const file = engine.createModel(small.config).saveWeights();
  await assert.rejects(ask('loadModel', { bytes: file }), refused(10, 26));
  await assert.rejects(ask('encode', { pixels: new Float32Array(784), label: 26 }), /its label, 0 to 25/);
  assert.equal((await ask('step', { steps: 10 })).checksum, undisturbed(setOf(26)));
});

test('with a model they replace both, and training is that of an engine of their own', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { bytes: packed });
  assert.equal((await ask('createModel', small)).config.labels, 10);
  await ask('step', { steps: 3 });
  for (const classes of [26, 3, 62]) {
    const source = setOf(classes);
    const { model, classCount } = await ask('loadDigits', { ...source, model: small });
    assert.deepEqual([classCount, model.config.labels, model.step], [classes, classes, 0]);
    assert.equal((await ask('step', { steps: 20 })).checksum, undisturbed(source));
    assert.equal((await ask('decode', { z: new Float32Array(2), label: classes - 1 })).length, 784);
  }
});

test('images of fewer classes keep a model of more labels', async () => {
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', setOf(26));
  await ask('createModel', small);
  await ask('loadDigits', setOf(3));
  assert.equal((await ask('step', { steps: 20 })).step, 20);
  assert.equal((await ask('setTraining', { training: {} })).config.labels, 26);
});

const createWorker = () => new LocalWorker(async () => engine);
async function startClient(context) {
  const client = createClient({ createWorker });
  context.after(() => client.dispose());
  await client.ready;
  return client;
}

test('a failed worker is replaced by one whose model has its own number of labels, whatever the images have', async (context) => {
  const client = await startClient(context);
  await client.loadDigits(setOf(26));
  await client.createModel(small);
  // The labels of the model stay 26.
  await client.loadDigits(setOf(5));
  const restarted = new Promise((resolve) => client.addEventListener('restarted', resolve, { once: true }));
  client.supervisor.channel.worker.onerror({ preventDefault() {}, message: 'killed by the test' });
  await restarted;
  assert.equal((await client.step(20)).checksum, undisturbed(setOf(5), { ...small.config, labels: 26 }));
});

test('a run is restored with images of its classes, and continues as if it had not been replaced', async (context) => {
  const client = await startClient(context);
  const source = setOf(26);
  await client.loadDigits({ ...source, model: small });
  await client.step(10);
  const held = await client.saveForRestore();
  await client.loadDigits({ ...setOf(62), model: small });
  await client.step(5);
  await assert.rejects(client.restoreModel(held), refused(26, 62));
  const { digits, info, progress } = await client.restoreModel(held, source);
  assert.deepEqual([digits.classCount, info.config.labels, progress.step], [26, 26, 10]);
  assert.equal((await client.step(10)).checksum, undisturbed(source));
});
