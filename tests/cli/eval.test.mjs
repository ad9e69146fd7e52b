// `latentpad eval` with many importance samples: interruption, and going on from a checkpoint.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { barImages, packedBytes } from '../support/data-files.mjs';
import { digits, execute, ownFolder, program, run, runAndAct, shipped } from './support.mjs';

const folder = await ownFolder();
const at = (name) => join(folder, name);

// Small, since the tests are of what an interruption leaves: a draw takes less than a microsecond.
const data = at('bars.bin');
await writeFile(data, packedBytes({ ...barImages(700, 8, 8, 10), width: 8, height: 8, held: 500 }));
const trained = async (model, ...shape) => {
  const weights = at(`${model}-${shape.join('')}.safetensors`);
  const { code, stderr } = await run(
    ...['train', '--data', data, '--model', model, ...shape, '--epochs', '1', '--out', weights],
  );
  assert.equal(code, 0, stderr);
  return weights;
};
const weights = await trained('vae', '--hidden', '8', '--latent', '2');

/** Options in a text, and the large number of samples that makes an interruption possible. */
const bounds = (digitCount, options = '') => [
  ...['eval', '--weights', weights, '--data', data, '--importance-samples', '10,4000'],
  ...['--importance-digits', String(digitCount), ...options.split(' ').filter(Boolean)],
];
const COUNT = 500;
const whole = await run(...bounds(COUNT, '--json'));
const scoresOf = (stdout) => JSON.parse(stdout).importance_weighted_nll;

const underWay = /[1-9]\d* of 500 images, \S+ left/;

/**
 * Interrupted after a tenth of its images; on one thread, to leave more time. On a loaded machine the evaluation can
 * end before the signal comes: it is begun again then. A folder in `deleted` is there until the interruption.
 */
async function interrupt(args, signal = 'SIGINT', options = {}, deleted = null) {
  const act = (child) => {
    if (deleted) rmSync(deleted, { recursive: true });
    child.kill(signal);
  };
  let result = { code: 0 };
  for (let turn = 0; turn < 5 && result.code === 0; turn++) {
    if (deleted) mkdirSync(deleted, { recursive: true });
    result = await runAndAct([...args, '--threads', '1'], underWay, act, options);
  }
  return result;
}

test('progress is told on stderr, which is not a terminal here; short evaluations tell none', async () => {
  assert.equal(whole.code, 0, whole.stderr);
  assert.match(whole.stderr, /^importance-weighted bound: 0 of 500 images\n/);
  assert.match(whole.stderr, /importance-weighted bound: 500 of 500 images\n$/);
  assert.equal(whole.stderr.trim().split('\n').length, 11);
  assert.equal((await run(...bounds(20))).stderr, '');
});

/** What an interruption prints and saves: the partial report and the file. */
async function interrupted(signal) {
  const file = at(`${signal}.json`);
  const stopped = await interrupt(bounds(COUNT, `--json --checkpoint ${file}`), signal);
  assert.equal(stopped.code, 1, stopped.stderr);
  const partial = JSON.parse(stopped.stdout);
  const name = signal === 'SIGINT' ? 'Ctrl-C' : signal;
  assert.deepEqual(partial.interrupted, { by: name, examples: COUNT });
  const done = partial.importance_weighted_examples;
  assert.ok(done >= COUNT / 10 && done < COUNT, `${done}`);
  assert.match(
    stopped.stderr,
    new RegExp(`latentpad: interrupted by ${name} after ${done} of 500 images; go on with: latentpad eval --resume`),
  );
  assert.equal(JSON.parse(await readFile(file, 'utf8')).done, done);
  return { file, partial, done };
}

// The checkpoint of these is that of SIGINT, which the next test goes on from.
for (const signal of ['SIGTERM', 'SIGHUP']) {
  test(`${signal}: the partial result is printed as such, and saved`, () => interrupted(signal));
}

test('SIGINT: the partial result is printed as such, and the rest gives the bits of a single run', async () => {
  const { file, partial, done } = await interrupted('SIGINT');
  // Those images alone have this bound and standard error.
  assert.deepEqual(partial.importance_weighted_nll, scoresOf((await run(...bounds(done, '--json'))).stdout));
  assert.equal(partial.latent.mmd, null);
  assert.match(partial.why.mmd, /interrupted before it was measured/);

  // Interrupted again, without --checkpoint: the same file is written.
  const again = await interrupt(bounds(COUNT, `--json --resume ${file}`));
  assert.equal(again.code, 1, again.stderr);
  assert.ok(JSON.parse(again.stdout).importance_weighted_examples > done);
  const resumed = await run(...bounds(COUNT, `--json --threads 2 --resume ${file}`));
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(resumed.stdout, whole.stdout);
});

test('without --checkpoint the bounds are saved in a temporary folder, and the text says of how many images it is', async () => {
  const temporary = mkdtempSync(at('tmp-'));
  const stopped = await interrupt(bounds(COUNT), 'SIGINT', { env: { ...process.env, TMPDIR: temporary } });
  assert.equal(stopped.code, 1);
  const [, done] = /\(interrupted by Ctrl-C: the bounds with samples are of the first (\d+) of 500 images\)/.exec(
    stopped.stdout,
  );
  assert.ok(Number(done) > 0);
  const [name] = readdirSync(temporary);
  assert.match(name, /^latentpad-eval\.latentpad-[0-9a-f]{16}\.checkpoint$/);
  assert.ok(stopped.stderr.includes(join(temporary, name)), stopped.stderr);
  const resumed = await run(...bounds(COUNT, `--json --resume ${join(temporary, name)}`));
  assert.equal(resumed.stdout, whole.stdout);
});

