// The native program on the command line: LATENTPAD_PROGRAM is its path.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { INDEX, indexOf, shard } from '../support/sharded-weights.mjs';

const program = process.env.LATENTPAD_PROGRAM;
const digits = fileURLToPath(new URL('../../build/data/digits.bin.gz', import.meta.url));
const shipped = fileURLToPath(new URL('../../weights/vae-2d.safetensors', import.meta.url));
const classifier = fileURLToPath(new URL('../../weights/classifier.safetensors', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'latentpad-cli-'));
after(() => rm(folder, { recursive: true }));

const run = (...args) =>
  new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 64 << 20 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
const small = ['--hidden', '16', '--latent', '2', '--batch', '64'];
const trained = join(folder, 'trained.safetensors');

test('train writes weights and a log; eval, info, encode, decode and sample read them', async () => {
  const log = join(folder, 'log.jsonl');
  const train = await run(
    'train',
    '--data',
    digits,
    ...small,
    '--epochs',
    '2',
    '--seed',
    '5',
    '--out',
    trained,
    '--log',
    log,
    '--json',
  );
  assert.equal(train.code, 0, train.stderr);
  const result = JSON.parse(train.stdout);
  assert.equal(result.step, Math.ceil((2 * 9000) / 64));
  assert.ok(result.images_per_second > 0);
  const epochs = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(epochs.length, 2);
  assert.ok(epochs[1].validation.negative_elbo < epochs[0].validation.negative_elbo);

  const evaluation = JSON.parse((await run('eval', '--weights', trained, '--data', digits, '--json')).stdout);
  assert.equal(evaluation.examples, 1000);
  assert.equal(evaluation.pixels, 'binarized');
  assert.equal(evaluation.exact_nll, null);
  assert.match(evaluation.why.exact_nll, /no closed form/);
  assert.ok(Math.abs(evaluation.negative_elbo.mean - evaluation.reconstruction - evaluation.kl) < 1e-6);
  assert.ok(evaluation.negative_elbo.mean < 190);

  const info = JSON.parse((await run('info', trained, '--json')).stdout);
  assert.equal(info.checksum, result.checksum);
  assert.equal(info.self_test, 'passed');
  assert.deepEqual(info.training.config.seed, 5);

  const codes = JSON.parse(
    (await run('encode', '--weights', trained, '--data', digits, '--first', '9000', '--count', '3', '--json')).stdout,
  );
  assert.equal(codes.codes.length, 3);
  assert.equal(codes.codes[0].mu.length, 2);

  const png = join(folder, 'grid.png');
  assert.equal((await run('decode', '--weights', trained, '--grid', '5', '--out', png)).code, 0);
  assert.equal((await readFile(png)).subarray(1, 4).toString(), 'PNG');
  const decoded = JSON.parse((await run('decode', '--weights', trained, '--z', '0.5,-1', '--json')).stdout);
  assert.equal(decoded.images[0].reconstruction.length, 784);
  const sampled = await run('sample', '--weights', trained, '--count', '4', '--seed', '2', '--json');
  assert.equal(JSON.parse(sampled.stdout).images.length, 4);
  assert.equal(
    sampled.stdout,
    (await run('sample', '--weights', trained, '--count', '4', '--seed', '2', '--json')).stdout,
  );
});

test('the program reads images that it wrote', async () => {
  const png = join(folder, 'one.png');
  await run('decode', '--weights', shipped, '--z', '0,0', '--scale', '1', '--out', png);
  const refused = await run('encode', '--weights', shipped, '--image', png);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /one\.png: expected a picture of 28 x 28, got 32 x 32/);
});

test('the same seed gives the same file, byte for byte', async () => {
  const again = join(folder, 'again.safetensors');
  await run('train', '--data', digits, ...small, '--epochs', '2', '--seed', '5', '--out', again);
  assert.ok((await readFile(again)).equals(await readFile(trained)));
});

