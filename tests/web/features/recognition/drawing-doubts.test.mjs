// Drawings that are no digit are noticed, and digits are not taken for such: rates over MNIST.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { uniformFrom } from '../../../../web/core/model/gaussian.js';
import { prepareDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';
import { createEngine } from '../../../../web/engine/engine.js';
import { doubtOf, holesOf, isSeveralDigits } from '../../../../web/features/recognition/drawing-doubts.js';
import { percentWithLargerLoss } from '../../../../web/features/likelihood/typicality.js';
import { strokesAt } from '../../support/photographs.mjs';

const file = (path) => readFile(new URL(`../../../../${path}`, import.meta.url));
const engine = await createEngine();
const classifier = await file('weights/classifier.safetensors');
const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });
const ALL = 10_000;
const imagesOf = (from, count) => Float32Array.from(digits.images(from, count), (byte) => byte / 255);
const all = imagesOf(0, ALL);
const one = (images, i) => images.subarray(784 * i, 784 * (i + 1));
const draw = (strokes, pen = 0.06) =>
  prepareDigit(
    rasterizeStrokes(
      strokes,
      strokes.map(() => pen),
    ),
  );
const joined = (images) => {
  const data = new Float32Array(784 * images.length);
  images.forEach((image, i) => data.set(image, 784 * i));
  return data;
};
const classify = (pixels) => {
  const rows = [];
  for (let from = 0; from < pixels.length; from += 784 * 500) {
    const part = engine.classify({ pixels: pixels.slice(from, from + 784 * 500), classifier });
    for (let i = 0; i < part.length; i += 10) rows.push(part.slice(i, i + 10));
  }
  return rows;
};

/** −ELBO with z = μ, for Bernoulli pixels. */
function losses(model, pixels) {
  const { mu, kl } = model.encode(pixels),
    probability = model.decode(mu);
  const count = pixels.length / 784,
    dimensions = mu.length / count;
  return Array.from({ length: count }, (_, i) => {
    let loss = 0;
    for (let j = 784 * i; j < 784 * (i + 1); j++) {
      const p = Math.min(1 - 1e-6, Math.max(1e-6, probability[j]));
      loss -= pixels[j] * Math.log(p) + (1 - pixels[j]) * Math.log(1 - p);
    }
    for (let d = 0; d < dimensions; d++) loss += kl[i * dimensions + d];
    return loss;
  });
}

const random = uniformFrom(3);
/** Tangled lines, and zigzags. */
const scribbles = Array.from({ length: 200 }, (_, i) => {
  const [f, g, phase] = [3 + 5 * random(), 2 + 6 * random(), 6 * random()],
    turns = 10 + Math.floor(8 * random());
  return draw([
    i % 2
      ? Array.from({ length: turns }, (_, k) => [0.1 + 0.8 * (k % 2), 0.1 + (0.8 * k) / (turns - 1)])
      : Array.from({ length: 150 }, (_, k) => [
          0.5 + 0.4 * Math.sin((f * k * 2 * Math.PI) / 150 + phase),
          0.5 + 0.4 * Math.sin((g * k * 2 * Math.PI) / 150),
        ]),
  ]);
});

test('of 10,000 digits fewer than 0.5 % are taken for several', () => {
  let count = 0;
  for (let i = 0; i < ALL; i++) count += isSeveralDigits(one(all, i)) ? 1 : 0;
  console.log(`# taken for several digits: ${count} of ${ALL}`);
  assert.ok(count < 0.005 * ALL, `${count}`);
});

test('of 10,000 digits fewer than 2 % are unusual by their shape and their label', () => {
  const rows = classify(all);
  const count = rows.filter((probabilities, i) =>
    doubtOf({ pixels: one(all, i), probabilities, percent: null }),
  ).length;
  console.log(`# unusual without the percentile: ${count} of ${ALL}`);
  assert.ok(count < 0.015 * ALL, `${count}`);
});

