// `latentpad sample --density`, and the samples of fitted densities in `eval` and `compare`.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { digits, ownFolder, run, shipped } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, name);
const weightsOf = (name) => fileURLToPath(new URL(`../../weights/${name}.safetensors`, import.meta.url));
const ae = weightsOf('ae-2d');
const sample = (weights, ...more) => run('sample', '--weights', weights, ...more);
const jsonOf = async (result) => {
  const { code, stdout, stderr } = await result;
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

test('sample --density fits a density to the codes of the training images, and draws images of its codes', async () => {
  const fitted = (...more) => jsonOf(sample(ae, '--data', digits, '--count', '20', '--json', ...more));
  const gaussian = await fitted('--density', 'gaussian'),
    mixture = await fitted('--density', 'mixture');
  assert.deepEqual([gaussian.density, gaussian.components, mixture.components], ['gaussian', 1, 10]);
  assert.equal(gaussian.train_examples, 9000);
  assert.deepEqual([mixture.images.length, mixture.images[0].length], [20, 784]);
  assert.ok(mixture.held_out_log_likelihood.mean > gaussian.held_out_log_likelihood.mean + 0.05);
  assert.ok(mixture.held_out_log_likelihood.stderr > 0);
  const more = await fitted('--density', 'mixture', '--components', '30');
  assert.ok(more.held_out_log_likelihood.mean > mixture.held_out_log_likelihood.mean - 0.02);
  // The same seed, the same images, on any number of threads; N(0, I) gives others.
  assert.deepEqual(await fitted('--density', 'mixture', '--threads', '1'), mixture);
  assert.notDeepEqual((await fitted('--density', 'mixture', '--seed', '2')).images, mixture.images);
  assert.notDeepEqual((await jsonOf(sample(ae, '--count', '20', '--json'))).images, mixture.images);
  const text = await sample(ae, '--data', digits, '--density', 'mixture', '--count', '4', '--out', at('a.png'));
  assert.match(text.stdout, /^a mixture with 10 components, fitted to the codes of 9000 training images\n/);
  assert.match(text.stdout, /log p\(z\) of the codes of held-out images = -?\d+\.\d+ ± \d\.\d+ nats/);
  assert.equal((await readFile(at('a.png'))).subarray(1, 4).toString(), 'PNG');
  // The codes of a VAE may have a fitted density too.
  const vae = await jsonOf(sample(shipped, '--data', digits, '--density', 'gaussian', '--count', '2', '--json'));
  assert.equal(vae.images.length, 2);
});

test('options that contradict --density are refused, naming both, and nothing is written', async () => {
  for (const [weights, options, message] of [
    [
      ae,
      `--density gaussian --data ${digits} --components 3`,
      /--components: expected --density mixture with it, got --density gaussian/,
    ],
    [ae, '--components 3', /--components: expected --density mixture with it/],
    [ae, '--density mixture', /--density: expected --data with it/],
    [ae, `--density mixture --data ${digits} --index 3`, /--density: expected no --index with it/],
    [ae, `--density uniform --data ${digits}`, /--density/],
    [
      weightsOf('fvbn'),
      `--density mixture --data ${digits}`,
      /--density: expected --weights of a model whose code alone is an image, vae or ae, got fvbn/,
    ],
    [weightsOf('cvae-2d'), `--density mixture --data ${digits}`, /vae or ae, got cvae/],
  ]) {
    const { code, stderr } = await sample(weights, ...options.split(' '), '--out', at('never.png'));
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.ok(!existsSync(at('never.png')));
  }
});

test('eval and compare report the quality of an AE’s samples by density, and none of a VAE', async () => {
  const options = ['--data', digits, '--importance-samples', 'none', '--samples', '200', '--json'];
  options.push('--classifier', weightsOf('classifier'));
  const [report, other] = await jsonOf(run('compare', ae, shipped, ...options));
  const { gaussian, mixture } = report.fitted_densities;
  assert.deepEqual([gaussian.components, mixture.components], [1, 10]);
  for (const { sample_quality: quality, log_likelihood: likelihood } of [gaussian, mixture]) {
    assert.equal(quality.samples, 200);
    assert.ok(quality.classifier_confidence > 0.1 && Number.isFinite(likelihood.mean));
  }
  assert.ok(mixture.log_likelihood.mean > gaussian.log_likelihood.mean);
  // Codes that occur in training give images nearer to training images than codes of N(0, I).
  assert.ok(mixture.sample_quality.nearest_distance < report.sample_quality.nearest_distance);
  assert.equal(other.fitted_densities, null);
  assert.match(other.why.fitted_densities, /samples of its own/);
  const table = await run('compare', ae, shipped, ...options.filter((option) => option !== '--json'));
  assert.match(table.stdout, /confidence, mixture +0\.\d+ +- /);
  const text = await run('eval', '--weights', ae, ...options.filter((option) => option !== '--json'));
  assert.match(text.stdout, /samples of a mixture with 10 components/);
});