test('Ctrl-C saves a checkpoint, and a run resumed from it equals the uninterrupted run', async () => {
  const [whole, broken] = [join(folder, 'whole.safetensors'), join(folder, 'broken.safetensors')];
  const long = ['--data', digits, '--hidden', '64', '--latent', '2', '--batch', '64', '--epochs', '4', '--seed', '8'];
  await run('train', ...long, '--out', whole);
  const child = spawn(program, ['train', ...long, '--out', broken], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let interrupted = false;
  child.stderr.on('data', (data) => {
    said += data;
    // After the first epoch, during the second; once, since a second Ctrl-C ends the program immediately.
    if (/epoch/.test(said) && !interrupted) interrupted = child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 1);
  assert.match(said, /interrupted at step \d+ by Ctrl-C; go on with: latentpad train --resume/);
  assert.ok(!existsSync(broken));
  const resumed = await run(
    'train',
    '--data',
    digits,
    '--epochs',
    '4',
    '--resume',
    `${broken}.checkpoint`,
    '--out',
    broken,
    '--json',
  );
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(JSON.parse(resumed.stdout).checksum, JSON.parse((await run('info', whole, '--json')).stdout).checksum);
});

test('a run with a schedule of the learning rate resumes exactly, and contradictory options are refused', async () => {
  const [whole, half, rest] = ['scheduled', 'half', 'rest'].map((name) => join(folder, `${name}.safetensors`));
  const settings = ['--data', digits, '--hidden', '8', '--latent', '2', '--batch', '512', '--seed', '8'];
  const cosine = ['--schedule', 'cosine', '--schedule-epochs', '2', '--schedule-factor', '0.1'];
  const train = async (...args) => JSON.parse((await run('train', ...args, '--json')).stdout).checksum;
  const expected = await train(...settings, ...cosine, '--epochs', '2', '--out', whole);
  await train(...settings, ...cosine, '--epochs', '1', '--resumable', '--out', half);
  const resume = ['--data', digits, '--epochs', '2', '--resume', half, '--out', rest];
  assert.equal(await train(...resume), expected);
  // Another schedule replaces all of its settings.
  assert.notEqual(await train(...resume, '--schedule', 'burda'), expected);
  const { training } = JSON.parse((await run('info', rest, '--json')).stdout);
  assert.equal(training.config.schedule, 'burda');
  assert.ok(!('schedule_epochs' in training.config));
  for (const [options, message] of [
    [['--schedule', 'cosine'], /schedule_epochs: expected .* for the schedule cosine, got 0/],
    [
      ['--schedule', 'burda', '--schedule-factor', '0.5'],
      /schedule_factor: expected to be left out with the schedule burda/,
    ],
    [['--schedule', 'steps', '--schedule-factor', '0.5'], /schedule_epochs, schedule_at: expected one of them/],
    [['--schedule-at', '3,x'], /--schedule-at: expected a whole number/],
    [['--schedule', 'linear'], /linear/],
  ]) {
    const { code, stderr } = await run('train', ...settings, ...options, '--out', rest);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

test('averaged weights are those of the file; a run resumes exactly, and turns averaging on and off', async () => {
  const [whole, half, rest, plain] = ['averaged', 'half', 'rest', 'plain'].map((name) =>
    join(folder, `${name}.safetensors`),
  );
  const settings = ['--data', digits, '--hidden', '8', '--latent', '2', '--batch', '512', '--seed', '1'];
  const average = ['--average-decay', '0.9'];
  const train = async (...args) => {
    const { code, stdout, stderr } = await run('train', ...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const info = async (file) => JSON.parse((await run('info', file, '--json')).stdout);
  const expected = await train(...settings, ...average, '--epochs', '2', '--out', whole);
  assert.equal((await info(whole)).checksum, expected.checksum);
  assert.equal((await info(whole)).training.config.average_decay, 0.9);
  assert.match((await run('info', whole)).stdout, /"average_decay":0\.9/);
  const { stdout } = await run('eval', '--weights', whole, '--data', digits, '--json');
  assert.equal(JSON.parse(stdout).negative_elbo.mean, expected.validation.negative_elbo);
  await train(...settings, ...average, '--epochs', '1', '--resumable', '--out', half);
  const resume = ['--data', digits, '--epochs', '2', '--resume', half, '--out', rest];
  assert.equal((await train(...resume)).checksum, expected.checksum);

  // Without averaging from there on the raw weights remain, which are those of a run that never had any.
  const raw = await train(...settings, '--epochs', '2', '--resumable', '--out', plain);
  assert.notEqual(raw.checksum, expected.checksum);
  assert.equal((await train(...resume, '--average-decay', '0')).checksum, raw.checksum);
  assert.ok(!('average_decay' in (await info(rest)).training.config));
  const on = ['--data', digits, '--resume', plain, ...average, '--out', rest];
  assert.equal((await train(...on, '--epochs', '2')).checksum, raw.checksum, 'it starts at the present weights');
  await train(...on, '--epochs', '2.1');
  assert.equal((await info(rest)).training.config.average_decay, 0.9);

  const file = join(folder, 'averaged.json');
  const model = { model: 'vae', hidden: [8], latent_dim: 2 },
    training = { batch_size: 512, seed: 1, average_decay: 0.9 };
  await writeFile(file, JSON.stringify({ model, training, epochs: 2 }));
  assert.equal((await train('--data', digits, '--recipe', file, '--out', rest)).checksum, expected.checksum);
  for (const decay of ['1', '-0.1', '0.999999']) {
    const { code, stderr } = await run('train', ...settings, '--average-decay', decay, '--out', rest);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /average-decay.*0.* 0\.99999/);
  }
});

test('a recipe gives the weights of the same options, stages those of resumed runs; unknown keys are errors', async () => {
  const file = join(folder, 'recipe.json');
  const out = ['--out', join(folder, 'of-recipe.safetensors')];
  const write = (recipe) => writeFile(file, JSON.stringify(recipe));
  const train = async (...args) => {
    const { stdout, stderr, code } = await run('train', '--data', digits, ...args, ...out, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout).checksum;
  };
  const model = { model: 'vae', hidden: [8], latent_dim: 2, activation: 'tanh' };
  const training = { batch_size: 512, seed: 3, objective: 'iwae', importance_samples: 2, estimator: 'dreg' };
  const options = '--hidden 8 --latent 2 --activation tanh --batch 512 --seed 3'.split(' ');
  const iwae = '--objective iwae --importance-samples 2 --estimator dreg --validation 2000'.split(' ');
  const recipe = { model, training, epochs: 1, validation: 2000 };
  await write(recipe);
  const expected = await train(...options, ...iwae, '--epochs', '1');
  assert.equal(await train('--recipe', file), expected);
  assert.notEqual(await train('--recipe', file, '--seed', '4'), expected);
  assert.notEqual(await train('--recipe', file, '--epochs', '0.5'), expected);

  // Stages, and a run that is interrupted between them.
  const [first, resumed] = ['stage-1', 'resumed'].map((name) => join(folder, `${name}.safetensors`));
  const half = ['--data', digits, '--resumable', '--out', first];
  await run('train', ...half, ...options, '--learning-rate', '0.01', '--epochs', '1');
  const staged = await train('--resume', first, '--learning-rate', '0.002', '--epochs', '2');
  const stages = [
    { epochs: 1, learning_rate: 0.01 },
    { epochs: 2, learning_rate: 0.002 },
  ];
  await write({ model, training: { batch_size: 512, seed: 3 }, stages });
  assert.equal(await train('--recipe', file), staged);
  await run(
    'train',
    '--data',
    digits,
    ...options,
    '--learning-rate',
    '0.01',
    '--epochs',
    '0.5',
    '--resumable',
    '--out',
    resumed,
  );
  assert.equal(await train('--recipe', file, '--resume', resumed), staged);

  // A stage changes any setting but seed and digits; a new schedule has only the settings that it states.
  const changes = {
    beta_warmup_steps: 0,
    batch_size: 256,
    learning_rate: 0.002,
    schedule: 'steps',
    schedule_at: [3],
    schedule_factor: 0.1,
    objective: 'iwae',
    importance_samples: 2,
    estimator: 'dreg',
  };
  const begin = { ...training, objective: 'elbo', importance_samples: 1, estimator: 'reparameterized' };
  const cosine = { schedule: 'cosine', schedule_epochs: 2, beta_warmup_steps: 9 };
  await write({ model, training: { ...begin, ...cosine }, stages: [{ epochs: 2 }, { epochs: 4, ...changes }] });
  const optionsOf = (settings) =>
    Object.entries(settings).flatMap(([key, value]) => [
      `--${key.replace('_size', '').replaceAll('_', '-')}`,
      `${value}`,
    ]);
  await run('train', ...half, ...options, ...optionsOf(cosine), '--epochs', '2');
  const changed = await train('--resume', first, ...optionsOf(changes), '--epochs', '4');
  assert.equal(await train('--recipe', file), changed);
  assert.equal(await train('--recipe', file, '--resume', first), changed);
  // Epochs count images, of which a step shows another number from there on.
  const { epochs: shown } = JSON.parse((await run('info', out[1], '--json')).stdout).training;
  assert.ok(shown >= 4 && shown < 4.1, `${shown} epochs`);

  // Within a stage that averages, and at the end: the settings are those of the stage, and nothing is lost.
  const averaged = {
    model,
    training: { batch_size: 512, seed: 3 },
    stages: [{ epochs: 1 }, { epochs: 3, average_decay: 0.9 }],
  };
  await write({ ...averaged, stages: [{ epochs: 1 }, { epochs: 2, average_decay: 0.9 }] });
  await run('train', '--data', digits, '--recipe', file, '--resumable', '--out', first);
  await write(averaged);
  const whole = await train('--recipe', file, '--resumable');
  assert.equal(await train('--recipe', file, '--resume', first, '--resumable'), whole);
  await writeFile(first, await readFile(out[1]));
  assert.equal(await train('--recipe', file, '--resume', first, '--resumable'), whole);
  const { training: kept } = JSON.parse((await run('info', out[1], '--json')).stdout);
  assert.equal(kept.config.average_decay, 0.9);

  for (const [change, message] of [
    [{ epoch: 3 }, /recipe\.json: recipe: unknown key "epoch"/],
    [{ model: { ...model, depth: 3 } }, /recipe\.json: config: unknown key "depth"/],
    [{ model: { ...model, input_dim: 784 } }, /recipe\.json: recipe\.model: unknown key "input_dim"/],
    [{ training: { ...training, rate: 1 } }, /recipe\.json: training: unknown key "rate"/],
    [
      { training: { ...training, objective: 'elbo', importance_samples: 1 } },
      /estimator dreg: expected the objective iwae/,
    ],
    [{ stages }, /recipe: expected either epochs or stages, got both/],
    [{ epochs: undefined }, /recipe: expected either epochs or stages, got neither/],
    [{ epochs: undefined, stages: [] }, /recipe\.stages: expected at least one stage/],
    [{ epochs: undefined, stages: stages.toReversed() }, /expected epochs above 0 and rising/],
    [{ epochs: undefined, stages: [{ epochs: 1, rate: 3 }] }, /recipe\.stages\[0\]: unknown key "rate"/],
    [{ epochs: undefined, stages: [{ epochs: 1, learning_rate: 3 }] }, /learning_rate: expected/],
    [{ epochs: undefined, stages: [{ epochs: 1, seed: 3 }] }, /recipe\.stages\[0\]: unknown key "seed"/],
    [
      { epochs: undefined, stages: [{ epochs: 1, objective: 'elbo', importance_samples: 1 }] },
      /recipe\.stages\[0\].*estimator dreg: expected the objective iwae/,
    ],
    [{ epochs: 0 }, /expected epochs above 0/],
  ]) {
    await write({ ...recipe, ...change });
    const { code, stderr } = await run('train', '--data', digits, '--recipe', file, ...out);
    assert.equal(code, 1, stderr);
    assert.match(stderr, message);
  }
  // Refused before the first step, not when the stage begins.
  for (const [change, message] of [
    [{ shards: 2, batch_size: 65_536 }, /until epoch 2: .*batch_size: expected at most the \d+ training images/],
    [{ objective: 'iwae', importance_samples: 2 }, /until epoch 2: .*iwae/],
  ]) {
    const made = { model: 'made', hidden: [8], latent_dim: 0 };
    await write({ model: made, training: { batch_size: 512 }, stages: [{ epochs: 1 }, { epochs: 2, ...change }] });
    const { code, stderr } = await run('train', '--data', digits, '--recipe', file, ...out);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /epoch +1\.00/);
  }
  await write({ ...recipe, epochs: undefined, stages });
  for (const option of ['--hidden 4', '--learning-rate 0.1', '--schedule burda', '--validation 5', '--epochs 2']) {
    const { code, stderr } = await run('train', '--data', digits, '--recipe', file, ...option.split(' '), ...out);
    assert.equal(code, 2, stderr);
    assert.match(stderr, new RegExp(`states it; leave out ${option.split(' ')[0]}`));
  }
});

test('the recipes of the shipped weights are those by which they were trained; weights/README.md has their checksums', async () => {
  const shippedFolder = new URL('../../weights/', import.meta.url);
  const readme = await readFile(new URL('README.md', shippedFolder), 'utf8');
  const names = (await readdir(new URL('recipes/', shippedFolder))).map((name) => name.replace(/\.json$/, ''));
  // Its weights are not shipped: they are twice as large as all others.
  const measured = 'made-2000';
  const files = (await readdir(shippedFolder)).filter((name) => /^(?!classifier).*\.safetensors$/.test(name));
  assert.deepEqual(names.toSorted(), [measured, ...files.map((name) => name.replace('.safetensors', ''))].toSorted());
  for (const name of names.filter((one) => one !== measured)) {
    const recipe = JSON.parse(await readFile(new URL(`recipes/${name}.json`, shippedFolder), 'utf8'));
    const weights = fileURLToPath(new URL(`${name}.safetensors`, shippedFolder));
    const { config, training, checksum } = JSON.parse((await run('info', weights, '--json')).stdout);
    assert.match(readme, new RegExp(`^\\| \`${name}\`.* \`${checksum}\` `, 'm'));
    let settings = { ...recipe.training, epochs: recipe.epochs };
    for (const stage of recipe.stages ?? []) {
      // Another schedule has only the settings that its stage states.
      if (stage.schedule) {
        const { schedule_epochs: _1, schedule_factor: _2, schedule_at: _3, ...kept } = settings;
        settings = kept;
      }
      settings = { ...settings, ...stage };
    }
    const { epochs, ...last } = settings;
    for (const [key, value] of Object.entries(recipe.model)) assert.deepEqual(config[key], value, `${name}: ${key}`);
    for (const [key, value] of Object.entries(last)) assert.deepEqual(training.config[key], value, `${name}: ${key}`);
    assert.equal(Math.round(training.epochs), epochs, name);
    assert.equal(training.validation.examples, recipe.validation, name);
  }
});

test('invalid usage exits with 2, failure with 1, each with a message on stderr and nothing on stdout', async () => {
  const bad = join(folder, 'bad.safetensors');
  await writeFile(bad, 'not weights');
  const out = join(folder, 'out.safetensors'),
    mnist = join(folder, 'mnist');
  await mkdir(mnist);
  await writeFile(join(mnist, 'train-labels-idx1-ubyte'), '');
  const cases = [
    [2, /subcommand/, []],
    [2, /--data is required/, ['train', '--out', out]],
    [2, /--hidden: expected sizes/, ['train', '--data', digits, '--hidden', '4o0', '--out', out]],
    [2, /--hidden: expected sizes/, ['train', '--data', digits, '--hidden', 'conv32', '--out', out]],
    [
      2,
      /conv4k8: expected a kernel that fits its input with padding, 7 x 7, got 8 x 8/,
      ['train', '--data', digits, '--hidden', 'conv4k4s4,conv4k8', '--out', out],
    ],
    [2, /stride: expected .* from 1 to 3, got 4/, ['train', '--data', digits, '--hidden', 'conv4k3s4', '--out', out]],
    [
      2,
      /expected convolutions before linear layers, got \[8, conv4k3\]/,
      ['train', '--data', digits, '--hidden', '8,conv4k3', '--out', out],
    ],
    [
      2,
      /expected linear layers for a model of kind cvae/,
      ['train', '--data', digits, '--model', 'cvae', '--hidden', 'conv4k3', '--out', out],
    ],
    [2, /latent_dim: expected .* got 0/, ['train', '--data', digits, '--latent', '0', '--out', out]],
    [2, /learning_rate: expected/, ['train', '--data', digits, '--learning-rate', '0', '--out', out]],
    [2, /--validation: expected fewer/, ['train', '--data', digits, '--validation', '10000', '--out', out]],
    [2, /--model/, ['train', '--data', digits, '--model', 'gan', '--out', out]],
    [2, /either --z or --grid/, ['decode', '--weights', shipped, '--out', 'x.png']],
    [2, /--z: expected 2 numbers/, ['decode', '--weights', shipped, '--z', '1,2,3', '--json']],
    [1, /No such file/, ['info', join(folder, 'missing')]],
    [1, /this is plain text, neither weights nor a data set/, ['info', bad]],
    [1, /expected MNIST's file train-images/, ['eval', '--weights', shipped, '--data', mnist]],
    [1, /this is plain text/, ['eval', '--weights', shipped, '--data', bad]],
    [1, /No such file/, ['train', '--data', digits, '--out', join(folder, 'nowhere', 'x')]],
    [
      1,
      /training diverged.*smaller --learning-rate/s,
      ['train', '--data', digits, ...small, '--learning-rate', '1', '--out', out],
    ],
  ];
  for (const [code, message, args] of cases) {
    const result = await run(...args);
    assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  }
});

test('all four models: train, eval with reasons for missing values, sample, compare', async () => {
  const files = [];
  const missing = {
    vae: ['exact_nll'],
    ae: ['exact_nll', 'negative_elbo', 'importance_weighted_nll'],
    fvbn: ['reconstruction', 'negative_elbo', 'importance_weighted_nll', 'centredness'],
    made: ['reconstruction', 'negative_elbo', 'importance_weighted_nll', 'smoothness'],
  };
  for (const model of ['vae', 'ae', 'fvbn', 'made']) {
    const out = join(folder, `${model}.safetensors`);
    files.push(out);
    const shape = model === 'fvbn' ? [] : ['--hidden', '16', ...(model === 'made' ? [] : ['--latent', '2'])];
    const train = await run('train', '--model', model, ...shape, '--data', digits, '--epochs', '1', '--out', out);
    assert.equal(train.code, 0, train.stderr);
    const evaluation = await run(
      'eval',
      '--weights',
      out,
      '--data',
      digits,
      '--classifier',
      classifier,
      '--samples',
      '20',
      '--importance-samples',
      '1,5',
      '--importance-digits',
      '50',
      '--json',
    );
    const report = JSON.parse(evaluation.stdout);
    for (const key of missing[model]) {
      assert.ok((report[key] ?? null) === null && report.why[key].length > 10, `${model}: ${key}`);
    }
    assert.equal(report.exact_nll !== null, model === 'fvbn' || model === 'made');
    assert.ok(report.sample_quality.classifier_confidence > 0.1);
    const sample = JSON.parse((await run('sample', '--weights', out, '--count', '2', '--json')).stdout);
    assert.equal(sample.images[1].length, 784);
  }
  const table = await run('compare', ...files, '--data', digits, '--importance-samples', 'none');
  assert.equal(table.code, 0, table.stderr);
  for (const word of ['vae', 'ae', 'fvbn', 'made', 'reconstruction', 'centredness', 'an AE has no density']) {
    assert.ok(table.stdout.includes(word), word);
  }
  const refused = await run('encode', '--weights', files[2], '--data', digits, '--count', '1');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /encode_images: expected a model that has it \(vae, cvae, hvae and ae\), got fvbn/);
});

test('a convolutional VAE: train, info, eval, sample, resume, export', async () => {
  const out = join(folder, 'convolutional.safetensors'),
    whole = join(folder, 'convolutional-whole.safetensors'),
    settings = [
      '--data',
      digits,
      '--hidden',
      'conv4k4s2p1,conv8k4s2p1,16',
      '--latent',
      '3',
      '--batch',
      '512',
      '--seed',
      '1',
    ];
  const train = await run('train', ...settings, '--epochs', '1', '--resumable', '--out', out, '--json');
  assert.equal(train.code, 0, train.stderr);
  // The engine trains the same weights (tests/web/engine/engine-convolutions.test.mjs).
  const sums = JSON.parse(await readFile(new URL('../golden/checksums.json', import.meta.url), 'utf8'));
  for (const arithmetic of ['exact', 'fused']) {
    const { stdout } = await run(
      ...['train', ...settings, '--epochs', '1', '--arithmetic', arithmetic, '--out', whole, '--json'],
    );
    if (stdout) assert.equal(JSON.parse(stdout).checksum, sums['convolutional vae, 18 steps, seed 1'][arithmetic]);
  }
  const info = JSON.parse((await run('info', out, '--json')).stdout);
  assert.equal(info.checksum, JSON.parse(train.stdout).checksum);
  assert.deepEqual(info.config.hidden, [
    { layer: 'conv2d', channels: 4, kernel: 4, stride: 2, padding: 1 },
    { layer: 'conv2d', channels: 8, kernel: 4, stride: 2, padding: 1 },
    16,
  ]);
  const shapes = Object.fromEntries(info.tensors.map(({ name, shape }) => [name, shape]));
  assert.deepEqual(shapes['encoder.1.weight'], [8, 4, 4, 4]);
  assert.deepEqual(shapes['decoder.2.weight'], [8, 4, 4, 4]);
  assert.deepEqual(shapes['decoder.3.bias'], [1]);
  const evaluation = await run('eval', '--weights', out, '--data', digits, '--importance-samples', '1,5', '--json');
  // 18 steps from the mean of all pixels, which costs 303 nats.
  const report = JSON.parse(evaluation.stdout);
  assert.ok(
    report.negative_elbo.mean < 320 && Number.isFinite(report.importance_weighted_nll['5'].mean),
    evaluation.stdout,
  );
  const sample = JSON.parse((await run('sample', '--weights', out, '--count', '2', '--json')).stdout);
  assert.equal(sample.images[1].length, 784);
  assert.equal((await run('export', '--weights', out, '--onnx', join(folder, 'convolutional'))).code, 0);
  // Going on gives the weights of a run without interruption.
  const resumed = await run('train', '--data', digits, '--resume', out, '--epochs', '1.5', '--out', out, '--json');
  const straight = await run('train', ...settings, '--epochs', '1.5', '--out', whole, '--json', '--threads', '2');
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(JSON.parse(resumed.stdout).checksum, JSON.parse(straight.stdout).checksum);
  const other = await run(
    ...['train', '--data', digits, '--resume', out, '--hidden', 'conv4k4s2p1,16', '--epochs', '2', '--out', out],
  );
  assert.equal(other.code, 2);
  assert.match(other.stderr, /expected \[conv4k4s2p1, conv8k4s2p1, 16\], as the file of --resume has it/);
});

test('the IWAE objective is for a VAE, with k samples and β = 1', async () => {
  const out = join(folder, 'iwae.safetensors');
  const good = await run(
    'train',
    '--data',
    digits,
    ...small,
    '--epochs',
    '0.2',
    '--objective',
    'iwae',
    '--importance-samples',
    '4',
    '--out',
    out,
  );
  assert.equal(good.code, 0, good.stderr);
  const info = JSON.parse((await run('info', out, '--json')).stdout);
  assert.equal(info.training.config.objective, 'iwae');
  assert.equal(info.training.config.importance_samples, 4);
  for (const [message, ...args] of [
    [/importance_samples/, '--objective', 'iwae'],
    [/beta/, '--objective', 'iwae', '--importance-samples', '4', '--beta', '2'],
    [/importance_samples/, '--importance-samples', '4'],
  ]) {
    const refused = await run('train', '--data', digits, ...small, ...args, '--out', out);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, message);
  }
});

test('the likelihood is in the file and beside every score; if it is not a density of the pixels, that is reported', async () => {
  const plain = join(folder, 'plain.safetensors'),
    other = join(folder, 'other.safetensors');
  assert.equal(
    (await run('train', '--data', digits, ...small, '--pixels', 'grey', '--epochs', '1', '--seed', '5', '--out', plain))
      .code,
    0,
  );
  const scored = await run(
    'eval',
    '--weights',
    plain,
    '--data',
    digits,
    '--pixels',
    'grey',
    '--importance-samples',
    'none',
  );
  assert.match(
    scored.stdout,
    /\(vae, bernoulli\)[^]*bernoulli is no density of grey pixels: these nats are losses, not likelihoods/,
  );
  assert.doesNotMatch(
    (await run('eval', '--weights', plain, '--data', digits, '--importance-samples', 'none')).stdout,
    /no density/,
  );

  const train = await run(
    'train',
    '--data',
    digits,
    ...small,
    '--pixels',
    'grey',
    '--likelihood',
    'continuous_bernoulli',
    '--epochs',
    '1',
    '--seed',
    '5',
    '--out',
    other,
  );
  assert.equal(train.code, 0, train.stderr);
  const report = JSON.parse(
    (
      await run(
        'eval',
        '--weights',
        other,
        '--data',
        digits,
        '--pixels',
        'grey',
        '--importance-samples',
        'none',
        '--json',
      )
    ).stdout,
  );
  assert.deepEqual(
    [report.likelihood, report.is_density, report.config.likelihood],
    ['continuous_bernoulli', true, 'continuous_bernoulli'],
  );
  assert.ok(report.negative_elbo.mean < 0, 'a density may be above 1');
  const table = (
    await run('compare', plain, other, '--data', digits, '--pixels', 'grey', '--importance-samples', 'none')
  ).stdout;
  assert.match(table, /NATS OF DIFFERENT LIKELIHOODS CANNOT BE COMPARED/);

  const kept = await run(
    'train',
    '--data',
    digits,
    '--resume',
    other,
    '--likelihood',
    'bernoulli',
    '--epochs',
    '1',
    '--out',
    join(folder, 'x'),
  );
  assert.notEqual(kept.code, 0);
  const fixed = join(folder, 'fixed.safetensors'),
    gaussian = ['--likelihood', 'gaussian', '--pixels', 'grey', '--epochs', '0.1'];
  assert.equal((await run('train', '--data', digits, ...small, ...gaussian, '--sigma', '0.1', '--out', fixed)).code, 0);
  const resumed = (...options) =>
    run('train', '--data', digits, '--resume', fixed, ...options, '--epochs', '0.2', '--out', join(folder, 'x'));
  const otherSigma = await resumed('--sigma', '0.2');
  assert.notEqual(otherSigma.code, 0);
  assert.match(otherSigma.stderr, /--sigma[^]*0\.1[^]*0\.2/);
  assert.equal((await resumed('--likelihood', 'gaussian')).code, 0, 'an omitted sigma is the file’s');
  const unknown = await run('train', '--data', digits, '--likelihood', 'poisson', '--out', join(folder, 'x'));
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /poisson not in \{bernoulli/);
  const made = await run(
    'train',
    '--data',
    digits,
    '--model',
    'made',
    '--likelihood',
    'continuous_bernoulli',
    '--out',
    join(folder, 'x'),
  );
  assert.equal(made.code, 2);
  assert.match(made.stderr, /likelihood: expected one of "bernoulli", got "continuous_bernoulli"/);
});

test('a choice of digits trains and scores on those labels alone, and is in the file', async () => {
  const out = join(folder, 'some.safetensors');
  const good = await run(
    'train',
    '--data',
    digits,
    ...small,
    '--epochs',
    '0.5',
    '--digits',
    '0,1,7',
    '--resumable',
    '--out',
    out,
    '--json',
  );
  assert.equal(good.code, 0, good.stderr);
  const { train_examples: count, validation } = JSON.parse(good.stdout);
  assert.ok(count > 2000 && count < 3500 && validation.examples < 400, `${count}, ${validation.examples}`);
  assert.deepEqual(JSON.parse((await run('info', out, '--json')).stdout).training.config.digits, [0, 1, 7]);
  const more = await run(
    'train',
    '--data',
    digits,
    '--resume',
    out,
    '--epochs',
    '1',
    '--out',
    join(folder, 'more.safetensors'),
    '--json',
  );
  assert.equal(JSON.parse(more.stdout).train_examples, count);
  for (const wrong of ['7,1', '10', '']) {
    const refused = await run('train', '--data', digits, ...small, '--digits', wrong, '--out', out);
    assert.notEqual(refused.code, 0, wrong);
    assert.match(refused.stderr, /digits/);
  }
});

/** A weights file of these tensors, with constant numbers or a function of the index; metadata as strings. */
function weightsFile(tensors, metadata) {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, at }]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, (_, i) => (typeof at === 'function' ? at(i) : at));
    const begin = end;
    end += values.byteLength;
    return { name, header: { dtype: 'F32', shape, data_offsets: [begin, end] }, bytes: Buffer.from(values.buffer) };
  });
  const header = Object.fromEntries(entries.map(({ name, header: one }) => [name, one]));
  if (metadata) header.__metadata__ = metadata;
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (text.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, Buffer.from(text), ...entries.map(({ bytes }) => bytes)]);
}

