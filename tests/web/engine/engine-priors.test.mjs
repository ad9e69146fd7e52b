// Learned priors of a VAE, and a density of an autoencoder's codes, in the engine.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ImageSet, createEngine } from '../../../web/engine/engine.js';
import * as measures from '../../../web/engine/measures.js';
import { barImages } from '../../support/data-files.mjs';
import { startDispatcher } from '../support/started-dispatcher.mjs';

const sums = JSON.parse(await readFile(new URL('../../golden/checksums.json', import.meta.url), 'utf8'));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = ImageSet.from(engine, { ...barImages(220, 8, 8, 10), width: 8, height: 8, heldOut: 20 });
const small = { hidden: [16], latentDim: 2 };
const training = { seed: 3, batchSize: 20, learningRate: 3e-3 };
const ink = Float32Array.from(digits.images(210, 1), (byte) => Math.round(byte / 255));

/** log p(z) of a prior. */
function logPrior({ weights, means, sigmas }, z) {
  const dim = z.length;
  const densities = weights.map((weight, k) =>
    z.reduce((density, value, d) => {
      const sigma = sigmas[k * dim + d];
      const scaled = (value - means[k * dim + d]) / sigma;
      return (density * Math.exp(-0.5 * scaled * scaled)) / (sigma * Math.sqrt(2 * Math.PI));
    }, weight),
  );
  return Math.log(densities.reduce((sum, density) => sum + density, 0));
}

