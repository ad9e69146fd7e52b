// Completion by importance resampling, against direct computation, a grid, and the page's own core.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { gaussianOf, logDensityOf, standardGaussian } from '../../../../web/core/model/diagonal-mixture.js';
import { logSumExp, uniformFrom } from '../../../../web/core/model/gaussian.js';
import { createEngine } from '../../../../web/engine/engine.js';
import * as measures from '../../../../web/engine/measures.js';
import {
  completeByResampling,
  logPriorOverMixture,
  resample,
  summarize,
  visibleLogLikelihood,
} from '../../../../web/features/fvbn/importance-resampling.js';
import { near } from '../../support/near.mjs';

test('log p(visible | z) counts the given pixels only; a probability of exactly 0 stays finite', () => {
  const pixels = [1, 0, 1];
  const decoded = [0.5, 0.25, 0.1, 0.8, 0.5, 0.9];
  const two = visibleLogLikelihood(pixels, 2, decoded);
  near(two[0], Math.log(0.5) + Math.log(0.75), 1e-12);
  near(two[1], Math.log(0.8) + Math.log(0.5), 1e-12);
  near(visibleLogLikelihood(pixels, 3, decoded)[1] - two[1], Math.log(0.9), 1e-12);
  assert.deepEqual([...visibleLogLikelihood(pixels, 0, decoded)], [0, 0]);
  assert.ok(Number.isFinite(visibleLogLikelihood([1], 1, [0])[0]));
});