/** A VAE without hidden layers, with this number of pixels and two dimensions. */
const plainVae = (pixels, { encoder = 0.01, decoder = 0.01 } = {}) => ({
  'mu.weight': { shape: [2, pixels], at: encoder },
  'mu.bias': { shape: [2], at: 0 },
  'log_var.weight': { shape: [2, pixels], at: 0 },
  'log_var.bias': { shape: [2], at: 0 },
  'decoder.0.weight': { shape: [pixels, 2], at: decoder },
  'decoder.0.bias': { shape: [pixels], at: 0 },
});

/** Width and height of a PNG. */
const pngSize = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

test('a model of another image size is rejected with digits, and its samples have its own size', async () => {
  const square = join(folder, 'square.safetensors'),
    row = join(folder, 'row.safetensors'),
    wide = join(folder, 'wide.safetensors');
  await writeFile(square, weightsFile(plainVae(100)));
  await writeFile(row, weightsFile(plainVae(30)));
  await writeFile(
    wide,
    weightsFile(plainVae(784), {
      'latentpad.config': JSON.stringify({
        model: 'vae',
        input_dim: 784,
        width: 56,
        height: 14,
        hidden: [],
        latent_dim: 2,
      }),
    }),
  );
  const sizes = { [square]: '10 x 10', [row]: '30 x 1', [wide]: '56 x 14' };
  for (const [file, size] of Object.entries(sizes)) {
    for (const command of [
      ['eval', '--data', digits],
      ['encode', '--data', digits],
      ['compare', '--data', digits],
    ]) {
      const [name, ...rest] = command;
      const { code, stdout, stderr } = await run(name, ...(name === 'compare' ? [file] : ['--weights', file]), ...rest);
      assert.equal(code, 1, `${name} ${size}: ${stderr}`);
      assert.equal(stdout, '');
      assert.ok(stderr.includes(size) && stderr.includes('28 x 28'), stderr);
    }
    const [width, height] = size.split(' x ').map(Number);
    const png = join(folder, 'own-size.png');
    assert.equal((await run('sample', '--weights', file, '--count', '4', '--scale', '1', '--out', png)).code, 0);
    assert.deepEqual(pngSize(await readFile(png)), [2 * (width + 2) + 2, 2 * (height + 2) + 2]);
    assert.equal((await run('decode', '--weights', file, '--grid', '3', '--scale', '2', '--out', png)).code, 0);
    assert.deepEqual(pngSize(await readFile(png)), [(3 * (width + 2) + 2) * 2, (3 * (height + 2) + 2) * 2]);
    const info = JSON.parse((await run('info', file, '--json')).stdout);
    assert.deepEqual([info.config.width, info.config.height], [width, height]);
  }
  const { code, stderr } = await run(
    'train',
    '--data',
    digits,
    '--resume',
    square,
    '--epochs',
    '1',
    '--out',
    join(folder, 'never.safetensors'),
  );
  assert.equal(code, 1, stderr);
  assert.ok(stderr.includes('10 x 10') || stderr.includes('optimiser'), stderr);
});

