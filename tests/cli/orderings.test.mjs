// A MADE of several orderings on the command line: LATENTPAD_PROGRAM is its path.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checksumOf, digits, ownFolder, run } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, name);
const training = ['--model', 'made', '--hidden', '24', '--data', digits, '--seed', '7', '--batch', '100'];
const nllOf = async (path) => {
  const { code, stdout, stderr } = await run('eval', '--weights', path, '--data', digits, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).exact_nll;
};

test('a MADE trains on several orderings, is scored by their mean, sampled, and resumed', async () => {
  const weights = at('made.safetensors');
  const trained = await run('train', ...training, '--orderings', '3', '--epochs', '2', '--out', weights);
  assert.equal(trained.code, 0, trained.stderr);
  const info = JSON.parse((await run('info', weights, '--json')).stdout);
  assert.equal(info.config.orderings, 3);
  assert.equal(info.config.ordering_seed, 7);
  const score = await nllOf(weights);
  assert.ok(score.mean > 80 && score.mean < 206, `${score.mean} nats, and 206 of the mean image`);
  assert.ok(score.stderr > 0);
  const picture = at('samples.png');
  const sampled = await run('sample', '--weights', weights, '--count', '4', '--out', picture);
  assert.equal(sampled.code, 0, sampled.stderr);
  assert.ok(existsSync(picture));

  const half = at('half.safetensors');
  await run('train', ...training, '--orderings', '3', '--epochs', '1', '--resumable', '--out', half);
  const rest = ['train', '--data', digits, '--resume', half, '--epochs', '2', '--out', half];
  assert.equal((await run(...rest)).code, 0);
  assert.equal(await checksumOf(half), await checksumOf(weights));
  const other = await run(...rest, '--orderings', '4');
  assert.equal(other.code, 2);
  assert.match(other.stderr, /--orderings: expected 3, as the file of --resume has it, got 4/);
});

test('completions are of the mean over the orderings, by weighted draws, and samples too', async () => {
  const weights = at('completed.safetensors');
  const trained = await run('train', ...training, '--orderings', '3', '--epochs', '1', '--out', weights);
  assert.equal(trained.code, 0, trained.stderr);
  const example = ['--weights', weights, '--data', digits, '--index', '1', '--count', '5'];
  const completed = async (...options) => {
    const { code, stdout, stderr } = await run('complete', ...example, ...options);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const result = JSON.parse(await completed('--rows', '20', '--importance-samples', '300', '--json'));
  assert.equal(result.importance_samples, 300);
  assert.ok(result.effective_samples >= 1 && result.effective_samples <= 300);
  assert.ok(result.log_given.stderr > 0);
  for (const image of result.completions) assert.deepEqual(image.slice(0, 20 * 28), result.image.slice(0, 20 * 28));
  // Without a given row the whole image is scored, exactly, and no draws are weighted.
  const none = JSON.parse(await completed('--rows', '0', '--json'));
  assert.deepEqual([none.effective_samples, none.log_given], [null, { mean: 0, stderr: 0 }]);
  assert.ok(Math.abs(none.log_missing.mean - result.log_given.mean - result.log_missing.mean) < 1e-6);
  const text = await completed('--rows', '20', '--importance-samples', '300', '--out', at('completed.png'));
  assert.match(text, /effective sample size [\d.]+ of 300 importance samples\nlog p\(given\) = -[\d.]+ ± [\d.]+,/);
});

test('one ordering is what a MADE has without the option; other models have no other', async () => {
  const [one, without] = [at('one.safetensors'), at('without.safetensors')];
  await run('train', ...training, '--orderings', '1', '--epochs', '1', '--out', one);
  await run('train', ...training, '--epochs', '1', '--out', without);
  assert.equal(await checksumOf(one), await checksumOf(without));
  assert.equal(JSON.parse((await run('info', one, '--json')).stdout).config.orderings, undefined);
  const refused = await run('train', '--model', 'vae', '--orderings', '2', '--data', digits, '--out', at('vae'));
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /orderings: expected/);
});
