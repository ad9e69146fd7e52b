// The conditional VAE in the engine: images and codes are given with labels.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ImageSet, createEngine } from '../../../web/engine/engine.js';
import * as measures from '../../../web/engine/measures.js';
import { barImages } from '../../support/data-files.mjs';

const engine = await createEngine();
const digits = await engine.loadDigits({
  bytes: await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url)),
});
const cvae = engine.createModel({ model: 'cvae', hidden: [32], latentDim: 2 }, { seed: 1, learningRate: 3e-3 }, digits);
const pixels = Float32Array.from(digits.images(9_000, 2), (byte) => byte / 255);

test('a cvae decodes the same z to the digit of the label', () => {
  cvae.train(digits, 200);
  const z = new Float32Array(4);
  const both = cvae.decode(z, [0, 1]);
  assert.equal(both.length, 2 * 784);
  const ink = (image) => image.reduce((sum, value) => sum + value, 0);
  const centre = (image) => image[14 * 28 + 14];
  const [zero, one] = [both.subarray(0, 784), both.subarray(784)];
  assert.ok(ink(zero) > 1.3 * ink(one), 'a 0 has more ink than a 1');
  assert.ok(
    centre(one) > centre(zero),
    `a 1 goes through the middle (${centre(one)}), a 0 around it (${centre(zero)})`,
  );
  assert.deepEqual(cvae.decode(z, 1), Float32Array.from([...one, ...one]));
});

test('the label of an image changes its code; one label for all images or one for each', () => {
  const { mu } = cvae.encode(pixels, [3, 7]),
    same = cvae.encode(pixels.subarray(784), 7).mu;
  assert.deepEqual(mu.subarray(2), same);
  assert.notDeepEqual(cvae.encode(pixels.subarray(784), 3).mu, same);
});

test('training steps, the bound, held-out codes and samples use the labels', () => {
  assert.ok(Number.isFinite(cvae.trainStep(pixels, [1, 2]).negativeElbo));
  const report = cvae.evaluate(digits);
  assert.equal(report.examples, 1_000);
  assert.ok(report.negativeElbo < 206, `${report.negativeElbo} nats, better than the mean image`);
  assert.equal(cvae.encodeHeldOut(digits).mu.length, 2_000);
  assert.equal(cvae.samplePrior({ count: 10 }).length, 7_840);
  const again = engine.loadModel(cvae.saveWeights());
  assert.equal(again.config.model, 'cvae');
  assert.deepEqual(again.decode(new Float32Array(2), 4), cvae.decode(new Float32Array(2), 4));
});

test('a missing or invalid label is rejected with the expected one', () => {
  const wanted = /expected 784 numbers for each example and its label, 0 to 9, got 784 numbers and/;
  assert.throws(() => cvae.encode(pixels.subarray(784)), wanted);
  assert.throws(() => cvae.encode(pixels.subarray(784), 10), /and 10$/);
  assert.throws(() => cvae.encode(pixels, [1]), /got 1568 numbers and \[1\]/);
  assert.throws(() => cvae.decode(new Float32Array(3), 1), /expected 2 numbers for each example/);
  const vae = engine.createModel({ hidden: [8], latentDim: 2 });
  assert.deepEqual(vae.decode(new Float32Array(2), 3), vae.decode(new Float32Array(2)));
});

/** Images of 8 × 8 whose bar is at the place of the class. */
const classesOf = (count, more = {}) =>
  ImageSet.from(engine, { ...barImages(20 * count, 8, 8, count), width: 8, height: 8, heldOut: 0, ...more });
const letters = { model: 'cvae', hidden: [16], latentDim: 2 };

test('a cvae has as many labels as the images have classes, unless its settings say otherwise', () => {
  for (const [set, labels] of [
    [classesOf(2), 2],
    [classesOf(7), 7],
    [classesOf(62), 62],
    [classesOf(3, { labelNames: ['a', 'b', 'c', 'd'] }), 4],
    // Names of some labels only.
    [classesOf(5, { labelNames: ['a'] }), 5],
  ]) {
    assert.equal(set.classCount, labels);
    assert.equal(engine.createModel(letters, {}, set).config.labels, labels);
    assert.equal(engine.createModel({ ...letters, labels: 62 }, {}, set).config.labels, 62);
    assert.equal(engine.createModel({ ...letters, model: 'vae' }, {}, set).config.labels, undefined);
    set.dispose();
  }
  assert.equal(engine.createModel(letters).config.labels, 10);
  assert.equal(engine.createModel(letters, {}, digits).config.labels, 10);
  assert.equal(engine.createModel({ ...letters, labels: 3 }).config.labels, 3);
  // Images without labels have one class, which would be no condition.
  const bare = ImageSet.from(engine, { images: new Uint8Array(640), width: 8, height: 8 });
  assert.deepEqual([bare.classCount, engine.createModel(letters, {}, bare).config.labels], [1, 2]);
  for (const labels of [1, 63, 2.5, 'ten'])
    assert.throws(() => engine.createModel({ ...letters, labels }), /labels: expected a whole number/);
  assert.throws(
    () => engine.createModel({ hidden: [4], latentDim: 2, labels: 10 }),
    /labels: expected a whole number from 0 to 0/,
  );
});