for (const prior of ['mixture', 'vamp']) {
  test(`a VAE with the prior ${prior} trains the weights that the program trains, and its file opens`, () => {
    const model = engine.createModel({ ...small, prior, components: 7 }, training, digits);
    assert.deepEqual([model.config.prior, model.config.components], [prior, 7]);
    model.train(digits, 52);
    assert.equal(model.checksum(), sums[`prior ${prior} of 7, 52 steps, seed 3`].exact);
    const again = engine.loadModel(model.saveWeights({ resumable: true }));
    assert.deepEqual(again.config, model.config);
    again.train(digits, 5);
    model.train(digits, 5);
    assert.equal(again.checksum(), model.checksum());
  });

  test(`the prior ${prior} in numbers is that of the samples and of the likelihood`, async () => {
    const model = engine.createModel({ ...small, prior, components: 5 }, training, digits);
    model.train(digits, 60);
    const density = model.prior();
    assert.deepEqual([density.weights.length, density.means.length, density.sigmas.length], [5, 10, 10]);
    assert.ok(Math.abs(density.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-9);
    assert.equal(density.pseudoInputs.length, prior === 'vamp' ? 5 * 64 : 0);
    assert.ok(density.pseudoInputs.every((pixel) => pixel >= 0 && pixel <= 1));
    if (prior === 'vamp') {
      const { mu, logVar } = model.encode(density.pseudoInputs);
      assert.deepEqual(mu, density.means);
      logVar.forEach((value, i) => assert.ok(Math.abs(Math.exp(value / 2) - density.sigmas[i]) < 1e-6));
    }
    // The integral of p(x | z) p(z) over the plane, on a grid.
    const points = [];
    for (let x = -8; x <= 8; x += 0.1) for (let y = -8; y <= 8; y += 0.1) points.push(x, y);
    const losses = measures.reconstructionLoss(model, { pixels: ink, z: Float32Array.from(points) });
    const integral = losses.reduce(
      (sum, loss, i) => sum + Math.exp(logPrior(density, points.slice(2 * i, 2 * i + 2)) - loss) * 0.01,
      0,
    );
    const { logLikelihood, logLikelihoodError, elbo, kl } = measures.digitLikelihood(model, {
      pixels: ink,
      samples: 50_000,
    });
    assert.ok(Math.abs(logLikelihood - Math.log(integral)) < 6 * logLikelihoodError + 0.02, `${logLikelihood}`);
    assert.ok(elbo < logLikelihood + 6 * logLikelihoodError && Number.isFinite(kl));
    const { logIntegral } = await measures.posteriorGridAsync(model, { pixels: ink });
    assert.ok(Math.abs(logIntegral - Math.log(integral)) < 0.05, `${logIntegral} ${Math.log(integral)}`);
    const samples = model.samplePrior({ count: 20 });
    assert.equal(samples.length, 20 * 64);
    assert.notDeepEqual(model.samplePrior({ count: 20, seed: 2 }), samples);
  });

  test(`what has no meaning with the prior ${prior} is left out, with the reason`, () => {
    const model = engine.createModel({ ...small, prior, components: 5 }, training, digits);
    assert.equal(model.encode(ink).kl.length, 0);
    assert.equal(model.encode(ink).logVar.length, 2);
    const report = model.evaluate(digits);
    assert.deepEqual(report.klPerDimension, []);
    assert.ok(report.kl > 0 && Math.abs(report.negativeElbo - report.kl - report.reconstruction) < 1e-9);
    const { before } = model.traceStep({ pixels: ink, epsilon: Float32Array.of(0.5, -1) });
    assert.deepEqual(before.klPerDimension, [before.kl]);
    const metrics = measures.latentMetrics(model, digits, {});
    assert.equal(metrics.centredness, null);
    assert.equal(metrics.why.centredness.code, 'measureNeedsStandardPrior');
    assert.equal(typeof metrics.mmd, 'number');
  });
}

test('the prior of a model without a learned one is one component, N(0, I)', () => {
  for (const model of ['vae', 'ae', 'cvae']) {
    const { weights, means, sigmas, pseudoInputs } = engine.createModel({ ...small, model }).prior();
    assert.deepEqual([weights, [...means], [...sigmas], pseudoInputs.length], [[1], [0, 0], [1, 1], 0]);
  }
  assert.throws(
    () => engine.createModel({ model: 'made', hidden: [9], latentDim: 0 }).prior(),
    /vae, cvae, hvae and ae/,
  );
  const { config } = engine.createModel({ ...small, prior: 'standard' });
  assert.deepEqual([config.prior, config.components], [undefined, undefined]);
});

test('contradictory settings are refused, naming both', () => {
  for (const [config, message] of [
    [{ model: 'ae', prior: 'vamp' }, /prior vamp: expected a vae.*got a model of kind ae/],
    [{ model: 'cvae', prior: 'mixture' }, /prior mixture: expected a vae.*kind cvae/],
    [{ components: 5 }, /components: expected to be left out with the prior standard/],
    [{ prior: 'vamp', components: 1001 }, /components: expected a whole number from 1 to 1,?000/],
    [{ prior: 'flow' }, /prior: expected one of "standard", "mixture", "vamp", got "flow"/],
  ])
    assert.throws(() => engine.createModel({ ...small, ...config }), message);
  const { parameters } = engine.costOf({ config: { ...small, prior: 'vamp', components: 10 }, training: {} });
  assert.equal(parameters, engine.costOf({ config: small, training: {} }).parameters + 7_840);
});

test('the worker answers with the prior of its model, which training moves', async () => {
  const file = engine.createModel({ ...small, prior: 'vamp', components: 3 }, training, digits).saveWeights();
  const { ask } = await startDispatcher(engine);
  await ask('loadDigits', { ...barImages(220, 8, 8, 10), width: 8, height: 8, heldOut: 20 });
  assert.equal((await ask('loadModel', { bytes: file })).config.prior, 'vamp');
  const { weights, pseudoInputs } = await ask('prior');
  assert.deepEqual([weights.length, pseudoInputs.length], [3, 3 * 64]);
  await ask('step', { steps: 5 });
  assert.notDeepEqual((await ask('prior')).pseudoInputs, pseudoInputs);
});

test('a density of codes has their moments, and its samples are decoded to images', () => {
  const ae = engine.createModel({ ...small, model: 'ae' }, training, digits);
  ae.train(digits, 100);
  const { mu } = ae.encode(Float32Array.from(digits.images(0, 200), (byte) => byte / 255));
  const one = engine.codeDensity({ codes: mu, latentDim: 2, samples: 500 });
  const mean = [0, 1].map((d) => mu.reduce((sum, value, i) => sum + (i % 2 === d ? value : 0), 0) / 200);
  assert.deepEqual(one.weights, [1]);
  mean.forEach((value, d) => assert.ok(Math.abs(value - one.means[d]) < 1e-4));
  assert.deepEqual([one.axes.length, one.variances.length, one.samples.length], [4, 2, 1000]);
  const mixture = engine.codeDensity({ codes: mu, latentDim: 2, components: 10, samples: 50, seed: 2 });
  assert.ok(mixture.logLikelihood > one.logLikelihood, `${mixture.logLikelihood} ${one.logLikelihood}`);
  assert.deepEqual(engine.codeDensity({ codes: mu, latentDim: 2, components: 10, samples: 50, seed: 2 }), mixture);
  assert.equal(ae.decode(mixture.samples).length, 50 * 64);
  assert.throws(() => engine.codeDensity({ codes: mu, latentDim: 3 }), /a multiple of 3 numbers/);
  assert.throws(
    () => engine.codeDensity({ codes: mu.subarray(0, 6), latentDim: 2, components: 4 }),
    /at least 4 examples, got 3/,
  );
  assert.throws(() => engine.codeDensity({ codes: mu, latentDim: 2, components: 0 }), /components/);
  assert.throws(() => engine.codeDensity({ codes: Float32Array.of(1, NaN), latentDim: 2 }), /finite/);
});
