// The conditional VAE in the engine: images and codes are given with labels.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createEngine } from '../../../web/engine/engine.js';

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
