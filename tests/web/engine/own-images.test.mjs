// Your own images, given as bytes, of other sizes than MNIST's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../../../web/engine/engine.js';

const engine = await createEngine({ variant: 'exact', threads: 1 });

/** Two classes: a bar from left to right, or from top to bottom, at a place that varies. */
function bars(count, width, height) {
  const images = new Uint8Array(count * width * height),
    labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const place = 1 + ((i * 7) % (Math.min(width, height) - 2));
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (Math.abs((label ? x : y) - place) <= 1) images[(i * height + y) * width + x] = 255;
  });
  return { images, labels, width, height };
}

for (const [width, height] of [
  [4, 4],
  [8, 8],
  [12, 20],
  [28, 28],
  [64, 64],
]) {
  test(`${width} × ${height}: a model of that size trains, the bound improves, codes and pictures have their sizes`, async () => {
    const source = bars(200, width, height);
    const set = await engine.loadDigits({ ...source, heldOut: 40 });
    assert.deepEqual([set.width, set.height, set.count, set.trainCount], [width, height, 200, 160]);
    assert.deepEqual(set.images(3, 1), source.images.subarray(3 * width * height, 4 * width * height));
    const model = engine.createModel(
      { hidden: [32], latentDim: 2 },
      { seed: 1, batchSize: 40, learningRate: 0.003 },
      set,
    );
    assert.deepEqual([model.config.width, model.config.height], [width, height]);
    const before = model.evaluate(set).negativeElbo;
    model.train(set, 300);
    const after = model.evaluate(set).negativeElbo;
    assert.ok(after < 0.7 * before, `${before} to ${after}`);
    const pixels = Float32Array.from(set.images(160, 40), (byte) => byte / 255);
    const { mu } = model.encode(pixels);
    assert.equal(mu.length, 80);
    assert.equal(model.decode(mu).length, 40 * width * height);
    const again = engine.loadModel(model.saveWeights());
    assert.deepEqual([again.config.width, again.config.height], [width, height]);
    assert.equal(again.checksum(), model.checksum());
    for (const one of [again, model, set]) one.dispose();
  });
}

test('without labels and heldOut, all labels are 0 and the last tenth is held out', async () => {
  const { images, width, height } = bars(50, 8, 8);
  const set = await engine.loadDigits({ images, width, height });
  assert.deepEqual([set.count, set.trainCount, Math.max(...set.labels)], [50, 45, 0]);
});

test('wrong images are refused with the numbers, and the engine goes on', async () => {
  const good = bars(20, 8, 8);
  for (const [changes, expected] of [
    [{ width: 3 }, { code: 'imageSetSide', params: { low: 4, high: 64, width: 3, height: 8 } }],
    [{ height: 65 }, { code: 'imageSetSide' }],
    [{ width: 7.5 }, { code: 'invalidArgument' }],
    [{ height: undefined }, { code: 'invalidArgument' }],
    [{ images: good.images.subarray(1) }, { code: 'imageSetSize', params: { expected: 1280, count: 20, got: 1279 } }],
    [{ labels: good.labels.subarray(1) }, { code: 'imageSetSize' }],
    [{ images: new Uint8Array(0), labels: undefined }, { code: 'imageSetSize' }],
    [{ labels: new Uint8Array(20).fill(62) }, { code: 'digitsLabel' }],
    [{ heldOut: 20 }, { code: 'holdOutAll' }],
    [{ images: 'none' }, { code: 'invalidArgument' }],
  ]) {
    await assert.rejects(engine.loadDigits({ ...good, ...changes }), (error) => {
      assert.equal(error.code, expected.code, `${JSON.stringify(changes).slice(0, 80)}: ${error.message}`);
      if (expected.params) assert.deepEqual(error.params, expected.params);
      return true;
    });
  }
  const set = await engine.loadDigits(good);
  assert.throws(() => engine.createModel({ hidden: [8], latentDim: 2, width: 28, height: 28 }, {}, set), {
    code: 'imageSizeDiffers',
  });
  assert.equal(engine.createModel({ hidden: [8], latentDim: 2 }, {}, set).config.width, 8);
});
