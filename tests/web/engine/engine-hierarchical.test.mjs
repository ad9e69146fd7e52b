// VAEs with several stochastic layers in the engine.
import assert from 'node:assert/strict';
import { allHidden } from '../../../web/core/model/layers.js';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createEngine } from '../../../web/engine/engine.js';
import * as measures from '../../../web/engine/measures.js';

const engine = await createEngine();
const digits = await engine.loadDigits({
  bytes: await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url)),
});
const digit = Float32Array.from(digits.images(9_000, 1), (byte) => (byte > 127 ? 1 : 0));
const layers = {
  model: 'hvae',
  hidden: [12],
  latentDim: 2,
  activation: 'tanh',
  lowerLayers: [{ hidden: [32, 24], latentDim: 8 }],
};
const sum = (list) => list.reduce((all, one) => all + one, 0);

for (const inference of ['bottom_up', 'top_down']) {
  test(`hvae, ${inference}: settings, training, measures of all layers, the code of the top layer, files`, () => {
    const model = engine.createModel(
      { ...layers, inference },
      { seed: 1, learningRate: 3e-3, betaWarmupSteps: 100 },
      digits,
    );
    assert.deepEqual(model.config.lowerLayers, layers.lowerLayers);
    assert.equal(model.config.inference, inference);
    model.train(digits, 200);
    const report = model.evaluate(digits);
    assert.ok(report.negativeElbo < 206, `${report.negativeElbo} nats, better than the mean image`);
    assert.equal(report.klPerLayer.length, 2);
    assert.equal(report.klPerDimension.length, 2);
    assert.ok(Math.abs(sum(report.klPerLayer) - report.kl) < 1e-9);
    assert.ok(Math.abs(sum(report.klPerDimension) - report.klPerLayer[1]) < 1e-9);
    assert.ok(report.klPerLayer[0] > 1, `${report.klPerLayer}`);

    const { mu, logVar } = model.encode(digit);
    assert.deepEqual([mu.length, logVar.length], [2, 2]);
    assert.equal(model.decode(mu).length, 784);
    assert.notDeepEqual(model.samplePrior({ count: 2, seed: 1 }), model.samplePrior({ count: 2, seed: 2 }));
    const { elbo, logLikelihood, gap } = measures.digitLikelihood(model, { pixels: digit, samples: 1000 });
    assert.ok(elbo < logLikelihood && Math.abs(logLikelihood - elbo - gap) < 1e-6);
    assert.ok(measures.latentMetrics(model, digits).spread > 0);

    const again = engine.loadModel(model.saveWeights({ resumable: true }));
    assert.deepEqual(again.config, model.config);
    again.train(digits, 3);
    model.train(digits, 3);
    assert.equal(again.checksum(), model.checksum());
    for (const one of [again, model]) one.dispose();
  });
}

test('hvae: the same bits as in the native program, on one thread and on two', async () => {
  const sums = JSON.parse(await readFile(new URL('../../golden/checksums.json', import.meta.url), 'utf8'));
  for (const variant of ['exact', 'fused'])
    for (const threads of [1, 2]) {
      const other = await createEngine({ variant, threads });
      const same = await other.loadDigits({
        bytes: await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url)),
      });
      const training = { seed: 3, batchSize: 128, learningRate: 3e-3, objective: 'iwae', importanceSamples: 2 };
      const model = other.createModel(layers, training, same);
      model.train(same, 43);
      assert.equal(model.checksum(), sums['hvae with iwae, 43 steps, seed 3'][variant], `${variant}, ${threads}`);
      other.dispose();
    }
});

test('hvae: what needs one latent variable is refused with its code, and the model goes on as if undisturbed', () => {
  const [model, whole] = [1, 2].map(() =>
    engine.createModel(layers, { seed: 2, objective: 'iwae', importanceSamples: 3 }),
  );
  for (const one of [model, whole]) one.train(digits, 4);
  const code = { code: 'needsOneLayer' };
  assert.throws(() => measures.posteriorGrid(model, { pixels: digit, side: 8 }), code);
  assert.throws(() => model.traceStep({ pixels: digit, epsilon: new Float32Array(2) }), code);
  assert.throws(() => measures.reconstructionLoss(model, { pixels: digit, z: new Float32Array(2) }), code);
  assert.throws(() => model.setTraining({ ...model.training, estimator: 'dreg' }), { code: 'estimatorNeedsOneLayer' });
  assert.throws(() => engine.createModel({ ...layers, lowerLayers: [] }), { code: 'inSettings' });
  assert.throws(
    () => engine.createModel({ ...layers, inference: 'sideways' }),
    /inference: expected one of "bottom_up"/,
  );
  assert.throws(() => engine.createModel({ hidden: [8], latentDim: 2, lowerLayers: layers.lowerLayers }), {
    code: 'inSettings',
  });
  for (const one of [model, whole]) one.train(digits, 4);
  assert.equal(model.checksum(), whole.checksum());
  for (const one of [model, whole]) one.dispose();
});

test('the activations are those of the hidden layers of all stochastic layers, which the page draws', () => {
  for (const inference of ['bottom_up', 'top_down']) {
    const config = {
      model: 'hvae',
      hidden: [7, 6],
      latentDim: 2,
      lowerLayers: [{ hidden: [9], latentDim: 4 }],
      inference,
    };
    const model = engine.createModel(config);
    const { encoder, decoder } = model.activations({ pixels: new Float32Array(784), z: new Float32Array(2) });
    const sizes = allHidden(config);
    assert.deepEqual(
      encoder.map(({ length }) => length),
      sizes,
    );
    assert.deepEqual(
      decoder.map(({ length }) => length),
      sizes.toReversed(),
    );
    model.dispose();
  }
});