test('the weights in one dimension: p / (½ p + ½ q) by direct computation', () => {
  const q = gaussianOf({ mu: Float32Array.of(0.5), logVar: Float32Array.of(Math.log(0.25)) }),
    normal = standardGaussian(1);
  const density = (z, mean, deviation) =>
    Math.exp(-((z - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
  const codes = [-1.5, 0, 0.5, 2];
  near(Math.exp(logDensityOf(q)([0.25])), density(0.25, 0.5, 0.5), 1e-6);
  logPriorOverMixture(codes, normal, q).forEach((ratio, i) => {
    const p = density(codes[i], 0, 1);
    near(Math.exp(ratio), p / (0.5 * p + 0.5 * density(codes[i], 0.5, 0.5)), 1e-6);
  });
  // The mixture is defensive: however far q is, a weight is at most twice its likelihood.
  const [far] = logPriorOverMixture([0], normal, gaussianOf({ mu: Float32Array.of(40), logVar: Float32Array.of(-4) }));
  near(far, Math.LN2, 1e-12);
  for (const ratio of logPriorOverMixture([0.3, -2], normal, normal)) near(ratio, 0, 1e-12);
});

test('weights: all equal, one dominating, and far below the smallest number', () => {
  const equal = summarize([-900, -900, -900, -900]);
  near(equal.effectiveSize, 4, 1e-9);
  near(equal.logMean, -900, 1e-9);
  for (const weight of equal.weights) near(weight, 0.25, 1e-9);
  const one = summarize([-2000, -900, -1500, -2000]);
  near(one.effectiveSize, 1, 1e-9);
  near(one.logMean, -900 - Math.log(4), 1e-9);
  near(summarize([Math.log(1), Math.log(2)]).effectiveSize, 9 / 5, 1e-9);
  near(logSumExp([Math.log(1), Math.log(2)]), Math.log(3), 1e-12);
  assert.equal(logSumExp([-Infinity, -Infinity]), -Infinity);
});

test('resampling: by seed, each index in proportion to its weight, a dominating one always', () => {
  assert.deepEqual(resample([0, 1, 0], 4, uniformFrom(1)), [1, 1, 1, 1]);
  assert.deepEqual(resample([0.25, 0.25, 0.25, 0.25], 4, uniformFrom(3)), [0, 1, 2, 3]);
  assert.deepEqual(resample([0.1, 0.6, 0.3], 4, uniformFrom(7)), resample([0.1, 0.6, 0.3], 4, uniformFrom(7)));
  const weights = [0.05, 0.6, 0.3, 0.05],
    counts = [0, 0, 0, 0];
  for (let seed = 0; seed < 2000; seed++)
    for (const index of resample(weights, 4, uniformFrom(seed))) counts[index] += 1 / 8000;
  counts.forEach((share, i) => near(share, weights[i], 0.01, `index ${i}`));
  // A sum below 1 by rounding: no index beyond the last.
  assert.ok(resample([0.5, 0.4999], 4, () => 0.99999).every((index) => index < 2));
});

/** Twelve pixels, each with a logit that is linear in two codes. */
const WIDTH = 12;
const logit = (z, pixel) => 2 * Math.cos(pixel) * z[0] + 2 * Math.sin(1.7 * pixel) * z[1] - 0.3;
const decodeOne = (z) => Array.from({ length: WIDTH }, (_, pixel) => 1 / (1 + Math.exp(-logit(z, pixel))));
const codesOf = (z) => Array.from({ length: z.length / 2 }, (_, i) => z.subarray(2 * i, 2 * i + 2));
const decode = async (z) => Float32Array.from(codesOf(z).flatMap(decodeOne));
/** A poor approximation: the estimate must not depend on q. */
const encode = async (pixels) => ({
  mu: Float32Array.of(pixels[0] - 0.5, 0.8 - pixels[3]),
  logVar: Float32Array.of(-1, -0.5),
});
const PIXELS = Float32Array.of(1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1);
const ask = (patch) =>
  completeByResampling({
    pixels: PIXELS,
    visible: 6,
    prior: standardGaussian(2),
    samples: 4000,
    count: 4,
    seed: 1,
    atOnce: 300,
    encode,
    decode,
    ...patch,
  });

/** log p(visible pixels) and the missing pixels' means, by integration on a grid of codes. */
function integrate(visible, prior = standardGaussian(2)) {
  const logPrior = logDensityOf(prior);
  const step = 0.05;
  let total = 0;
  const means = new Float64Array(WIDTH);
  for (let a = -6; a <= 6; a += step) {
    for (let b = -6; b <= 6; b += step) {
      const chances = decodeOne([a, b]);
      let mass = Math.exp(logPrior([a, b])) * step * step;
      for (let i = 0; i < visible; i++) mass *= PIXELS[i] ? chances[i] : 1 - chances[i];
      total += mass;
      for (let i = 0; i < WIDTH; i++) means[i] += mass * chances[i];
    }
  }
  return { value: Math.log(total), means: means.map((sum) => sum / total) };
}

test('two dimensions: log p(visible) agrees with integration on a grid, and the completions with its means', async () => {
  for (const visible of [3, 6, WIDTH]) {
    const exact = integrate(visible),
      found = await ask({ visible });
    near(found.logLikelihood, exact.value, 4 / Math.sqrt(found.effectiveSize), `${visible} pixels`);
    assert.ok(found.effectiveSize > 100 && found.effectiveSize <= found.samples, String(found.effectiveSize));
  }
  const many = await ask({ count: 2000 }),
    { means } = integrate(6);
  for (let i = 6; i < WIDTH; i++)
    near(
      many.pictures.reduce((sum, picture) => sum + picture[i] / 2000, 0),
      means[i],
      0.03,
      `pixel ${i}`,
    );
});

test('a learned prior, far from N(0, I): the estimate and the completions are those of its integral', async () => {
  const prior = {
    weights: [0.7, 0.3],
    means: Float32Array.of(3, -2, -2.5, 1),
    sigmas: Float32Array.of(0.4, 0.6, 0.3, 0.5),
  };
  for (const visible of [0, 3, 6]) {
    const exact = integrate(visible, prior),
      found = await ask({ visible, prior, count: 2000 });
    near(found.logLikelihood, exact.value, 4 / Math.sqrt(found.effectiveSize) + 1e-9, `${visible} pixels`);
    for (let i = visible; i < WIDTH; i++)
      near(
        found.pictures.reduce((sum, picture) => sum + picture[i] / 2000, 0),
        exact.means[i],
        0.04,
        `pixel ${i} of ${visible}`,
      );
  }
});

test('completions keep the given pixels, follow from the seed, and do not depend on the size of requests', async () => {
  const [first, same, sliced, other] = await Promise.all([ask({}), ask({}), ask({ atOnce: 7 }), ask({ seed: 2 })]);
  assert.equal(first.pictures.length, 4);
  for (const picture of first.pictures) {
    assert.deepEqual(picture.slice(0, 6), PIXELS.slice(0, 6));
    assert.ok(picture.slice(6).every((mean) => mean > 0 && mean < 1));
  }
  assert.deepEqual(same, first);
  assert.deepEqual(sliced, first);
  assert.notDeepEqual(other.pictures, first.pictures);
});

test('no given pixel: equal weights, samples of the prior, nothing encoded; all given: the picture itself', async () => {
  const none = await ask({ visible: 0, count: 2000, encode: () => assert.fail('there is nothing to encode') });
  near(none.effectiveSize, 4000, 1e-6);
  near(none.logLikelihood, 0, 1e-9);
  const { means } = integrate(0);
  for (let i = 0; i < WIDTH; i++)
    near(
      none.pictures.reduce((sum, picture) => sum + picture[i] / 2000, 0),
      means[i],
      0.03,
      `pixel ${i}`,
    );
  for (const picture of (await ask({ visible: WIDTH })).pictures) assert.deepEqual(picture, PIXELS);
});

test('an outdated question ends after the request in progress', async () => {
  let requests = 0;
  const counted = async (z) => ((requests += 1), decode(z));
  assert.equal(await ask({ decode: counted, isOutdated: () => requests >= 3 }), null);
  assert.equal(requests, 3);
});

test('with the page’s VAE and all rows given: the estimate agrees with the integral of its posterior on a grid', async () => {
  const file = (path) => readFile(new URL(`../../../../${path}`, import.meta.url));
  const engine = await createEngine({ variant: 'exact', threads: 1 }),
    digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') }),
    model = engine.loadModel(await file('weights/vae-2d.safetensors')),
    pixels = Float32Array.from(digits.images(9002, 1), (byte) => (byte >= 128 ? 1 : 0));
  const found = await completeByResampling({
    pixels,
    visible: 784,
    prior: standardGaussian(2),
    samples: 1000,
    count: 4,
    seed: 1,
    atOnce: 200,
    encode: async (given) => model.encode(given),
    decode: async (z) => model.decode(z),
  });
  const { logIntegral } = measures.posteriorGrid(model, { pixels, side: 128 });
  near(found.logLikelihood, logIntegral, 4 / Math.sqrt(found.effectiveSize));
  model.dispose();
});
