// Your own images, given as bytes, of other sizes than MNIST's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine, ImageSet } from '../../../web/engine/engine.js';
import { crossedBars as bars } from '../../support/data-files.mjs';

const engine = await createEngine({ variant: 'exact', threads: 1 });

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

test('the class names of a packed file are the names of the labels', async () => {
  const { images, labels } = bars(6, 4, 4),
    names = JSON.stringify(['rows', '세로']);
  const tail = new TextEncoder().encode(names),
    bytes = new Uint8Array(32 + 6 * 17 + tail.length),
    view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('LPDIGITS'));
  [2, 6, 4, 4, 4, tail.length].forEach((value, i) => view.setUint32(8 + 4 * i, value, true));
  bytes.set(labels, 32);
  bytes.set(images, 38);
  bytes.set(tail, 134);
  const set = await engine.loadDigits({ bytes });
  assert.deepEqual(set.labelNames, ['rows', '세로']);
  assert.deepEqual(set.images(0, 6), images);
  set.dispose();
});

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

test('bytes, floating-point numbers and arrays of either are the same set, with the names of its labels', () => {
  const { images, labels, width, height } = bars(60, 8, 8),
    each = Array.from(labels, (_, i) => images.subarray(64 * i, 64 * i + 64)),
    floats = Float32Array.from(images, (byte) => byte / 255);
  const sums = [images, new Uint8ClampedArray(images), images.buffer, floats, each, each.map((one) => [...one])].map(
    (given) => {
      const set = ImageSet.from(engine, {
        images: given,
        labels: [...labels],
        width,
        height,
        heldOut: 10,
        labelNames: ['across', 'down'],
      });
      assert.deepEqual(set.labelNames, ['across', 'down']);
      assert.deepEqual(set.images(0, 60), images);
      const model = engine.createModel({ hidden: [8], latentDim: 2 }, { seed: 2, batchSize: 10 }, set);
      model.train(set, 5);
      const sum = model.checksum();
      model.dispose();
      set.dispose();
      return sum;
    },
  );
  assert.equal(new Set(sums).size, 1);
});

test('shuffle keeps image and label together, is the same for the same seed, and mixes a sorted set', () => {
  const { images, width, height } = bars(100, 8, 8);
  const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 50 ? 0 : 1));
  for (let i = 0; i < 100; i++) images[64 * i] = i;
  const make = (shuffle) => ImageSet.from(engine, { images, labels, width, height, heldOut: 20, shuffle });
  const [one, again, other] = [make(1), make(1), make(2)];
  assert.deepEqual(one.images(0, 100), again.images(0, 100));
  assert.notDeepEqual(one.images(0, 100), other.images(0, 100));
  const pixels = one.images(0, 100),
    from = Array.from(one.labels, (_, i) => pixels[64 * i]);
  assert.deepEqual(
    [...one.labels],
    from.map((i) => labels[i]),
  );
  assert.deepEqual(
    [...from].sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, i) => i),
  );
  assert.deepEqual(new Set(one.labels.subarray(80)), new Set([0, 1]));
});

test('pictures are grey images; transparent parts are paper; other sizes are refused', async () => {
  const picture = (value, alpha = 255, side = 4) => ({
    width: side,
    height: side,
    data: Uint8ClampedArray.from({ length: 4 * side * side }, (_, i) => (i % 4 === 3 ? alpha : value)),
  });
  const set = await ImageSet.fromImages(engine, [picture(0), picture(200), picture(90, 0)], {
    invert: true,
    heldOut: 1,
  });
  assert.deepEqual(
    [0, 1, 2].map((i) => set.images(i, 1)[5]),
    [255, 55, 0],
  );
  await assert.rejects(ImageSet.fromImages(engine, [picture(0), picture(0, 255, 5)]), /pictures of 4 × 4, got 5 × 5/);
  await assert.rejects(ImageSet.fromImages(engine, []), /at least one picture/);
  await assert.rejects(ImageSet.fromImages(engine, [new Blob([])]), /no decoder outside of a browser/);
});

test('pixels and labels that are none are refused with their place', () => {
  const size = { width: 4, height: 4 };
  const from = (images, labels) => () => ImageSet.from(engine, { images, labels, ...size });
  assert.throws(from(new Float32Array(32).fill(2)), /pixels of 0 … 1, got 2/);
  assert.throws(from([Array(16).fill(0.5)]), /whole numbers 0 … 255, or a Float32Array, got 0.5/);
  assert.throws(from([new Uint8Array(16), new Uint8Array(15)]), /16 pixels in images\[1\], got 15/);
  assert.throws(from(new Uint8Array(32), [0, 1.5]), /labels\[1\] to be a whole number, got 1.5/);
  assert.throws(from('images'), /Uint8Array/);
});

test('settings that are no object are refused, with images as without', async () => {
  const set = await engine.loadDigits({ ...bars(20, 8, 8), heldOut: 4 });
  for (const config of [undefined, null, 7, 'vae']) {
    assert.throws(() => engine.createModel(config), String(config));
    assert.throws(() => engine.createModel(config, {}, set), String(config));
  }
  assert.equal(engine.createModel({ hidden: [4], latentDim: 2 }, {}, set).config.width, 8);
});