test('weights with non-finite results end in an error about them, and nothing is printed', async () => {
  // Each is finite, also for each pixel alone; their sum overflows.
  const overflowing = join(folder, 'overflowing.safetensors');
  const self = {
    'latentpad.self_test': JSON.stringify({
      ink: [],
      mu: [0, 0],
      log_var: [0, 0],
      reconstruction: Array(784).fill(0.5),
    }),
  };
  await writeFile(overflowing, weightsFile(plainVae(784, { encoder: 3e38 }), self));
  for (const command of [
    ['encode', '--data', digits],
    ['encode', '--data', digits, '--json'],
    ['eval', '--data', digits],
    ['eval', '--data', digits, '--json'],
  ]) {
    const [name, ...rest] = command;
    const { code, stdout, stderr } = await run(name, '--weights', overflowing, ...rest);
    assert.equal(code, 1, `${command.join(' ')}: ${stdout}`);
    assert.equal(stdout, '');
    assert.match(stderr, /with these weights .* is not finite/);
  }
  for (const output of [['--json'], ['--out', join(folder, 'far.png')]]) {
    const { code, stdout, stderr } = await run('decode', '--weights', shipped, '--z', '3e38,3e38', ...output);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /z lies too far out/);
  }
  assert.equal(existsSync(join(folder, 'far.png')), false);
});

