// `latentpad sample --index` and `latentpad complete`: what a model thinks of one image.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { crossedBars, npyBytes, pngBytes } from '../support/data-files.mjs';
import { digits, ownFolder, run, shipped } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, name);
const weightsOf = (name) => fileURLToPath(new URL(`../../weights/${name}.safetensors`, import.meta.url));

/** Runs a command with options in a text; FILE stands for the weights. */
const runWith = (command, weights, options) =>
  run(command, '--weights', weights, ...options.split(' ').filter(Boolean));

/** Checks that a command is refused as usage, with a message. @param {[string, string, RegExp][]} cases  weights, options */
async function refuses(command, cases) {
  for (const [weights, options, message] of cases) {
    const { code, stderr, stdout } = await runWith(command, weights, options);
    assert.equal(code, 2, `${options}: ${stderr}`);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
}

test('sample --index draws codes from the posterior of an image, and tells the effective sample size', async () => {
  const options = `--data ${digits} --index 9003 --count 20 --importance-samples 2000 --json`;
  const { code, stdout, stderr } = await runWith('sample', shipped, options);
  assert.equal(code, 0, stderr);
  const result = JSON.parse(stdout);
  assert.equal(result.images.length, 20);
  assert.equal(result.images[0].length, 784);
  assert.equal(result.z.length, 20);
  assert.equal(result.pixels, 'binarized');
  assert.equal(result.importance_samples, 2000);
  assert.ok(result.effective_samples > 100 && result.effective_samples <= 2000, `${result.effective_samples}`);
  assert.ok(result.log_likelihood.mean < -20 && result.log_likelihood.stderr < 0.2);
  // The images are those of the codes, which lie near that of the encoder.
  const decoded = await runWith('decode', shipped, `--z=${result.z[7].join(',')} --json`);
  JSON.parse(decoded.stdout).images[0].reconstruction.forEach((value, i) =>
    assert.ok(Math.abs(value - result.images[7][i]) < 1e-6),
  );
  const encoded = await runWith('encode', shipped, `--data ${digits} --first 9003 --count 1 --json`);
  const [{ mu }] = JSON.parse(encoded.stdout).codes;
  for (let d = 0; d < 2; d++) {
    const mean = result.z.reduce((sum, z) => sum + z[d], 0) / 20;
    assert.ok(Math.abs(mean - mu[d]) < 1, `${mean} ${mu[d]}`);
  }

  assert.equal((await runWith('sample', shipped, `${options} --threads 1`)).stdout, stdout);
  assert.notEqual((await runWith('sample', shipped, `${options} --seed 2`)).stdout, stdout);
  const text = await runWith('sample', shipped, `--data ${digits} --index 9003 --count 4 --out ${at('posterior.png')}`);
  assert.match(text.stdout, /^effective sample size \d+\.\d of 10000 importance samples, log p\(x\) = -\d+\.\d+ ± \d/);
  assert.equal((await readFile(at('posterior.png'))).subarray(1, 4).toString(), 'PNG');
});

test('sample --index: a cvae is told the label of the data, a grey likelihood gets grey pixels, --image is a PNG', async () => {
  const conditional = await runWith('sample', weightsOf('cvae-2d'), `--data ${digits} --index 9000 --count 2 --json`);
  assert.equal(conditional.code, 0, conditional.stderr);
  assert.ok(JSON.parse(conditional.stdout).log_likelihood.mean < -20);
  assert.equal(JSON.parse(conditional.stdout).z[0].length, 2);

  const grey = at('grey.safetensors');
  const settings = `--data ${digits} --pixels grey --likelihood gaussian --hidden 16 --latent 2 --epochs 0.2 --out ${grey}`;
  assert.equal((await run('train', ...settings.split(' '))).code, 0);
  const sampled = await runWith('sample', grey, `--data ${digits} --index 3 --count 2 --json`);
  assert.equal(sampled.code, 0, sampled.stderr);
  assert.equal(JSON.parse(sampled.stdout).pixels, 'grey');

  // The same image from a data set, as a picture, and as one with dark ink.
  const bars = crossedBars(2, 28, 28).images.subarray(0, 784),
    tested = `--count 3 --importance-samples 500 --json`;
  await writeFile(at('bars.npy'), npyBytes([2, 28, 28], [...bars, ...bars]));
  await writeFile(at('bars.png'), pngBytes(28, 28, Buffer.from(bars)));
  await writeFile(at('dark.png'), pngBytes(28, 28, Buffer.from(bars.map((ink) => 255 - ink))));
  const ofData = await runWith('sample', shipped, `--data ${at('bars.npy')} --index 0 ${tested}`);
  assert.equal(ofData.code, 0, ofData.stderr);
  for (const picture of [`--image ${at('bars.png')}`, `--image ${at('dark.png')} --dark-ink`]) {
    assert.equal((await runWith('sample', shipped, `${picture} ${tested}`)).stdout, ofData.stdout);
  }
  const refused = await runWith('sample', shipped, `--image ${at('posterior.png')} --json`);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /posterior\.png: expected a picture of 28 x 28/);
});

test('sample: options that contradict or lack one another are refused, with both named', async () => {
  const example = `--data ${digits} --index 3 --json`;
  await refuses('sample', [
    [shipped, `--index 3 --json`, /--index: expected --data with it/],
    [shipped, `--data ${digits} --json`, /--data: expected --index with it/],
    [shipped, `${example} --image x.png`, /expected either --data or --image, got both/],
    [shipped, `--dark-ink --json`, /--dark-ink: expected --image with it/],
    [shipped, `--split test --json`, /--split: expected --data with it/],
    [shipped, `--validation 5 --json`, /--validation: expected --data with it/],
    [shipped, `--pixels grey --json`, /--pixels: expected --data or --image with it/],
    [shipped, `--importance-samples 50 --json`, /--importance-samples: expected --index or --image with it/],
    [
      shipped,
      `${example} --importance-samples 0`,
      /--importance-samples: expected a whole number from 10 to 100000, got "0"/,
    ],
    [shipped, `${example} --pixels grey`, /--pixels: .*--weights, bernoulli, is a density, got grey/],
    [shipped, `--data ${digits} --index 10000 --json`, /--index: expected below the 10000 images of --data, got 10000/],
    [weightsOf('fvbn'), example, /--index: expected --weights of a vae or cvae, which have p\(z \| x\), got fvbn/],
    [weightsOf('ae-2d'), example, /--index: expected --weights of a vae or cvae, which have p\(z \| x\), got ae/],
    [weightsOf('cvae-2d'), '--image x.png --json', /--image: a cvae must be told the digit; use --data and --index/],
    [shipped, `--data ${digits} --index 3`, /expected --out FILE\.png or --json/],
    [shipped, `--data ${digits} --index 3 --out ${digits}`, /--out: expected another file than that of --data/],
  ]);
});
