// The program with a VAE of several stochastic layers: train, resume, recipe, eval, sample, encode, decode, info.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { digits, execute, ownFolder, program, run } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, `${name}.safetensors`);
const LAYERS = '--model hvae --lower-layers 32,24:8 --hidden 12 --latent 2 --activation tanh'.split(' ');
const RUN = '--batch 128 --learning-rate 0.003 --seed 3 --arithmetic exact'.split(' ');

/** Trains with the options and returns what the program prints. */
async function train(name, ...options) {
  const { code, stdout, stderr } = await run(
    ...['train', '--data', digits, '--validation', '1000', '--out', at(name), '--json'],
    ...options,
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

const json = async (...args) => {
  const { code, stdout, stderr } = await run(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

let up, down;
before(async () => {
  const long = ['--epochs', '2.85', '--beta-warmup-steps', '100'];
  up = await train('up', ...LAYERS, ...RUN, ...long);
  down = await train('down', ...LAYERS, ...RUN, ...long, '--inference', 'top_down');
});

test('train: the layers are in the file, with the names of a state_dict; info lists them', async () => {
  const { config, tensors, self_test: selfTest } = await json('info', at('up'));
  assert.deepEqual(config.lower_layers, [{ hidden: [32, 24], latent_dim: 8 }]);
  assert.deepEqual([config.hidden, config.latent_dim, config.inference], [[12], 2, undefined]);
  assert.equal(selfTest, 'passed');
  const shapes = Object.fromEntries(tensors.map(({ name, shape }) => [name, shape]));
  assert.deepEqual(shapes['encoder.0.hidden.1.weight'], [24, 32]);
  assert.deepEqual(shapes['encoder.1.hidden.0.weight'], [12, 8]);
  assert.deepEqual(shapes['encoder.1.mu.weight'], [2, 12]);
  assert.deepEqual(shapes['prior.0.hidden.0.weight'], [12, 2]);
  assert.deepEqual(shapes['prior.0.log_var.bias'], [8]);
  assert.deepEqual(shapes['decoder.0.weight'], [24, 8]);
  assert.deepEqual(shapes['decoder.2.weight'], [784, 32]);
  const ladder = await json('info', at('down'));
  assert.equal(ladder.config.inference, 'top_down');
  assert.deepEqual(ladder.tensors.find(({ name }) => name === 'ladder.1.hidden.0.weight').shape, [12, 24]);
  assert.notEqual(up.checksum, down.checksum);
});

test('eval: the KL of each layer, whose sum is the KL, and importance-weighted bounds', async () => {
  for (const name of ['up', 'down']) {
    const report = await json(
      ...['eval', '--weights', at(name), '--data', digits, '--validation', '200'],
      ...['--importance-samples', '1,50', '--importance-digits', '100'],
    );
    assert.equal(report.kl_per_layer.length, 2);
    assert.equal(report.kl_per_dimension.length, 2);
    const sum = (list) => list.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum(report.kl_per_layer) - report.kl) < 1e-9);
    assert.ok(Math.abs(sum(report.kl_per_dimension) - report.kl_per_layer[1]) < 1e-9);
    assert.ok(report.kl_per_layer[0] > 1, JSON.stringify(report.kl_per_layer));
    const bounds = report.importance_weighted_nll;
    assert.ok(bounds[50].mean < bounds[1].mean);
    assert.ok(report.negative_elbo.mean < 206, 'better than the mean image');
    assert.ok(report.latent.spread > 0);
  }
  const { stdout } = await run('eval', '--weights', at('up'), '--data', digits, '--validation', '100');
  assert.match(stdout, /kl of z1 +\d+\.\d+\n +kl of z2 +\d+\.\d+\n/);
});

test('sample draws every layer; encode and decode take the code; what needs one layer is refused', async () => {
  const { images } = await json('sample', '--weights', at('up'), '--count', '3', '--seed', '1');
  const { codes } = await json('encode', '--weights', at('up'), '--data', digits, '--count', '2');
  assert.equal(images.length, 3);
  assert.equal(codes[0].mu.length, 2);
  const decoded = await json('decode', '--weights', at('up'), '--z', '0.5,-1');
  assert.equal(decoded.images[0].reconstruction.length, 784);
  const grid = join(folder, 'grid.png');
  assert.equal((await run('decode', '--weights', at('down'), '--grid', '3', '--out', grid)).code, 0);
  assert.ok((await readFile(grid)).length > 100);
  for (const [args, message] of [
    [
      ['sample', '--weights', at('up'), '--data', digits, '--index', '0', '--json'],
      /expected --weights of a vae or cvae/,
    ],
    [
      ['complete', '--weights', at('up'), '--data', digits, '--index', '0', '--rows', '14', '--json'],
      /complete: expected a model without several stochastic layers \(vae, cvae, fvbn and made\), got hvae/,
    ],
    [['export', '--weights', at('up'), '--onnx', join(folder, 'x')], /without several stochastic layers, got hvae/],
  ]) {
    const { code, stderr } = await run(...args);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
  }
});

test('a resumed run and a recipe give the bits of the uninterrupted run', async () => {
  const iwae = '--objective iwae --importance-samples 2'.split(' ');
  const whole = await train('whole', ...LAYERS, ...RUN, ...iwae, '--epochs', '0.6');
  const sums = JSON.parse(await readFile(new URL('../golden/checksums.json', import.meta.url)));
  assert.equal(whole.checksum, sums['hvae with iwae, 43 steps, seed 3'].exact);
  await train('half', ...LAYERS, ...RUN, ...iwae, '--epochs', '0.3', '--resumable');
  const resumed = await train(
    ...['resumed', '--resume', at('half'), '--epochs', '0.6', '--arithmetic', 'exact'],
    ...['--lower-layers', '32,24:8', '--inference', 'bottom_up'],
  );
  assert.equal(resumed.checksum, whole.checksum);
  const recipe = join(folder, 'recipe.json');
  await writeFile(
    recipe,
    JSON.stringify({
      model: {
        model: 'hvae',
        hidden: [12],
        latent_dim: 2,
        activation: 'tanh',
        lower_layers: [{ hidden: [32, 24], latent_dim: 8 }],
      },
      training: { batch_size: 128, learning_rate: 0.003, seed: 3, objective: 'iwae', importance_samples: 2 },
      epochs: 0.6,
      validation: 1000,
    }),
  );
  const { code, stdout, stderr } = await execute(program, [
    ...['train', '--recipe', recipe, '--data', digits, '--out', at('recipe'), '--arithmetic', 'exact', '--json'],
  ]);
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).checksum, whole.checksum);
});

