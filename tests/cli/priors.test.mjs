// `latentpad train --prior`, and what the other commands do with such weights.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { barImages, npyBytes } from '../support/data-files.mjs';
import { ownFolder, run } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, name);
const sums = JSON.parse(await readFile(new URL('../golden/checksums.json', import.meta.url), 'utf8'));
const bars = barImages(220, 8, 8, 10);
await writeFile(at('bars.npy'), npyBytes([220, 8, 8], bars.images));
const settings =
  `--data ${at('bars.npy')} --validation 20 --hidden 16 --latent 2 --batch 20 --learning-rate 0.003 --seed 3`.split(
    ' ',
  );
const train = (out, ...more) => run('train', ...settings, '--out', at(out), '--json', ...more);
const jsonOf = async (...args) => {
  const { code, stdout, stderr } = await run(...args);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

for (const prior of ['mixture', 'vamp']) {
  test(`train --prior ${prior} trains the weights that the engine trains, and info names the prior`, async () => {
    const options = ['--prior', prior, '--components', '7', '--epochs', '5.2', '--arithmetic', 'exact'];
    const { code, stdout, stderr } = await train(`${prior}.safetensors`, ...options);
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).checksum, sums[`prior ${prior} of 7, 52 steps, seed 3`].exact);
    const info = await jsonOf('info', at(`${prior}.safetensors`), '--json');
    assert.deepEqual([info.config.prior, info.config.components], [prior, 7]);
    const shapes = Object.fromEntries(info.tensors.map(({ name, shape }) => [name, shape]));
    if (prior === 'vamp') assert.deepEqual(shapes['prior.pseudo_inputs'], [7, 64]);
    else
      assert.deepEqual(
        [shapes['prior.means'], shapes['prior.log_vars'], shapes['prior.logits']],
        [[7, 2], [7, 2], [7]],
      );
  });

  test(`eval and sample use the prior ${prior}; its export as ONNX is refused`, async () => {
    const weights = at(`${prior}.safetensors`);
    const report = await jsonOf(
      ...['eval', '--weights', weights, '--data', at('bars.npy'), '--validation', '20'],
      ...['--importance-samples', '1,500', '--json'],
    );
    assert.ok(Math.abs(report.importance_weighted_nll[500].mean - report.negative_elbo.mean) < 1);
    assert.equal(report.kl_per_dimension, null);
    assert.match(report.why.kl_per_dimension, /no product over the dimensions/);
    assert.equal(report.latent.moment_matched_kl, null);
    assert.match(report.why.moment_matched_kl, new RegExp(`expected the prior standard, got ${prior}`));
    assert.equal(typeof report.latent.mmd, 'number');
    const samples = await jsonOf('sample', '--weights', weights, '--count', '5', '--json');
    assert.equal(samples.images.length, 5);
    const posterior = await jsonOf(
      ...['sample', '--weights', weights, '--data', at('bars.npy'), '--index', '3', '--count', '5', '--json'],
    );
    assert.ok(Number.isFinite(posterior.log_likelihood.mean));
    const exported = await run('export', '--weights', weights, '--onnx', at('never'));
    assert.equal(exported.code, 1);
    assert.match(exported.stderr, new RegExp(`expected a model with the prior standard.*got the prior ${prior}`));
    assert.ok(!existsSync(at('never-decoder.onnx')));
  });

  test(`a run with the prior ${prior} goes on after --resume, which keeps the prior`, async () => {
    const options = ['--prior', prior, '--components', '7'];
    const whole = JSON.parse((await train('whole.safetensors', ...options, '--epochs', '3')).stdout);
    assert.equal((await train('half.safetensors', ...options, '--epochs', '1', '--resumable')).code, 0);
    const resume = (...more) =>
      run(
        ...['train', '--data', at('bars.npy'), '--validation', '20', '--epochs', '3', '--out', at('end.safetensors')],
        ...['--resume', at('half.safetensors'), '--json', ...more],
      );
    assert.equal(JSON.parse((await resume(...options)).stdout).checksum, whole.checksum);
    const other = await resume('--components', '8');
    assert.equal(other.code, 2);
    assert.match(other.stderr, /--components: expected 7, as the file of --resume has it, got 8/);
    const standard = await resume('--prior', 'standard');
    assert.equal(standard.code, 2);
    assert.match(standard.stderr, new RegExp(`--prior: expected ${prior}, as the file`));
  });
}

test('sample --pseudo-inputs gives the images of the prior vamp, and is refused for another prior', async () => {
  const { images } = await jsonOf('sample', '--weights', at('vamp.safetensors'), '--pseudo-inputs', '--json');
  assert.deepEqual([images.length, images[0].length], [7, 64]);
  assert.ok(images.flat().every((pixel) => pixel >= 0 && pixel <= 1));
  const written = await run('sample', '--weights', at('vamp.safetensors'), '--pseudo-inputs', '--out', at('u.png'));
  assert.equal(written.code, 0, written.stderr);
  for (const [name, ...more] of [['mixture'], ['vamp', '--count', '3']]) {
    const { code, stderr } = await run(
      ...['sample', '--weights', at(`${name}.safetensors`), '--pseudo-inputs', '--json', ...more],
    );
    assert.equal(code, 2);
    assert.match(
      stderr,
      more.length > 0 ? /expected no --count with it/ : /with the prior vamp, got a vae with the prior mixture/,
    );
  }
});

test('contradictory options are refused as usage, naming both, and nothing is written', async () => {
  for (const [options, message] of [
    ['--model ae --prior vamp', /prior vamp: expected a vae.*got a model of kind ae/],
    ['--model cvae --prior mixture', /prior mixture: expected a vae.*got a model of kind cvae/],
    ['--components 5', /components: expected to be left out with the prior standard/],
    ['--prior vamp --components 1001', /--components: .*1000/],
    ['--prior uniform', /--prior/],
  ]) {
    const { code, stderr } = await train('never.safetensors', ...options.split(' '));
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.ok(!existsSync(at('never.safetensors')));
  }
});

test('a recipe may name the prior, and the option is then refused', async () => {
  const recipe = {
    model: { model: 'vae', hidden: [16], latent_dim: 2, prior: 'vamp', components: 3 },
    training: { batch_size: 20 },
    epochs: 1,
  };
  await writeFile(at('recipe.json'), JSON.stringify(recipe));
  const trainBy = (...more) =>
    run('train', '--data', at('bars.npy'), '--recipe', at('recipe.json'), '--out', at('r.safetensors'), ...more);
  assert.equal((await trainBy()).code, 0);
  assert.equal((await jsonOf('info', at('r.safetensors'), '--json')).config.components, 3);
  const refused = await trainBy('--prior', 'vamp');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /states it; leave out --prior/);
});
