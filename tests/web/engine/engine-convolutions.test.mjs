// Convolutions in the engine: settings, training, files, limits.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { canFuse } from '../../../web/engine/can-fuse.js';
import { createEngine } from '../../../web/engine/engine.js';

const golden = JSON.parse(await readFile(new URL('../../golden/checksums.json', import.meta.url), 'utf8'));
const convolution = (channels, kernel, stride = 1, padding = 0) => ({
  layer: 'conv2d',
  channels,
  kernel,
  stride,
  padding,
});
const config = { hidden: [convolution(4, 4, 2, 1), convolution(8, 4, 2, 1), 16], latentDim: 3 };

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));

for (const variant of ['exact', 'fused']) {
  const skip = variant === 'fused' && !canFuse() && 'this Node cannot fuse';
  test(
    `${variant}: a convolutional VAE trains to the weights of the native program, which are saved`,
    { skip },
    async () => {
      for (const threads of [1, 2]) {
        const engine = await createEngine({ variant, threads });
        const set = await engine.loadDigits({ bytes: packed });
        const model = engine.createModel(config, { seed: 1, batchSize: 512 }, set);
        assert.deepEqual(model.config.hidden, config.hidden);
        model.train(set, 18);
        assert.equal(model.checksum(), golden['convolutional vae, 18 steps, seed 1'][variant]);
        const loaded = engine.loadModel(model.saveWeights());
        assert.equal(loaded.checksum(), model.checksum());
        assert.deepEqual(loaded.config, model.config);
        const { encoder, decoder } = model.activations({ pixels: new Float32Array(784), z: new Float32Array(3) });
        assert.deepEqual(
          [...encoder, ...decoder].map(({ length }) => length),
          [784, 392, 16, 16, 392, 784],
        );
        for (const one of [model, loaded, set]) one.dispose();
      }
    },
  );
}

test('stride and padding have PyTorch’s defaults, and what does not fit is refused with both sizes', async () => {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const model = engine.createModel({ hidden: [{ layer: 'conv2d', channels: 3, kernel: 5 }], latentDim: 2 });
  assert.deepEqual(model.config.hidden, [convolution(3, 5)]);
  model.dispose();
  const refused = (hidden, more = {}) => {
    try {
      engine.createModel({ hidden, latentDim: 2, ...more });
    } catch (error) {
      return [error.code, error.message];
    }
    throw new Error('expected a refusal');
  };
  const [code, message] = refused([convolution(3, 9)], { width: 8, height: 8 });
  assert.match(JSON.stringify([code, message]), /8 x 8, got 9 x 9/);
  assert.match(refused([8, convolution(3, 3)])[1], /convolutions before linear layers/);
  assert.match(refused([convolution(3, 3)], { model: 'cvae' })[1], /linear layers for a model of kind cvae/);
  assert.match(refused([{ layer: 'pool', units: 3 }])[1], /layer/);
  assert.match(refused([{ layer: 'conv2d', channels: 3, kernel: 3, padded: 1 }])[1], /unknown key/);
});

test('the cost counts a weight once for each position', async () => {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const cost = engine.costOf({ config: { hidden: [convolution(4, 4, 2, 1)], latentDim: 2 } });
  assert.equal(cost.encodeMultiplyAdds, 4 * 16 * 196 + 2 * 784 * 2);
  assert.equal(cost.parameters, 4 * 16 + 4 + 2 * (784 * 2 + 2) + 3 * 784 + 4 * 16 + 1);
});