test('wrong layers and options of other models are usage errors', async () => {
  const refused = async (...args) => {
    const { code, stderr } = await run('train', '--data', digits, '--out', at('none'), ...args);
    assert.equal(code, 2, stderr);
    return stderr;
  };
  for (const layers of ['24', '24:', '24:0', 'x:3', '24:8/', '24:8:2', '24:513']) {
    assert.match(
      await refused('--model', 'hvae', '--lower-layers', layers),
      /--lower-layers: expected hidden sizes and a latent size of each layer/,
    );
  }
  assert.match(
    await refused('--lower-layers', '24:8'),
    /number of lower layers: expected a whole number from 0 to 0, got 1/,
  );
  assert.match(await refused('--inference', 'top_down'), /inference: expected one of "bottom_up", got "top_down"/);
  assert.match(
    await refused('--model', 'hvae', '--lower-layers', Array(8).fill('2:2').join('/')),
    /from 1 to 7, got 8/,
  );
  const { code, stderr } = await run(
    ...['train', '--data', digits, '--out', at('none'), '--model', 'hvae', '--estimator', 'stl'],
  );
  assert.equal(code, 1);
  assert.match(stderr, /estimator stl: expected a vae or a cvae/);
  assert.match(
    await refused('--resume', at('up'), '--lower-layers', '24:8'),
    /--lower-layers: expected 32,24:8, as the file of --resume has it, got 24:8/,
  );
});