test('with the percentile fewer than 2 % of held-out digits are unusual, and most scribbles', async () => {
  const count = digits.labels.length - digits.trainCount;
  const held = imagesOf(digits.trainCount, count),
    drawn = joined(scribbles);
  const labelsOfHeld = classify(held),
    labelsOfDrawn = classify(drawn);
  for (const name of ['vae-2d', 'vae-20d']) {
    const model = engine.loadModel(await file(`weights/${name}.safetensors`));
    const reference = losses(model, held);
    const rate = (images, rows) => {
      const own = losses(model, images);
      return (
        rows.filter((probabilities, i) =>
          doubtOf({ pixels: one(images, i), probabilities, percent: percentWithLargerLoss(reference, own[i]) }),
        ).length / rows.length
      );
    };
    const [digitsDoubted, scribblesDoubted] = [rate(held, labelsOfHeld), rate(drawn, labelsOfDrawn)];
    console.log(`# ${name}: unusual ${digitsDoubted} of held-out digits, ${scribblesDoubted} of scribbles`);
    assert.ok(digitsDoubted < 0.02, `${name}: ${digitsDoubted}`);
    assert.ok(scribblesDoubted > 0.8, `${name}: ${scribblesDoubted}`);
    model.dispose();
  }
});

test('two digits side by side are several; one whose strokes are apart is not', () => {
  const pair = (a, b, gap = 0.05) =>
    draw([...strokesAt(a, { x: 0.02, y: 0.25, size: 0.45 }), ...strokesAt(b, { x: 0.47 + gap, y: 0.27, size: 0.45 })]);
  for (const [a, b] of [
    [1, 1],
    [3, 7],
    [4, 1],
    [7, 4],
  ])
    assert.equal(doubtOf({ pixels: pair(a, b), probabilities: null, percent: 50 }), 'several', `${a} ${b}`);
  const four = draw([
    [
      [0.35, 0.1],
      [0.2, 0.55],
      [0.75, 0.55],
    ],
    [
      [0.65, 0.1],
      [0.65, 0.45],
    ],
    [
      [0.65, 0.65],
      [0.65, 0.95],
    ],
  ]);
  const five = draw([
    [
      [0.3, 0.3],
      [0.3, 0.5],
      [0.7, 0.6],
      [0.6, 0.9],
      [0.3, 0.85],
    ],
    [
      [0.3, 0.1],
      [0.75, 0.1],
    ],
  ]);
  const dotted = draw([
    [
      [0.5, 0.35],
      [0.5, 0.9],
    ],
    [[0.5, 0.15]],
  ]);
  for (const pixels of [four, five, dotted]) assert.equal(isSeveralDigits(pixels), false);
  assert.equal(isSeveralDigits(new Float32Array(784)), false);
});

test('unusual: a larger loss than 99 % of the digits, no label, or many holes', () => {
  const pixels = draw(strokesAt(3, { x: 0.1, y: 0.1, size: 0.8 }));
  const sure = Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    unsure = new Float32Array(10).fill(0.1);
  assert.equal(doubtOf({ pixels, probabilities: sure, percent: 40 }), null);
  assert.equal(doubtOf({ pixels, probabilities: sure, percent: 0.5 }), 'unusual');
  assert.equal(doubtOf({ pixels, probabilities: unsure, percent: 40 }), 'unusual');
  assert.equal(doubtOf({ pixels, probabilities: null, percent: null }), null);
  const grid = draw(
    [0.1, 0.5, 0.9].flatMap((at) => [
      [
        [0.1, at],
        [0.9, at],
      ],
      [
        [at, 0.1],
        [at, 0.9],
      ],
    ]),
  );
  assert.equal(holesOf(grid), 4);
  assert.equal(doubtOf({ pixels: grid, probabilities: sure, percent: 40 }), 'unusual');
  assert.equal(doubtOf({ pixels: new Float32Array(9), probabilities: null, percent: null }), null);
});
