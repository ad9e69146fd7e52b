#!/usr/bin/env node
// Measures the results stated in the article, and prints them below its sentences. A run has the settings of the article's
// link and is measured as the page's panels measure it.
//
//   node scripts/article-numbers.mjs [NAME…]     names of links, as in web/features/article/article-links.js; all of them takes minutes
//   node scripts/article-numbers.mjs --record    writes tests/golden/article-numbers.json, with which the test compares the text
//
// The numbers of AE and VAE over three seeds are those of scripts/compare-seeds.sh.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readSource } from './reading-plugin.mjs';
import { parseLink } from '../web/core/link/link.js';
import { SETTINGS_TABLE } from '../web/core/model/settings.js';
import { LINKS } from '../web/features/article/article-links.js';
import { createEngine } from '../web/engine/engine.js';
import { importanceBound, latentMetrics, reconstructionAt, sampleQuality } from '../web/engine/measures.js';
import { DIGIT_SIZE, digitFromBytes, PIXELS, thresholdAtHalf } from '../web/core/pictures/digit-image.js';
import {
  fitDensity,
  sampleMixture,
  FITTED_DIGITS,
  labelQuality,
  thresholded,
} from '../web/features/compare/fitted-samples.js';
import { entropyError, labelCountsOf } from '../web/features/compare/label-entropy.js';
import { QUALITY_SAMPLES } from '../web/features/compare/compare-state.js';
import { standardNormal, uniformFrom } from '../web/core/model/gaussian.js';

/** @typedef {import('../web/engine/model.js').Model} Model */

const file = (/** @type {string} */ path) => readFile(new URL(`../${path}`, import.meta.url));
const mean = (/** @type {ArrayLike<number>} */ values) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (/** @type {number[]} */ values) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

/**
 * The run that a link of the article starts, as the page reads it.
 * @param {string} name
 */
export function runOf(name) {
  const { values } = parseLink(LINKS[name]);
  const settings = { config: {}, training: {} };
  for (const { name: setting, of, key } of SETTINGS_TABLE)
    if (Object.hasOwn(values, key)) settings[of][setting] = values[key];
  return { ...settings, epochs: /** @type {number} */ (values.epochs) };
}

/** A run with other settings of its model or training, or other epochs. @param {ReturnType<typeof runOf>} run @param {Record<string, any>} changes */
function changed({ config, training, epochs }, changes) {
  const of = (/** @type {Record<string, any>} */ settings) =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, changes[name] ?? value]));
  return { config: of(config), training: of(training), epochs: changes.epochs ?? epochs };
}

/**
 * The engine, the page's digits, and models.
 * @param {import('../web/engine/messages.js').EngineOptions} [options]
 */
export async function createBench(options) {
  const engine = await createEngine(options);
  const digits = await engine.loadDigits({ bytes: await file('build/data/digits.bin.gz') });
  const { count, trainCount, labels } = digits;
  const images = digits.images(0, count);
  /** @type {Map<string, ReturnType<typeof train>>} */
  const runs = new Map();
  /** @param {ReturnType<typeof runOf>} run */
  function train({ config, training, epochs }) {
    const model = engine.createModel(config, training, digits);
    let statistics = model.train(digits, 1);
    while (!statistics.diverged && model.epochs(digits) < epochs) statistics = model.train(digits, 1);
    return { model, statistics };
  }
  return {
    engine,
    digits,
    trainCount,
    labels,
    trainingImages: images.subarray(0, trainCount * PIXELS),
    heldOut: Array.from({ length: count - trainCount }, (_, i) => trainCount + i),
    image: (/** @type {number} */ index) => digitFromBytes({ images, ...DIGIT_SIZE }, index),
    /** @param {string} name @returns {Promise<Model>} */
    shipped: async (name) => engine.loadModel(await file(`weights/${name}.safetensors`)),
    classifier: await file('weights/classifier.safetensors'),
    /**
     * A link's model, trained for its epochs: links with the same settings share it, and it is not disposed.
     * @param {string} link
     * @param {Record<string, any>} [changes]   other settings of the model or its training, or epochs
     */
    trained(link, changes = {}) {
      const run = changed(runOf(link), changes);
      const key = JSON.stringify(run);
      const known = runs.get(key) ?? train(run);
      runs.set(key, known);
      return known;
    },
    /** The same, trained anew. @param {string} link @param {Record<string, any>} [changes] */
    trainedAnew: (link, changes = {}) => train(changed(runOf(link), changes)),
  };
}

/** @typedef {Awaited<ReturnType<typeof createBench>>} Bench */