test('26 classes train the weights that the program trains of them, and every label decodes to its own image', async () => {
  const sums = JSON.parse(await readFile(new URL('../../golden/checksums.json', import.meta.url), 'utf8'));
  const exact = await createEngine({ variant: 'exact', threads: 1 });
  const set = ImageSet.from(exact, { ...barImages(520, 8, 8, 26), width: 8, height: 8, heldOut: 0 });
  const model = exact.createModel(letters, { seed: 3, batchSize: 20 }, set);
  model.train(set, 52);
  assert.equal(model.checksum(), sums['cvae of 26 classes, 52 steps, seed 3'].exact);
  const [all, z] = [[...Array(26).keys()], new Float32Array(52)];
  const decoded = model.decode(z, all);
  const images = new Set(all.map((label) => decoded.subarray(64 * label, 64 * label + 64).join()));
  assert.equal(images.size, 26);
  assert.deepEqual(model.decode(z.subarray(0, 2), 25), decoded.slice(25 * 64));
  assert.throws(() => model.decode(z, 26), /2 numbers for each example and its label, 0 to 25, got 52 numbers and 26/);
  const image = Float32Array.from(set.images(25, 1), (byte) => byte / 255);
  assert.notDeepEqual(model.encode(image, 25).mu, model.encode(image, 24).mu);
  const { mu } = await model.encodeAsync(Float32Array.from([...image, ...image]), { labels: [24, 25] });
  assert.deepEqual(mu.slice(2), model.encode(image, 25).mu);
  const ink = Float32Array.from(image, Math.round);
  assert.ok(measures.digitLikelihood(model, { pixels: ink, label: 25, samples: 50 }).elbo < 0);
  assert.equal(measures.reconstructionLoss(model, { pixels: ink, z: z.subarray(0, 2), label: 25 }).length, 1);
  assert.equal(
    model.activations({ pixels: image, z: z.subarray(0, 2), label: 25, decodeLabel: 3 }).encoder[0].length,
    16,
  );
  assert.ok(Number.isFinite(model.traceStep({ pixels: image, epsilon: new Float32Array(2), label: 25 }).before.kl));
  assert.ok(model.samplePrior({ count: 60 }).every((value) => value >= 0 && value <= 1));
  const file = model.saveWeights(),
    again = exact.loadModel(file);
  assert.equal(again.config.labels, 26);
  assert.equal(exact.settingsOf(file).config.labels, 26);
  assert.equal(again.checksum(), model.checksum());
  assert.deepEqual(again.decode(z, all), decoded);
  exact.dispose();
});

test('images of more classes than labels are refused before a step, and training goes on as if never asked', () => {
  const [few, many] = [classesOf(10), classesOf(26)];
  const [asked, twin] = [1, 2].map(() => engine.createModel({ ...letters, labels: 10 }, { batchSize: 20 }, few));
  asked.train(few, 3);
  const refused = {
    code: 'labelBeyondModel',
    message:
      /the model has 10 labels and the data 26 classes, image 10 has the label 10; make a model with labels = 26/,
  };
  assert.throws(() => asked.train(many, 3), refused);
  assert.throws(() => asked.evaluate(many), refused);
  asked.train(few, 3);
  twin.train(few, 6);
  assert.equal(asked.checksum(), twin.checksum());
  // Those of the classes that it has are trained on.
  asked.setTraining({});
  const some = engine.createModel({ ...letters, labels: 10 }, { batchSize: 20, digits: [0, 1, 2] }, many);
  assert.equal(some.train(many, 2).steps, 2);
});

test('models of other numbers of labels share a set of images, also while one is evaluated', () => {
  const set = classesOf(5, { heldOut: 40 });
  const [five, ten] = [5, 10].map((labels) => engine.createModel({ ...letters, labels }, { batchSize: 20 }, set));
  const alone = five.evaluate(set);
  five.beginEvaluation(set);
  assert.equal(five.advanceEvaluation(10), null);
  // Its examples are others of the same images.
  ten.train(set, 2);
  assert.deepEqual(five.advanceEvaluation(1000), alone);
});
