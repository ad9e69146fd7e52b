import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copiesOf, imagesOfDrawings, vary } from '../../../web/data/drawn-images.js';
import { readFiles } from '../../../web/data/read-files.js';
import { zipOfIdx } from '../../../web/data/write-idx.js';
import { createEngine } from '../../../web/engine/engine.js';
import { classShapes } from '../../support/drawn-shapes.mjs';
import { fileOf } from '../../support/data-files.mjs';

const kClasses = classShapes(12);

test('variations of one drawing differ, and are the same for the same seed', () => {
  const [{ drawings }] = kClasses;
  const random = () => 0.9;
  assert.deepEqual(vary(drawings[0], random), vary(drawings[0], random));
  assert.notDeepEqual(
    vary(drawings[0], () => 0.1),
    vary(drawings[0], random),
  );
  const third = imagesOfDrawings(kClasses, 3);
  assert.deepEqual(imagesOfDrawings(kClasses, 3), third);
  assert.notDeepEqual(imagesOfDrawings(kClasses, 4).images, third.images);
});

test('held out are whole drawings with their variations, of each class', () => {
  const made = imagesOfDrawings(kClasses);
  const copies = copiesOf(24);
  assert.equal(copies, 100);
  assert.equal(made.labels.length, 24 * copies);
  assert.equal(made.heldOut, 4 * copies, 'two of twelve drawings of two classes');
  const last = made.labels.subarray(-made.heldOut);
  assert.deepEqual([...new Set(last)], [0, 1]);
  // No image of the held-out part is in the training part.
  const keys = Array.from(made.labels, (_, i) =>
    Buffer.from(made.images.subarray(784 * i, 784 * (i + 1))).toString('base64'),
  );
  const train = new Set(keys.slice(0, -made.heldOut));
  assert.ok(keys.slice(-made.heldOut).every((key) => !train.has(key)));
  const two = imagesOfDrawings(kClasses.map(({ name, drawings }) => ({ name, drawings: drawings.slice(0, 2) })));
  assert.equal(two.heldOut, 2 * copiesOf(4));
});

test('saved as IDX it is read again with its test set and the names of its classes', async () => {
  const made = imagesOfDrawings(kClasses);
  const read = await readFiles([fileOf('drawn.zip', zipOfIdx(made))]);
  assert.deepEqual(read.images, made.images);
  assert.deepEqual(read.labels, made.labels);
  assert.deepEqual(read.names, ['circle', 'zigzag']);
  assert.equal(read.testCount, made.heldOut);
});

test('two drawn classes separate in the latent plane: k-NN accuracy', async () => {
  const engine = await createEngine();
  const { images, labels, width, height, heldOut, names } = imagesOfDrawings(kClasses);
  assert.equal(names.length, 2);
  const digits = await engine.loadDigits({ images, labels, width, height, heldOut });
  const model = engine.createModel({ hidden: [64], latentDim: 2 }, { batchSize: 64, learningRate: 2e-3 }, digits);
  for (let steps = 0; steps < 300; steps += 50) model.train(digits, 50);
  const codes = (from, count) => model.encode(Float32Array.from(digits.images(from, count), (byte) => byte / 255)).mu;
  const train = labels.length - heldOut,
    near = codes(0, train),
    held = codes(train, heldOut);
  let right = 0;
  for (let i = 0; i < heldOut; i++) {
    const distances = Array.from({ length: train }, (_, k) => [
      (held[2 * i] - near[2 * k]) ** 2 + (held[2 * i + 1] - near[2 * k + 1]) ** 2,
      labels[k],
    ]).sort(([a], [b]) => a - b);
    const votes = distances.slice(0, 10).filter(([, label]) => label === labels[train + i]).length;
    if (votes > 5) right += 1;
  }
  const accuracy = right / heldOut;
  console.log(`k-NN accuracy of two drawn classes (k = 10): ${accuracy.toFixed(3)}`);
  assert.ok(accuracy > 0.95, String(accuracy));
  model.dispose();
  digits.dispose();
});