test('a file of another type is named, as weights and as data', async () => {
  const page = join(folder, 'page.html'),
    packed = join(folder, 'train-images-idx3-ubyte.gz');
  await writeFile(page, '<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n');
  await writeFile(packed, gzipSync('<!DOCTYPE html>\n<html><head><title>Not found</title></head></html>\n'));
  for (const file of [page, packed]) {
    const { code, stderr } = await run('eval', '--weights', shipped, '--data', file);
    assert.equal(code, 1);
    assert.match(stderr, /this is a web page/);
  }
  assert.match((await run('info', page)).stderr, /this is a web page/);
  assert.match((await run('info', packed)).stderr, /this is a gzip archive/);
});

test('gzip files of several members are read', async () => {
  const whole = gunzipSync(await readFile(digits)),
    cut = 1 << 20;
  const file = join(folder, 'members.bin.gz');
  await writeFile(file, Buffer.concat([gzipSync(whole.subarray(0, cut)), gzipSync(whole.subarray(cut))]));
  const [one, two] = await Promise.all(
    [digits, file].map((data) => run('encode', '--weights', shipped, '--data', data, '--first', '9990', '--json')),
  );
  assert.equal(two.code, 0, two.stderr);
  assert.deepEqual(JSON.parse(two.stdout).codes, JSON.parse(one.stdout).codes);
});