/** The pixels of some digits, grey, as the page encodes them. @param {Bench} bench @param {number[]} indices */
function greyPixels({ image }, indices) {
  const pixels = new Float32Array(indices.length * PIXELS);
  indices.forEach((index, i) => pixels.set(image(index), i * PIXELS));
  return pixels;
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

/** The numbers of “Train it here” after a link's run. @param {Bench} bench @param {string} link @param {Record<string, any>} [changes] */
function score({ digits, trained }, link, changes = {}) {
  const { model } = trained(link, changes);
  const { negativeElbo, reconstruction, kl, activeUnits } = model.evaluate(digits);
  return { ...changes, negativeElbo, reconstruction, kl, activeUnits };
}

/** The numbers of the comparison. @param {Bench} bench @param {string} name  of shipped weights */
async function measured({ digits, shipped }, name) {
  const model = await shipped(name);
  const { reconstruction } = model.evaluate(digits);
  const { spread, knnAccuracy, silhouette, momentMatchedKl } = latentMetrics(model, digits);
  model.dispose();
  return { name, reconstruction, spread, knnAccuracy, silhouette, momentMatchedKl };
}

/** ε of the gradients. */
const DRAWS = 200;

/** By link. The seeds are those of the text; the link's own is 1. @type {Record<string, (bench: Bench, seeds?: number[]) => any>} */
export const MEASURES = {
  rate({ trained }) {
    const { diverged, divergedStep } = trained('rate').statistics;
    return { diverged, divergedStep };
  },
  latent: (bench, seeds = [1, 2, 3]) =>
    [2, 20].flatMap((latentDim) => seeds.map((seed) => score(bench, 'latent', { latentDim, seed }))),
  async scale({ digits, shipped }) {
    const model = await shipped('vae-2d');
    const reconstruction = [0, 1, 3].map((sigmaScale) => reconstructionAt(model, digits, { sigmaScale }));
    const shown = model.evaluate(digits).reconstruction;
    model.dispose();
    return { reconstruction, shown };
  },
  beta: (bench) => [1, 20].map((beta) => score(bench, 'beta', { beta })),
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
  /** Of 200 samples of each: the entropy of the labels and its sampling error. */
  async fitted(bench) {
    const { engine, digits, classifier, shipped } = bench;
    const [ae, vae] = await Promise.all(['ae-2d', 'vae-2d'].map(shipped));
    const codes = ae.encode(
      Float32Array.from(bench.trainingImages.subarray(0, FITTED_DIGITS * PIXELS), (byte) => byte / 255),
    ).mu;
    const fromFitted = async (/** @type {'gaussian' | 'mixture'} */ density) => {
      const mixture = await fitDensity({ mu: codes, latentDim: 2 }, density);
      const pixels = thresholded(ae.decode(sampleMixture(mixture, QUALITY_SAMPLES, 1)));
      return labelQuality(engine.classify({ pixels, classifier }));
    };
    const qualities = {
      normal: sampleQuality(ae, digits, { classifier, count: QUALITY_SAMPLES }),
      gaussian: await fromFitted('gaussian'),
      mixture: await fromFitted('mixture'),
      vae: sampleQuality(vae, digits, { classifier, count: QUALITY_SAMPLES }),
    };
    // The same labels as the engine gives the same samples.
    const again = labelQuality(
      engine.classify({ pixels: thresholded(vae.samplePrior({ count: QUALITY_SAMPLES })), classifier }),
    );
    ae.dispose();
    vae.dispose();
    const [normal, gaussian, mixture, ofVae, same] = [...Object.values(qualities), again].map((quality) => {
      const labels = /** @type {import('../web/features/compare/label-entropy.js').LabelCounts} */ (
        labelCountsOf(quality)
      );
      return { ...labels, error: entropyError(labels) };
    });
    return { normal, gaussian, mixture, vae: ofVae, same };
  },
  /** −log p(x) of the FVBN and −ELBO of the VAE, on the held-out digits. */
  painting: ({ digits, shipped }) =>
    Promise.all(
      ['fvbn', 'vae-2d'].map(async (name) => {
        const model = await shipped(name);
        const { negativeElbo } = model.evaluate(digits);
        model.dispose();
        return negativeElbo;
      }),
    ),
  claim: (bench) => Promise.all(['ae-2d', 'vae-2d'].map((name) => measured(bench, name))),
  four(bench) {
    const { model } = bench.trained('four');
    const { labels, heldOut, digits } = bench;
    const fours = heldOut.filter((index) => labels[index] === 4).slice(0, 20);
    const painted = model.decode(model.encode(greyPixels(bench, fours)).mu);
    const became = fours.map((_, i) => nearestLabel(bench, painted.subarray(i * PIXELS, (i + 1) * PIXELS)));
    const onesAndSevens = model.evaluate(digits).negativeElbo;
    const copy = bench.engine.loadModel(model.saveWeights());
    copy.setTraining({ digits: [4] });
    const { negativeElbo } = copy.evaluate(digits);
    copy.dispose();
    return {
      sevens: became.filter((label) => label === 7).length,
      ones: became.filter((label) => label === 1).length,
      fours: negativeElbo,
      onesAndSevens,
    };
  },
  /** The task's run and its control run: −ELBO, and the bound that the task's run trains on. */
  weighted(bench) {
    const samples = runOf('weighted').training.importanceSamples;
    return [{ objective: 'elbo', importanceSamples: 1 }, {}].map((changes) => {
      const { model } = bench.trained('weighted', changes);
      const { negativeElbo } = model.evaluate(bench.digits);
      const bound = importanceBound(model, bench.digits, { samples });
      return { negativeElbo, bound };
    });
  },
  warmup: (bench, seeds = [1, 2]) =>
    [0, runOf('warmup').training.betaWarmupSteps].flatMap((betaWarmupSteps) =>
      seeds.map((seed) => score(bench, 'warmup', { betaWarmupSteps, seed })),
    ),
  seed({ trainedAnew }) {
    return [1, 1, 2].map((seed) => {
      const { model } = trainedAnew('seed', { seed });
      const checksum = model.checksum();
      model.dispose();
      return checksum;
    });
  },
  autoencoder(bench) {
    const { model } = bench.trained('autoencoder');
    const { reconstruction } = model.evaluate(bench.digits);
    const sigma = mean(model.encodeHeldOut(bench.digits).logVar.map((logVar) => Math.exp(logVar / 2)));
    return { sigma, reconstruction, ae: score(bench, 'autoencoder', { model: 'ae' }).reconstruction };
  },
  mse: (bench) => score(bench, 'mse'),
  async sharp({ digits, shipped }) {
    return Promise.all(
      ['vae-2d', 'vae-20d'].map(async (name) => {
        const model = await shipped(name);
        const { reconstruction } = model.evaluate(digits);
        model.dispose();
        return reconstruction;
      }),
    );
  },
  rising(bench) {
    const { model } = bench.trainedAnew('rising', { epochs: 0 });
    model.reset();
    const first = model.evaluate(bench.digits).kl;
    model.dispose();
    return { first, last: score(bench, 'rising').kl };
  },
  /** Both estimates of ∂/∂μ₁ of E[−log p(x | z)], for the first held-out digit: the gradient through z, and the score function. */
  async gradients(bench) {
    const model = await bench.shipped('vae-2d');
    const pixels = thresholdAtHalf(bench.image(bench.heldOut[0]));
    const sigma = Math.exp(model.encode(pixels).logVar[0] / 2);
    const random = uniformFrom(1);
    const draws = Array.from({ length: DRAWS }, () => {
      const epsilon = Float32Array.from(standardNormal(2, random));
      const { dZ, before } = model.traceStep({ pixels, epsilon });
      return { through: dZ[0], score: (before.reconstruction * epsilon[0]) / sigma };
    });
    model.dispose();
    return {
      through: deviation(draws.map(({ through }) => through)),
      score: deviation(draws.map(({ score }) => score)),
    };
  },
};

/** Those that train for seconds: a short test run compares the text with their recorded results. */
export const RECORDED = ['latent', 'beta', 'weighted', 'warmup', 'autoencoder', 'four', 'rising', 'mse'];
export const RECORD = new URL('../tests/golden/article-numbers.json', import.meta.url);
/** The seed of the links. */
export const SEED = [1];

/**
 * What the article says at a link: of a task its explanation, else the paragraphs before the link.
 * @param {string} language
 * @param {string} name
 */
export function textAt(language, name) {
  const blocks = readSource('article', language).split(/\n{2,}/);
  const task = blocks.find((block) => block.startsWith(`? ${name}: `));
  if (task) return task.split('\n> ').slice(1).join('\n');
  const isText = (/** @type {string} */ block) => !/^(->|\?|##|\$\$)/.test(block);
  let end = blocks.findIndex((block) => block.startsWith(`-> ${name}: `));
  if (end < 0) throw new Error(`article: no link ${name}`);
  while (!isText(blocks[end - 1])) end--;
  let start = end;
  while (isText(blocks[start - 1])) start--;
  return blocks.slice(start, end).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isRecorded = process.argv[2] === '--record';
  const names = isRecorded ? RECORDED : process.argv.slice(2);
  const unknown = names.find((name) => !Object.hasOwn(MEASURES, name));
  if (unknown) {
    console.error(`article-numbers: expected some of ${Object.keys(MEASURES).join(', ')}, got ${unknown}`);
    process.exit(2);
  }
  const bench = await createBench();
  if (isRecorded) {
    const results = Object.fromEntries(names.map((name) => [name, MEASURES[name](bench, SEED)]));
    await writeFile(RECORD, `${JSON.stringify(results, null, 2)}\n`);
    process.exit(0);
  }
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`${name}\n  ${textAt('en', name).replaceAll('\n', '\n  ')}`);
    console.dir(await measure(bench), { breakLength: 160 });
  }
}
