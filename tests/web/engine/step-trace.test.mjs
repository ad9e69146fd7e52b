// One step in slow motion and the layers' activations, with the same module as in the page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createEngine } from '../../../web/engine/engine.js';

const file = (path) => readFile(new URL(`../../../${path}`, import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });
const pixels = Float32Array.from(digits.images(9_001, 1), (byte) => (byte > 127 ? 1 : 0));
const total = ({ reconstruction, kl }) => reconstruction + kl;

function withModel(config, use) {
  const model = engine.createModel(config, { seed: 1 }, digits);
  try {
    return use(model);
  } finally {
    model.dispose();
  }
}

test('a traced step has the model’s numbers and leaves the model unchanged', () => {
  withModel({ hidden: [64, 32], latentDim: 3 }, (model) => {
    model.train(digits, 30);
    const before = model.checksum(),
      epsilon = Float32Array.of(0.5, -1, 2);
    const trace = model.traceStep({ pixels, epsilon });
    assert.equal(model.checksum(), before);
    assert.equal(model.describe().step, 30);
    const { mu, logVar } = model.encode(pixels);
    assert.deepEqual([trace.before.mu, trace.before.logVar], [mu, logVar]);
    assert.deepEqual(trace.before.probabilities, model.decode(trace.before.z));
    trace.before.z.forEach((z, i) => assert.ok(Math.abs(z - (mu[i] + Math.exp(logVar[i] / 2) * epsilon[i])) < 1e-5));
    assert.equal(trace.step, 31);
    assert.equal(trace.beta, 1);
    const kl = mu.reduce((sum, m, i) => sum + (m * m + Math.exp(logVar[i]) - 1 - logVar[i]) / 2, 0);
    assert.ok(Math.abs(kl - trace.before.kl) < 1e-4);
    mu.forEach((m, i) => assert.ok(Math.abs(trace.dMu[i] - (trace.dZ[i] + m)) < 1e-3 * (1 + Math.abs(trace.dZ[i]))));
    assert.ok(trace.parameters.every(({ gradientNorm, changeNorm }) => gradientNorm > 0 && changeNorm > 0));
    assert.equal(trace.parameters[0].name, 'encoder.0.weight');
    assert.ok(total(trace.after) < total(trace.before));
  });
});

test('an AE’s traced step equals its training step', () => {
  withModel({ model: 'ae', hidden: [32], latentDim: 2 }, (model) => {
    model.train(digits, 20);
    const trace = model.traceStep({ pixels });
    assert.equal(trace.before.logVar.length + trace.before.klPerDimension.length + trace.dLogVar.length, 0);
    model.trainStep(pixels);
    assert.deepEqual(model.encode(pixels).mu, trace.after.mu);
    assert.deepEqual(model.decode(trace.after.mu), trace.after.probabilities);
  });
});

test('activations: every hidden layer, of the encoder for the digit and of the decoder for z', () => {
  withModel({ hidden: [64, 32], latentDim: 3 }, (model) => {
    const one = model.activations({ pixels, z: Float32Array.of(0, 0, 0) }),
      other = model.activations({ pixels, z: Float32Array.of(2, 0, 0) });
    assert.deepEqual(
      one.encoder.map(({ length }) => length),
      [64, 32],
    );
    assert.deepEqual(
      one.decoder.map(({ length }) => length),
      [32, 64],
    );
    assert.deepEqual(one.encoder, other.encoder);
    assert.notDeepEqual(one.decoder, other.decoder);
    assert.ok(one.encoder[0].some((value) => value > 0) && one.encoder[0].every((value) => value >= 0));
  });
  withModel({ hidden: [], latentDim: 3 }, (model) => {
    assert.deepEqual(model.activations({ pixels, z: new Float32Array(3) }), { encoder: [], decoder: [] });
  });
});

test('impossible requests are rejected with a reason', () => {
  withModel({ hidden: [8], latentDim: 3 }, (model) => {
    const epsilon = new Float32Array(3);
    assert.throws(
      () => model.traceStep({ pixels: new Float32Array(10), epsilon }),
      /traceStep: expected a multiple of 784 numbers, at least one, got 10/,
    );
    assert.throws(
      () => model.traceStep({ pixels: new Float32Array(1568), epsilon }),
      /traceStep: expected one image, got 2/,
    );
    assert.throws(
      () => model.traceStep({ pixels: pixels.map((p) => p * 2), epsilon }),
      /expected pixels in \[0, 1\], got 2/,
    );
    assert.throws(
      () => model.traceStep({ pixels, epsilon: new Float32Array(2) }),
      /traceStep: expected a multiple of 3 numbers, at least one, got 2/,
    );
    assert.throws(
      () => model.traceStep({ pixels, epsilon: new Float32Array(6) }),
      /expected 3 numbers of epsilon, got 6/,
    );
    assert.throws(() => model.traceStep({ pixels, epsilon: Float32Array.of(0, NaN, 0) }), /expected finite numbers/);
    assert.throws(() => model.traceStep({ pixels: [1, 2], epsilon }), /traceStep: expected a Float32Array, got Array/);
    assert.throws(() => model.activations({ pixels, z: new Float32Array(6) }), /activations: expected one z, got 2/);
  });
  withModel({ model: 'fvbn', hidden: [], latentDim: 0 }, (model) => {
    assert.throws(
      () => model.traceStep({ pixels }),
      /traceStep: expected a model that has it \(vae, cvae, hvae and ae\), got fvbn/,
    );
    assert.throws(
      () => model.activations({ pixels, z: new Float32Array(1) }),
      /activations: expected a model that has it \(vae, cvae, hvae and ae\), got fvbn/,
    );
  });
});
