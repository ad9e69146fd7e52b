// latentpad export: onnxruntime computes the same codes and pictures from the ONNX files as the engine from the weights.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as ort from 'onnxruntime-web';
import { createEngine } from '../../web/engine/engine.js';
import { root } from './support.mjs';

ort.env.wasm.numThreads = 1;
const folder = mkdtempSync(join(tmpdir(), 'latentpad-onnx-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const kCount = 5,
  kLabels = [0, 3, 9, 1, 25];

/** @param {Uint8Array} weights @param {string} name */
function exported(weights, name) {
  const file = join(folder, `${name}.safetensors`),
    prefix = join(folder, name);
  writeFileSync(file, weights);
  execFileSync(join(root, 'build/native/latentpad'), ['export', '--weights', file, '--onnx', prefix], {
    stdio: 'pipe',
  });
  return ['encoder', 'decoder'].map((part) => `${prefix}-${part}.onnx`);
}

const greatestDifference = (a, b) => {
  assert.equal(a.length, b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
};

/** The largest differences of codes and pictures between onnxruntime and the engine. */
async function differences(weights, name) {
  const [encoder, decoder] = await Promise.all(
    exported(weights, name).map((path) => ort.InferenceSession.create(readFileSync(path))),
  );
  const model = engine.loadModel(weights),
    { latentDim, width = 28, height = 28 } = model.config,
    pixels = width * height;
  const isConditional = encoder.inputNames.includes('y'),
    count = model.config.labels ?? 0,
    labels = isConditional ? kLabels.map((label) => label % count) : undefined;
  const tensor = (values, columns) => new ort.Tensor('float32', values, [kCount, columns]);
  const y = Float32Array.from({ length: count * kCount }, (_, i) =>
    Number(labels[Math.floor(i / count)] === i % count),
  );
  const withLabel = (inputs) => (isConditional ? { ...inputs, y: tensor(y, count) } : inputs);
  const x = Float32Array.from({ length: kCount * pixels }, (_, i) => ((i * 7919) % 97) / 97),
    z = Float32Array.from({ length: kCount * latentDim }, (_, i) => (((i * 31) % 13) - 6) / 3);
  const code = await encoder.run(withLabel({ x: tensor(x, pixels) })),
    picture = await decoder.run(withLabel({ z: tensor(z, latentDim) }));
  const ours = model.encode(x, labels);
  const found = {
    mu: greatestDifference((code.mu ?? code.code).data, ours.mu),
    logVar: code.log_var ? greatestDifference(code.log_var.data, ours.logVar) : 0,
    picture: greatestDifference(picture.x_hat.data, model.decode(z, labels)),
  };
  model.dispose();
  return found;
}

const made = (config) => {
  const model = engine.createModel(config, { seed: 3 });
  const bytes = model.saveWeights();
  model.dispose();
  return bytes;
};

for (const [name, weights] of Object.entries({
  'vae-2d': readFileSync(join(root, 'weights/vae-2d.safetensors')),
  'vae-20d': readFileSync(join(root, 'weights/vae-20d.safetensors')),
  'cvae-2d': readFileSync(join(root, 'weights/cvae-2d.safetensors')),
  'ae-2d': readFileSync(join(root, 'weights/ae-2d.safetensors')),
  'a cvae of 26 labels': made({ model: 'cvae', hidden: [20], latentDim: 2, labels: 26 }),
  'tanh, learned sigma, 8 x 6': made({
    hidden: [20, 10],
    latentDim: 3,
    activation: 'tanh',
    likelihood: 'gaussian',
    sigma: 0,
    width: 8,
    height: 6,
  }),
  'convolutions, 9 x 7': made({
    hidden: [
      { layer: 'conv2d', channels: 4, kernel: 3, stride: 2, padding: 1 },
      { layer: 'conv2d', channels: 6, kernel: 3, stride: 2 },
      5,
    ],
    latentDim: 3,
    likelihood: 'gaussian',
    sigma: 0,
    width: 9,
    height: 7,
  }),
  'an autoencoder of convolutions alone': made({
    model: 'ae',
    hidden: [{ layer: 'conv2d', channels: 8, kernel: 5, stride: 3, padding: 1 }],
    latentDim: 3,
  }),
})) {
  test(`${name}: onnxruntime and the engine agree`, async () => {
    const found = await differences(weights, name);
    console.log(`${name}: largest difference of mu ${found.mu}, log_var ${found.logVar}, x_hat ${found.picture}`);
    assert.ok(found.mu < 1e-4 && found.logVar < 1e-4 && found.picture < 1e-5, JSON.stringify(found));
  });
}

test('a model that ONNX cannot have is refused by name, and nothing is written', () => {
  for (const [name, weights, message] of [
    [
      'fvbn',
      readFileSync(join(root, 'weights/fvbn.safetensors')),
      /expected a model with an encoder and a decoder, got fvbn/,
    ],
    [
      'cb',
      made({ hidden: [8], latentDim: 2, likelihood: 'continuous_bernoulli' }),
      /continuous_bernoulli cannot be exported/,
    ],
  ]) {
    assert.throws(() => exported(weights, name), message);
    assert.ok(!existsSync(join(folder, `${name}-encoder.onnx`)));
  }
});
