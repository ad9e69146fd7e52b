// What every implementation of a net is compared with before it is timed: latentpad's initial weights, the batches and noise
// of its first steps, and its losses.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { loadTrainingBatches } from './bench-module.mjs';
import { kComparedSteps, kDigits, kLossTolerance, kSeed } from './setups.mjs';
import { readTensors, writeTensors } from './tensors.mjs';

const kRoot = new URL('../../', import.meta.url);
const kFolder = 'build/bench';
const kPixels = 784;

/**
 * @typedef {object} Reference
 * @property {string} path      of a .safetensors file, from the repository's root: the weights by their names, and the batch and
 *   the noise of step N as x.N and epsilon.N
 * @property {number[]} losses  −ELBO of each step, in nats
 */

/**
 * In exact arithmetic, on one thread.
 * @param {string} name @param {import('./net-layers.mjs').Net} net @param {typeof import('./setups.mjs').kSetup} setup
 * @returns {Promise<Reference>}
 */
export async function writeReference(name, net, setup) {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  try {
    const digits = await engine.loadDigits({ bytes: await readFile(new URL(kDigits, kRoot)) });
    const model = engine.createModel(net, { ...setup, seed: kSeed }, digits);
    const tensors = readTensors(model.saveWeights());
    const { batchSize } = setup;
    const drawBatch = await loadTrainingBatches();
    const images = digits.images(0, digits.trainCount);
    const losses = [];
    for (let step = 0; step < kComparedSteps; ++step) {
      const { x, epsilon } = drawBatch(images, kPixels, kSeed, step, batchSize, net.latentDim);
      tensors.set(`x.${step}`, { shape: [batchSize, kPixels], values: x });
      tensors.set(`epsilon.${step}`, { shape: [batchSize, net.latentDim], values: epsilon });
      losses.push(model.train(digits, 1).negativeElbo);
    }
    const path = `${kFolder}/${name}.safetensors`;
    await mkdir(new URL(kFolder, kRoot), { recursive: true });
    await writeFile(new URL(path, kRoot), writeTensors(tensors));
    return { path, losses };
  } finally {
    engine.dispose();
  }
}

/**
 * The greatest difference of the first losses from the reference's, as a share of them. Throws an Error if it is above
 * kLossTolerance or losses are missing.
 * @param {number[] | undefined} losses @param {Reference} reference
 */
export function expectSameLosses(losses, reference) {
  const differences = reference.losses.map((expected, step) => Math.abs((losses?.[step] ?? NaN) / expected - 1));
  const greatest = Math.max(...differences);
  if (!(greatest <= kLossTolerance)) {
    throw new Error(`the losses are ${losses?.slice(0, kComparedSteps)}, latentpad's ${reference.losses}`);
  }
  return greatest;
}
