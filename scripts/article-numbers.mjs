#!/usr/bin/env node
// Measures the results stated in the article's tasks, and prints them below the sentences.
//
//   node scripts/article-numbers.mjs [NAME…]     names of tasks, as in web/features/article/article-links.js; all of them takes minutes
//
// The numbers of AE and VAE over three seeds are those of scripts/compare-seeds.sh.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readArticle } from './article-plugin.mjs';
import { createEngine } from '../web/engine/engine.js';
import { reconstructionLoss, sampleQuality } from '../web/engine/measures.js';
import { digitFromBytes, PIXELS, thresholdAtHalf } from '../web/core/pictures/digit-image.js';
import { reparameterize, standardNormal, uniformFrom } from '../web/core/model/gaussian.js';

/** @typedef {import('../web/engine/model.js').Model} Model */

const file = (/** @type {string} */ path) => readFile(new URL(`../${path}`, import.meta.url));
const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The engine, the page's digits, and the base model of most tasks.
 * @param {import('../web/engine/messages.js').EngineOptions} [options]
 */
export async function createBench(options) {
  const engine = await createEngine(options);
  const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });
  const { count, trainCount, labels } = digits;
  const images = digits.images(0, count);
  return {
    digits,
    trainCount,
    labels,
    trainingImages: images.subarray(0, trainCount * PIXELS),
    heldOut: Array.from({ length: count - trainCount }, (_, i) => trainCount + i),
    image: (/** @type {number} */ index) => digitFromBytes(images, index),
    /** @param {string} name @returns {Promise<Model>} */
    shipped: async (name) => engine.loadModel(await file(`weights/${name}.safetensors`)),
    classifier: await file('weights/classifier.safetensors'),
    /**
     * Trains as the page does, for this number of epochs on the selected digits.
     * @param {{latentDim?: number, epochs?: number} & Partial<import('../web/engine/messages.js').TrainingConfig>} settings
     */
    trained({ latentDim = 2, epochs = 8, ...training }) {
      const model = engine.createModel({ hidden: [128, 64, 32], latentDim }, { seed: 1, ...training }, digits);
      let statistics = model.train(digits, 1);
      while (!statistics.diverged && model.epochs(digits) < epochs) statistics = model.train(digits, 1);
      return { model, statistics };
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof createBench>>} Bench */

/** −log p(x | z) and −ELBO of some digits, with noise from a seed. @param {Bench} bench @param {Model} model @param {number[]} indices */
function lossesOf({ image }, model, indices, scale = 1) {
  const pixels = new Float32Array(indices.length * PIXELS);
  indices.forEach((index, i) => pixels.set(image(index), i * PIXELS));
  const { mu, logVar, kl } = model.encode(pixels),
    { latentDim } = model.config;
  const z = reparameterize(mu, logVar, standardNormal(mu.length, uniformFrom(1)), scale);
  const reconstruction = reconstructionLoss(model, { pixels: thresholdAtHalf(pixels), z });
  const klOf = (/** @type {number} */ i) =>
    kl.subarray(i * latentDim, (i + 1) * latentDim).reduce((sum, value) => sum + value, 0);
  return { painted: model.decode(z), reconstruction, negativeElbo: reconstruction.map((loss, i) => loss + klOf(i)) };
}

/** The most frequent label of the five nearest training digits. @param {Bench} bench @param {Float32Array} picture */
function nearestLabel({ trainingImages, trainCount, labels }, picture) {
  const distances = new Float64Array(trainCount);
  for (let i = 0; i < distances.length; i++) {
    for (let pixel = 0; pixel < PIXELS; pixel++)
      distances[i] += (trainingImages[i * PIXELS + pixel] / 255 - picture[pixel]) ** 2;
  }
  const near = [...distances.keys()]
    .sort((a, b) => distances[a] - distances[b])
    .slice(0, 5)
    .map((i) => labels[i]);
  const votes = (/** @type {number} */ label) => near.filter((other) => other === label).length;
  return near.reduce((best, label) => (votes(label) > votes(best) ? label : best));
}

/** @param {Bench} bench @param {Parameters<Bench['trained']>[0]} settings */
function score({ digits, trained }, settings) {
  const { model } = trained(settings);
  const { negativeElbo, reconstruction, kl, activeUnits } = model.evaluate(digits);
  model.dispose();
  return { ...settings, negativeElbo, reconstruction, kl, activeUnits };
}

/** By task. @type {Record<string, (bench: Bench) => unknown>} */
export const MEASURES = {
  rate({ trained }) {
    const {
      model,
      statistics: { diverged, divergedStep },
    } = trained({ learningRate: 1 });
    model.dispose();
    return { diverged, divergedStep };
  },
  latent: (bench) =>
    [2, 20].flatMap((latentDim) => [1, 2, 3].map((seed) => score(bench, { latentDim, seed, epochs: 10 }))),
  async scale(bench) {
    const model = await bench.shipped('vae-2d');
    const reconstruction = [0, 1, 3].map((scale) => mean(lossesOf(bench, model, bench.heldOut, scale).reconstruction));
    model.dispose();
    return reconstruction;
  },
  beta: (bench) => [1, 20].map((beta) => score(bench, { beta })),
  async prior({ digits, classifier, shipped }) {
    const names = ['ae-2d', 'vae-2d'];
    return Promise.all(
      names.map(async (name) => {
        const model = await shipped(name);
        const { labelHistogram, samples } = sampleQuality(model, digits, { classifier });
        model.dispose();
        return labelHistogram.map((share) => Math.round(share * samples));
      }),
    );
  },
  four(bench) {
    const { model } = bench.trained({ digits: [1, 7] });
    const { labels, heldOut } = bench,
      of = (/** @type {number[]} */ wanted) => heldOut.filter((index) => wanted.includes(labels[index]));
    const fours = of([4]),
      { painted } = lossesOf(bench, model, fours.slice(0, 20), 0);
    const became = fours
      .slice(0, 20)
      .map((_, i) => nearestLabel(bench, painted.subarray(i * PIXELS, (i + 1) * PIXELS)));
    const nats = {
      fours: mean(lossesOf(bench, model, fours).negativeElbo),
      onesAndSevens: mean(lossesOf(bench, model, of([1, 7])).negativeElbo),
    };
    model.dispose();
    return {
      sevens: became.filter((label) => label === 7).length,
      ones: became.filter((label) => label === 1).length,
      ...nats,
    };
  },
  warmup: (bench) =>
    [0, 700].flatMap((betaWarmupSteps) =>
      [1, 2].map((seed) => score(bench, { latentDim: 20, betaWarmupSteps, seed, epochs: 20 })),
    ),
  seed({ trained }) {
    return [1, 1, 2].map((seed) => {
      const { model } = trained({ seed, epochs: 1 });
      const checksum = model.checksum();
      model.dispose();
      return checksum;
    });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !Object.hasOwn(MEASURES, name));
  if (unknown) {
    console.error(`article-numbers: expected some of ${Object.keys(MEASURES).join(', ')}, got ${unknown}`);
    process.exit(2);
  }
  const bench = await createBench();
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const task =
      readArticle('en')
        .split(/\n{2,}/)
        .find((block) => block.startsWith(`? ${name}: `)) ?? '';
    console.log(
      `${name}\n  ${task
        .split('\n')
        .filter((line) => line.startsWith('> '))
        .join('\n  ')
        .replaceAll('> ', '')}`,
    );
    console.dir(await measure(bench), { breakLength: 160 });
  }
}
