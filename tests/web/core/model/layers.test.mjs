// Hidden layers as text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLink } from '../../../../web/core/link/link.js';
import { layerSizes, layerText, layersOf } from '../../../../web/core/model/layers.js';
import { runName } from '../../../../web/core/model/run-name.js';
import { isSame, settingOf } from '../../../../web/core/model/settings.js';
import { validateConfig } from '../../../../web/core/model/validate-config.js';

const convolution = (channels, kernel, stride = 1, padding = 0) => ({
  layer: 'conv2d',
  channels,
  kernel,
  stride,
  padding,
});
const net = [convolution(32, 4, 2, 1), convolution(64, 4, 2, 1), 256];

test('layers are written as text and read from it', () => {
  for (const [text, layer] of [
    ['400', 400],
    ['conv32k4s2p1', convolution(32, 4, 2, 1)],
    ['conv8k3', convolution(8, 3)],
    ['conv8k3p1', convolution(8, 3, 1, 1)],
    ['conv8k3s2', convolution(8, 3, 2)],
  ]) {
    assert.equal(layerText(layer), text);
    assert.deepEqual(layersOf([text], 8, 4096), [layer]);
  }
  assert.equal(layerText({ layer: 'conv2d', channels: 3, kernel: 5 }), 'conv3k5');
  for (const texts of [['0'], ['4097'], ['conv'], ['conv8'], ['conv0k3'], ['conv8k3x'], ['conv8k3p1s2'], ['x'], ['']])
    assert.equal(layersOf(texts, 8, 4096), undefined, texts[0]);
  assert.equal(layersOf(['8', 'conv8k3'], 8, 4096), undefined, 'a convolution after a linear layer');
  assert.equal(layersOf(Array(9).fill('8'), 8, 4096), undefined);
});

test('a convolution has as many outputs as the core computes', () => {
  assert.deepEqual(layerSizes(net, { width: 28, height: 28 }), [32 * 196, 64 * 49, 256]);
  assert.deepEqual(layerSizes([convolution(4, 3, 2, 1), convolution(6, 3, 2)], { width: 9, height: 7 }), [80, 12]);
});

test('form, link and names have convolutions, in the kinds of models that can have them', () => {
  const { read, typed, format } = settingOf('hidden');
  const text = 'conv32k4s2p1, conv64k4s2p1, 256';
  assert.equal(typed(net), text);
  assert.deepEqual(read(text, { model: 'vae' }), net);
  assert.deepEqual(read(text, { model: 'ae' }), net);
  assert.equal(read(text, { model: 'cvae' }), undefined);
  assert.equal(read(text, { model: 'made' }), undefined);
  assert.equal(format(net), 'conv32k4s2p1-conv64k4s2p1-256');
  assert.deepEqual(parseLink(`#weights=fresh&hidden=${format(net)}`).values.hidden, net);
  assert.equal(
    runName({ model: 'vae', hidden: net, latentDim: 32 }, { seed: 1 }),
    `VAE ${net.map(layerText).join('–')}–32, #1`,
  );
  assert.ok(isSame(net, read(text)));
  assert.ok(!isSame(net, read('conv32k4s2p1, conv64k4s2, 256')));
  assert.ok(!isSame(net, [32, 64, 256]));
  const { errors } = validateConfig(
    { model: 'cvae', hidden: text, latentDim: '2', activation: 'relu', seed: '1', batchSize: '10', beta: '1' },
    100,
  );
  assert.equal(errors.hidden.key, 'error.hidden');
});
