#!/usr/bin/env node
// Checks, digit by digit, that a 2-D VAE's bound lies below its likelihood, and that the importance-weighted estimate
// of the likelihood agrees with numerical integration over the latent plane. Prints one JSON object.
//
//   node scripts/check-bound.mjs [--weights FILE] [--digits N] [--samples K] [--side N]
//
// Defaults: weights/vae-2d.safetensors, the 1,000 held-out digits of the page thresholded at one half, 5,000 samples, a
// grid of 80 x 80 points around the posterior's mass.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createEngine } from '../web/engine/engine.js';
import { digitLikelihood, posteriorGrid } from '../web/engine/measures.js';

/**
 * @param {{weights: string, digits: number, samples: number, side: number}} options
 */
export async function checkBound({ weights, digits: count, samples, side }) {
  const engine = await createEngine();
  const digits = await engine.loadDigits({
    bytes: await readFile(new URL('../build/data/digits.bin.gz', import.meta.url)),
  });
  const model = engine.loadModel(await readFile(weights));
  const images = digits.images(digits.trainCount, Math.min(count, digits.count - digits.trainCount));
  const differences = [];
  const gaps = [];
  let above = 0;
  for (let first = 0; first < images.length; first += 784) {
    const pixels = Float32Array.from(images.subarray(first, first + 784), (byte) => (byte > 127 ? 1 : 0));
    const { elbo, elboError, logLikelihood, logLikelihoodError, gap } = digitLikelihood(model, { pixels, samples });
    if (elbo > logLikelihood + 3 * Math.hypot(elboError, logLikelihoodError)) above += 1;
    gaps.push(gap);
    differences.push(logLikelihood - posteriorGrid(model, { pixels, side }).logIntegral);
  }
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    digits: differences.length,
    samples,
    side,
    elboAboveLikelihood: above,
    meanGap: mean(gaps),
    meanDifference: mean(differences),
    meanAbsoluteDifference: mean(differences.map(Math.abs)),
    largestDifference: Math.max(...differences.map(Math.abs)),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      weights: { type: 'string', default: fileURLToPath(new URL('../weights/vae-2d.safetensors', import.meta.url)) },
      digits: { type: 'string', default: '1000' },
      samples: { type: 'string', default: '5000' },
      side: { type: 'string', default: '80' },
    },
  });
  const numbers = { digits: Number(values.digits), samples: Number(values.samples), side: Number(values.side) };
  console.log(JSON.stringify(await checkBound({ weights: values.weights, ...numbers }), null, 2));
}