test('a checkpoint whose folder is deleted meanwhile is written to another place', async () => {
  const gone = at('gone'),
    temporary = mkdtempSync(at('tmp-'));
  const stopped = await interrupt(
    bounds(COUNT, `--json --checkpoint ${join(gone, 'c.json')}`),
    'SIGINT',
    { env: { ...process.env, TMPDIR: temporary } },
    gone,
  );
  assert.equal(stopped.code, 1);
  assert.match(stopped.stderr, /interrupted by Ctrl-C; .*What was to be written is in/s);
  const [name] = readdirSync(temporary);
  const resumed = await run(...bounds(COUNT, `--json --resume ${join(temporary, name)}`));
  assert.equal(resumed.stdout, whole.stdout);
});

test('a checkpoint of another evaluation is refused: the message names the option and both values', async () => {
  const file = at('other.json');
  const { code } = await interrupt(bounds(COUNT, `--checkpoint ${file}`));
  assert.equal(code, 1);
  const base = { weights, data, 'importance-samples': '10,4000', 'importance-digits': '500' };
  const cases = [
    [
      { weights: await trained('vae', '--hidden', '8', '--latent', '3') },
      /--weights: expected weights with the checksum "\w{16}", .*, got "\w{16}"/,
    ],
    [{ seed: '2' }, /--seed: expected 1, as the file of --resume has it, got 2/],
    [{ pixels: 'thresholded' }, /--pixels: expected "binarized", as the file of --resume has it, got "thresholded"/],
    [{ 'importance-samples': '4000' }, /--importance-samples: expected \[10,4000\], .*, got \[4000\]/],
    [{ 'importance-digits': '400' }, /--importance-digits, --data: expected as many images as 500, .*, got 400/],
    [{ validation: '600' }, /--data: expected images with the checksum "\w{16}", .*, got "\w{16}"/],
    [{ arithmetic: 'exact' }, /--arithmetic: expected "fused", as the file of --resume has it, got "exact"/],
    [{ 'importance-samples': 'none' }, /--resume: expected --importance-samples, got none/],
    [{ weights: await trained('fvbn') }, /--resume: expected --weights of a vae or cvae, .*, got fvbn/],
    [
      { weights: await trained('ae', '--hidden', '8', '--latent', '2') },
      /--resume: expected --weights of a vae or cvae, .*, got ae/,
    ],
  ];
  const { settings } = JSON.parse(await readFile(file, 'utf8'));
  for (const [change, message] of cases) {
    if (change.arithmetic && settings.arithmetic === 'exact') continue; // a processor without fused multiply-adds
    const options = Object.entries({ ...base, ...change }).flatMap(([name, value]) => [`--${name}`, value]);
    const result = await run('eval', ...options, '--resume', file);
    assert.equal(result.code, 2, `${JSON.stringify(change)}: ${result.stderr}`);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  }
  const none = await run(...bounds(20).with(6, 'none'), '--checkpoint', file);
  assert.match(none.stderr, /--checkpoint: expected --importance-samples, got none/);

  const good = JSON.parse(await readFile(file, 'utf8'));
  for (const [change, message] of [
    [{ kind: 'latentpad train' }, /"kind": "latentpad eval"/],
    [{ settings: [] }, /with "program"/],
    [{ settings: { ...good.settings, program: '0.0.1' } }, /the program: expected latentpad "0\.0\.1", .*, got "\d/],
    [{ done: 501 }, /"done": at most 500, got 501/],
    [{ done: -1 }, /"done": at most 500, got -1/],
    [{ done: 1.5 }, /"done": at most 500, got 1\.5/],
    [{ moments: [good.moments[0]] }, /moments for each number of samples/],
    [{ moments: [good.moments[0], 3] }, /with "mean"/],
    [{ moments: [good.moments[0], { mean: 'x', squares: 1 }] }, /a mean and a sum of squares/],
    [{ moments: [good.moments[0], { mean: 1, squares: -1 }] }, /a mean and a sum of squares/],
  ]) {
    const damaged = at('damaged.json');
    await writeFile(damaged, JSON.stringify({ ...good, ...change }));
    const result = await run(...bounds(COUNT, `--resume ${damaged}`));
    assert.equal(result.code, change.settings?.program ? 2 : 1, result.stderr);
    assert.match(result.stderr, message);
    if (result.code === 1) assert.match(result.stderr, /damaged\.json: expected a checkpoint of latentpad eval/);
  }
  for (const [bad, message] of [
    [weights, /\.safetensors: not valid JSON/],
    [at('missing.json'), /missing\.json: .*No such file/],
  ]) {
    const result = await run(...bounds(COUNT, `--resume ${bad}`));
    assert.equal(result.code, 1);
    assert.match(result.stderr, message);
  }
});

test('a checkpoint that cannot be written is refused before the evaluation', async () => {
  for (const [path, message] of [
    [weights, /--checkpoint: expected another file than that of --weights/],
    [data, /--checkpoint: expected another file than that of --data/],
    [folder, /folder/],
    [at('nowhere/c.json'), /No such file/],
  ]) {
    const { code, stderr, stdout } = await run(...bounds(COUNT), '--checkpoint', path);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
});

test('the memory does not grow with the number of samples', async () => {
  // The decoded images of 100,000 samples would take 314 MB.
  const limited = await execute('bash', [
    ...['-c', 'ulimit -v 300000; exec "$@"', 'bash', program, 'eval', '--weights', shipped, '--data', digits],
    ...['--importance-samples', '100000', '--importance-digits', '2', '--threads', '2'],
  ]);
  assert.equal(limited.code, 0, limited.stderr);
});
