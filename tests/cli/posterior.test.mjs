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

for (const name of ['vae-2d', 'cvae-2d', 'fvbn', 'made']) {
  test(`complete: ${name} keeps the given rows and samples the others, the same for the same seed`, async () => {
    const options = `--data ${digits} --index 9000 --rows 14 --count 5 --importance-samples 1000 --json`,
      ofModel = name.includes('vae') ? options : options.replace(' --importance-samples 1000', '');
    const { code, stdout, stderr } = await runWith('complete', weightsOf(name), ofModel);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.equal(result.rows, 14);
    assert.equal(result.image.length, 784);
    assert.equal(result.completions.length, 5);
    for (const images of [result.completions, result.probabilities]) {
      for (const image of images) {
        assert.deepEqual(image.slice(0, 392), result.image.slice(0, 392));
        assert.notDeepEqual(image.slice(392), result.image.slice(392));
      }
    }
    assert.ok(result.completions.flat().every((pixel) => pixel === 0 || pixel === 1));
    assert.ok(result.probabilities.flat().every((value) => value >= 0 && value <= 1));
    // A nine: what is below its loop has less ink than the image, but some.
    const ink = result.completions.map((image) => image.slice(392).reduce((sum, pixel) => sum + pixel, 0));
    assert.ok(
      ink.every((count) => count > 5 && count < 200),
      `${ink}`,
    );
    assert.ok(result.log_given.mean < -5 && result.log_missing.mean < -5);
    if (name.includes('vae')) {
      assert.equal(result.importance_samples, 1000);
      assert.ok(result.effective_samples >= 1 && result.effective_samples <= 1000);
      assert.ok(result.log_missing.stderr > 0);
    } else {
      assert.equal(result.effective_samples, null);
      assert.equal(result.importance_samples, null);
      assert.equal(result.log_missing.stderr, 0);
    }

    assert.equal((await runWith('complete', weightsOf(name), `${ofModel} --threads 1`)).stdout, stdout);
    assert.notEqual((await runWith('complete', weightsOf(name), `${ofModel} --seed 2`)).stdout, stdout);
    const [png, again, probable] = ['one', 'two', 'probable'].map((each) => at(`${name}-${each}.png`));
    const text = await runWith('complete', weightsOf(name), ofModel.replace('--json', `--out ${png}`));
    assert.match(
      text.stdout,
      name.includes('vae')
        ? /^effective sample size \d+\.\d of 1000 importance samples\nlog p\(given\) = -\d+\.\d+ ± \d+\.\d+, log p\(missing \| given\) = -\d+\.\d+ ± \d/
        : /^log p\(given\) = -\d+\.\d+, log p\(missing \| given\) = -\d+\.\d+ nats, of the image itself, exact\n$/,
    );
    await runWith('complete', weightsOf(name), ofModel.replace('--json', `--out ${again}`));
    await runWith('complete', weightsOf(name), ofModel.replace('--json', `--out ${probable} --probabilities`));
    assert.ok((await readFile(png)).equals(await readFile(again)));
    assert.ok(!(await readFile(png)).equals(await readFile(probable)));
  });
}

test('complete: the exact log-probabilities add up to that of the image, for any number of rows', async () => {
  const totals = [];
  for (const rows of [0, 1, 14, 27]) {
    const { stdout } = await runWith('complete', weightsOf('made'), `--data ${digits} --index 7 --rows ${rows} --json`);
    const { log_given: given, log_missing: missing } = JSON.parse(stdout);
    if (rows === 0) assert.equal(given.mean, 0);
    totals.push(given.mean + missing.mean);
  }
  for (const total of totals) assert.ok(Math.abs(total - totals[0]) < 1e-3, `${totals}`);
});

test('complete: images of another size, and grey ones of a grey likelihood', async () => {
  const bars = crossedBars(60, 12, 7);
  await writeFile(at('wide.npy'), npyBytes([60, 7, 12], [...bars.images]));
  const weights = at('wide.safetensors');
  const settings = `--data ${at('wide.npy')} --pixels grey --likelihood gaussian --hidden 8 --latent 2 --batch 10 --epochs 5 --out ${weights}`;
  assert.equal((await run('train', ...settings.split(' '))).code, 0);
  const { stdout, code, stderr } = await runWith(
    'complete',
    weights,
    `--data ${at('wide.npy')} --index 4 --rows 3 --json`,
  );
  assert.equal(code, 0, stderr);
  const { image, completions, pixels } = JSON.parse(stdout);
  assert.equal(pixels, 'grey');
  assert.equal(image.length, 84);
  assert.deepEqual(completions[3].slice(0, 36), image.slice(0, 36));
  const out = at('wide.png');
  assert.equal(
    (await runWith('complete', weights, `--data ${at('wide.npy')} --index 4 --rows 3 --out ${out}`)).code,
    0,
  );
  await refuses('complete', [
    [weights, `--data ${at('wide.npy')} --index 4 --rows 7 --json`, /--rows: expected fewer than the 7 rows/],
  ]);
  const other = await runWith('complete', shipped, `--data ${at('wide.npy')} --index 4 --rows 3 --json`);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /28 x 28.*12 x 7/);
});

test('complete: options that contradict or lack one another are refused, with both named', async () => {
  const example = `--data ${digits} --index 3`;
  await refuses('complete', [
    [shipped, `${example} --json`, /--rows is required/],
    [
      shipped,
      `${example} --rows 28 --json`,
      /--rows: expected fewer than the 28 rows of an image of --weights, got 28/,
    ],
    [shipped, `${example} --rows 5000 --json`, /--rows: expected a whole number from 0 to 4096, got "5000"/],
    [shipped, `${example} --rows -1 --json`, /--rows: expected a whole number from 0 to 4096, got "-1"/],
    [shipped, `${example} --rows 5 --json --count 0`, /--count: expected a whole number from 1/],
    [
      shipped,
      `${example} --rows 5 --json --importance-samples 9`,
      /--importance-samples: expected a whole number from 10/,
    ],
    [shipped, `${example} --rows 5`, /expected --out FILE\.png or --json/],
    [shipped, `${example} --rows 5 --json --probabilities`, /--probabilities: expected --out with it/],
    [shipped, `--rows 5 --json`, /expected either --data with --index, or --image/],
    [shipped, `--rows 5 --index 3 --json`, /--index: expected --data with it/],
    [shipped, `--data ${digits} --index 10000 --rows 5 --json`, /--index: expected below the 10000 images of --data/],
    [weightsOf('ae-2d'), `${example} --rows 5 --json`, /--weights: expected a model with a density .*, got ae/],
    [
      weightsOf('fvbn'),
      `${example} --rows 5 --json --importance-samples 100`,
      /--importance-samples: expected --weights of a vae, a cvae or a made of several orderings, got fvbn, which completes exactly/,
    ],
    [
      weightsOf('fvbn'),
      `${example} --rows 5 --json --pixels grey`,
      /--pixels: .*--weights, bernoulli, is a density, got grey/,
    ],
    [weightsOf('cvae-2d'), '--image x.png --rows 5 --json', /--image: a cvae must be told the digit/],
    [shipped, `${example} --rows 5 --out ${shipped}`, /--out: expected another file than that of --weights/],
  ]);
});