test('every command has --help', async () => {
  for (const command of [
    'train',
    'eval',
    'encode',
    'decode',
    'sample',
    'complete',
    'info',
    'compare',
    'train-classifier',
    'convert',
  ]) {
    const { code, stdout } = await run(command, '--help');
    assert.equal(code, 0);
    assert.match(stdout, /--json/);
  }
});

test('weights in several files are read by their index; a file that is missing or does not fit it is named', async () => {
  const sharded = join(folder, 'sharded'),
    index = join(sharded, INDEX);
  await mkdir(sharded);
  const { files, map } = shard(await readFile(shipped), 2),
    parts = Object.keys(files);
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(sharded, name), bytes);
  await writeFile(index, indexOf(map));
  const infoOf = async (path) => JSON.parse((await run('info', '--weights', path, '--json')).stdout);
  const read = await infoOf(index),
    expected = await infoOf(shipped);
  assert.equal(read.checksum, expected.checksum);
  assert.deepEqual([read.config, read.self_test], [expected.config, 'passed']);
  assert.equal((await run('export', '--weights', index, '--onnx', join(sharded, 'vae'))).code, 0);

  const [first] = Object.keys(map);
  for (const [content, message] of [
    [{ weight_map: { ...map, 'more.weight': parts[0] } }, /00001-of-00002.*the tensor "more\.weight" is missing/],
    [
      { weight_map: Object.fromEntries(Object.entries(map).slice(1)) },
      new RegExp(`00001-of-00002.*unexpected tensor "${first}"`),
    ],
    [{ weight_map: { ...map, [first]: '../vae-2d.safetensors' } }, /same folder/],
    [{ weight_map: { ...map, x: 'model-3.safetensors' } }, /model-3\.safetensors: No such file/],
    [{ weight_map: {} }, /weight_map/],
    [[1], /weight_map/],
    [{ weight_map: { ...map, [first]: 1 } }, new RegExp(`name of a file .* for the tensor "${first}"`)],
  ]) {
    await writeFile(index, JSON.stringify(content));
    const { code, stdout, stderr } = await run('info', '--weights', index);
    assert.deepEqual([code, stdout], [1, ''], JSON.stringify(content));
    assert.match(stderr, message);
    assert.ok(stderr.includes(sharded), stderr);
  }
  await writeFile(index, '{');
  assert.match((await run('info', '--weights', index)).stderr, /index\.json: index of weights: not valid JSON/);
  await writeFile(index, indexOf(map));
  await writeFile(join(sharded, parts[1]), 'not weights');
  assert.match((await run('info', '--weights', index)).stderr, /00002-of-00002\.safetensors: /);
});
