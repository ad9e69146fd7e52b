// Nothing is lost: killed while writing, two runs with one output, a full disk, signals, closed pipes. LATENTPAD_LONG=1
// repeats timing-dependent tests more often.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { barImages, packedBytes } from '../support/data-files.mjs';
import { isLong } from '../support/long.mjs';
import { checksumOf, digits, execute, ownFolder, program, run, runAndAct, shipped } from './support.mjs';

const folder = await ownFolder();
const at = (...names) => join(folder, ...names);
const root = process.getuid() === 0;

/** A run of four epochs, short enough to be repeated often and long enough to be interrupted. */
const settings = [
  '--data',
  digits,
  '--hidden',
  '64',
  '--latent',
  '2',
  '--batch',
  '64',
  '--seed',
  '8',
  '--threads',
  '1',
];
const undisturbed = at('undisturbed.safetensors');
const train = await run('train', ...settings, '--epochs', '4', '--out', undisturbed);
assert.equal(train.code, 0, train.stderr);
const expected = await checksumOf(undisturbed);

/** Few images, for runs whose length does not matter. */
const few = at('few.bin');
await writeFile(few, packedBytes({ ...barImages(180, 28, 28, 10), width: 28, height: 28, held: 20 }));

const temporaries = (path) => readdirSync(path).filter((name) => /\.latentpad-[0-9a-f]{16}\.tmp$/.test(name));

test(`${isLong ? 100 : 10} times killed while writing: the old file is intact, and a run resumed from it ends the same`, async (t) => {
  const place = at('killed');
  await mkdir(place);
  const weights = join(place, 'w.safetensors');
  // Large enough that writing takes some time, and one step before its end.
  const large = [
    '--data',
    few,
    '--hidden',
    '512,512',
    '--latent',
    '2',
    '--batch',
    '16',
    '--seed',
    '3',
    '--threads',
    '1',
  ];
  const [some, more] = ['0.1', '0.2'];
  assert.equal((await run('train', ...large, '--epochs', more, '--out', at('whole.safetensors'))).code, 0);
  const whole = await checksumOf(at('whole.safetensors'));
  assert.equal((await run('train', ...large, '--epochs', some, '--resumable', '--out', weights)).code, 0);
  const old = await checksumOf(weights);
  const size = statSync(weights).size;
  const kills = isLong ? 100 : 10;
  let [killed, unwritten, tries] = [0, 0, 0];
  for (; killed < kills; ++tries) {
    assert.ok(tries < 10 * kills, `only ${killed} of ${tries} runs were caught writing`);
    const child = spawn(
      program,
      [
        'train',
        '--data',
        few,
        '--threads',
        '1',
        '--resume',
        weights,
        '--epochs',
        more,
        '--resumable',
        '--out',
        weights,
      ],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => child.on('close', resolve));
    // Polls without pause, since the file exists for milliseconds only. A file that has the whole size when first seen
    // is the test of free space before training.
    const least = (size * killed) / kills;
    const seen = new Map();
    for (let looks = 0; child.exitCode === null && existsSync(`/proc/${child.pid}/exe`); ++looks) {
      const writing = temporaries(place).some((name) => {
        const now = statSync(join(place, name), { throwIfNoEntry: false })?.size ?? 0;
        if (!seen.has(name) && now < size) seen.set(name, true);
        return seen.has(name) && now > 0 && now <= size && now >= least;
      });
      if (writing) {
        child.kill('SIGKILL');
        break;
      }
    }
    await ended;
    const sum = await checksumOf(weights);
    if (sum === old) ++unwritten;
    else assert.equal(sum, whole);
    if (child.signalCode === 'SIGKILL' && (temporaries(place).length > 0 || sum === whole)) ++killed;
    for (const name of temporaries(place)) await rm(join(place, name));
    if (sum === whole) {
      assert.equal((await run('train', ...large, '--epochs', some, '--resumable', '--out', weights)).code, 0);
    }
  }
  const last = await run(
    'train',
    '--data',
    few,
    '--threads',
    '1',
    '--resume',
    weights,
    '--epochs',
    more,
    '--out',
    weights,
  );
  assert.equal(last.code, 0, last.stderr);
  assert.equal(await checksumOf(weights), whole);
  t.diagnostic(
    `${killed} kills in ${tries} runs; after ${unwritten} of them the old weights were there, else the new ones`,
  );
});

test(`${isLong ? 30 : 4} pairs of runs with one output: the file is that of one of them`, async (t) => {
  const place = at('pairs');
  await mkdir(place);
  const weights = join(place, 'w.safetensors');
  const won = [0, 0];
  for (let pair = 0; pair < (isLong ? 30 : 4); ++pair) {
    const results = await Promise.all(
      [1, 2].map((seed) =>
        run(
          'train',
          '--data',
          few,
          '--hidden',
          '64',
          '--latent',
          '2',
          '--epochs',
          '1',
          '--threads',
          '1',
          '--seed',
          `${seed}`,
          '--out',
          weights,
          '--json',
        ),
      ),
    );
    for (const result of results) assert.equal(result.code, 0, result.stderr);
    const there = await checksumOf(weights);
    const which = results.findIndex((result) => JSON.parse(result.stdout).checksum === there);
    assert.ok(which >= 0, 'the file is neither of the two');
    ++won[which];
    assert.deepEqual(await readdir(place), ['w.safetensors']);
  }
  t.diagnostic(`the last to write was the first of the two ${won[0]} times, the second ${won[1]} times`);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  test(`${signal} saves a checkpoint, and a run resumed from it equals the uninterrupted run`, async () => {
    const weights = at(`${signal}.safetensors`);
    const stopped = await runAndAct(['train', ...settings, '--epochs', '4', '--out', weights], /epoch/, (child) => {
      child.kill(signal);
      // timeout sends SIGTERM twice, a closing terminal SIGHUP.
      if (signal !== 'SIGINT') child.kill(signal);
    });
    assert.equal(stopped.code, 1, stopped.stderr);
    assert.match(stopped.stderr, /interrupted at step \d+ by .*; go on with: latentpad train --resume/);
    assert.ok(!existsSync(weights));
    const resumed = await run(
      'train',
      '--data',
      digits,
      '--epochs',
      '4',
      '--resume',
      `${weights}.checkpoint`,
      '--out',
      weights,
    );
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(await checksumOf(weights), expected);
  });
}

test('a SIGHUP ignored by nohup is ignored', async () => {
  const weights = at('nohup.safetensors');
  const result = await runAndAct(
    ['-c', 'trap "" HUP; exec "$0" "$@"', program, 'train', ...settings, '--epochs', '4', '--out', weights],
    /epoch/,
    (child) => child.kill('SIGHUP'),
    {},
    'sh',
  );
  assert.equal(result.code, 0, result.stderr);
  assert.equal(await checksumOf(weights), expected);
});

test('a closed stdout and stderr do not end training; the missing result is a failure', async () => {
  const weights = at('closed.safetensors');
  const head = await execute('bash', [
    '-c',
    '"$0" "$@" 2>&1 | head -1 >&2; exit ${PIPESTATUS[0]}',
    program,
    'train',
    ...settings,
    '--epochs',
    '4',
    '--out',
    weights,
  ]);
  assert.equal(head.code, 1);
  assert.match(head.stderr, /epoch +1\.00/);
  assert.equal(await checksumOf(weights), expected);
  await rm(weights);
  // stderr alone: success.
  const quiet = await execute('bash', [
    '-c',
    '"$0" "$@" 2> >(exec head -c 1 >/dev/null)',
    program,
    'train',
    ...settings,
    '--epochs',
    '4',
    '--out',
    weights,
  ]);
  assert.equal(quiet.code, 0);
  assert.equal(await checksumOf(weights), expected);
});

test('streams closed at the start do not give their descriptors to files', async () => {
  const [weights, log] = [at('streams.safetensors'), at('streams.jsonl')];
  const closed = await execute('bash', [
    '-c',
    '"$0" "$@" <&- >&- 2>&-',
    program,
    'train',
    ...settings,
    '--epochs',
    '4',
    '--out',
    weights,
    '--log',
    log,
  ]);
  assert.equal(closed.code, 1);
  assert.equal(await checksumOf(weights), expected);
  const lines = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 4);
});

test('output that cannot be printed is a failure, for every command', async () => {
  if (!root || (await execute('mknod', [at('full'), 'c', '1', '7'])).code !== 0) return;
  for (const args of [
    ['info', shipped],
    ['info', shipped, '--json'],
    ['--help'],
    ['--version'],
    ['train', '--help'],
    ['encode', '--weights', shipped, '--data', digits, '--json'],
    ['sample', '--weights', shipped, '--count', '2', '--json'],
    ['complete', '--weights', shipped, '--data', digits, '--index', '1', '--rows', '9', '--json'],
    ['decode', '--weights', shipped, '--z', '0,0', '--json'],
  ]) {
    for (const redirection of [`> ${at('full')}`, '>&-']) {
      const result = await execute('bash', ['-c', `"$0" "$@" ${redirection}`, program, ...args]);
      assert.equal(result.code, 1, args.join(' '));
      assert.match(result.stderr, /stdout: .*cannot be written/);
    }
  }
});

test('the folder is deleted at the end of training: the weights are written to another place, which is reported', async () => {
  const place = at('gone');
  await mkdir(place);
  await mkdir(at('rescue'));
  const env = { ...process.env, TMPDIR: at('rescue') };
  const result = await runAndAct(
    ['train', ...settings, '--epochs', '4', '--out', join(place, 'w.safetensors')],
    /epoch/,
    () => rm(place, { recursive: true }),
    { env },
  );
  assert.equal(result.code, 1);
  assert.equal(result.stdout, '');
  const [, rescued] = result.stderr.match(/What was to be written is in (\S+): /);
  assert.ok(rescued.startsWith(at('rescue', 'w.latentpad-')));
  assert.equal(await checksumOf(rescued), expected);
  // Interrupted as well.
  await mkdir(place);
  const stopped = await runAndAct(
    ['train', ...settings, '--epochs', '4', '--out', join(place, 'w.safetensors')],
    /epoch/,
    async (child) => {
      await rm(place, { recursive: true });
      child.kill('SIGTERM');
    },
    { env },
  );
  assert.equal(stopped.code, 1);
  const [, checkpoint] = stopped.stderr.match(/What was to be written is in (\S+): /);
  const resumed = await run(
    'train',
    '--data',
    digits,
    '--epochs',
    '4',
    '--resume',
    checkpoint,
    '--out',
    at('again.safetensors'),
  );
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(await checksumOf(at('again.safetensors')), expected);
});

test('a full disk: rejected before training, and at its end the weights are written to another place', async (t) => {
  const disk = at('disk');
  await mkdir(disk);
  if (!root || (await execute('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])).code !== 0) {
    return t.skip('no file system can be mounted here');
  }
  after(() => execute('umount', [disk]));
  const weights = join(disk, 'w.safetensors');
  await writeFile(weights, 'old');
  assert.equal((await run('decode', '--weights', shipped, '--grid', '2', '--out', join(disk, 'a.png'))).code, 0);
  await mkdir(at('room'), { recursive: true });
  const env = { ...process.env, TMPDIR: at('room') };
  const result = await runAndAct(
    ['train', ...settings, '--epochs', '4', '--out', weights],
    /epoch/,
    async () => {
      const filler = join(disk, 'filler');
      for (const block of [1 << 16, 1 << 12]) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(block));
        } catch (error) {
          assert.equal(error.code, 'ENOSPC');
        }
      }
    },
    { env },
  );
  assert.equal(result.code, 1);
  assert.match(result.stderr, /w\.safetensors: cannot be written: the disk is full/);
  const [, rescued] = result.stderr.match(/What was to be written is in (\S+): /);
  assert.equal(await checksumOf(rescued), expected);
  assert.equal(await readFile(weights, 'utf8'), 'old');
  assert.deepEqual((await readdir(disk)).sort(), ['a.png', 'filler', 'w.safetensors']);
  const refused = await run('train', ...settings, '--epochs', '4', '--out', weights);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /the disk is full .*; expected room for \d+ bytes/);
  assert.doesNotMatch(refused.stderr, /epoch/);
  // An image that does not fit leaves the old one.
  const before = await readFile(join(disk, 'a.png'));
  const picture = await run(
    'decode',
    '--weights',
    shipped,
    '--grid',
    '20',
    '--scale',
    '8',
    '--out',
    join(disk, 'a.png'),
  );
  assert.equal(picture.code, 1);
  assert.ok((await readFile(join(disk, 'a.png'))).equals(before));
});

test('with little memory, trained weights are written: too little is detected before the first epoch', async (t) => {
  const weights = at('memory.safetensors');
  const ends = { refused: 0, interrupted: 0, done: 0 };
  for (let megabytes = 30; megabytes < 110; megabytes += isLong ? 1 : 5) {
    const limited = await execute('bash', [
      '-c',
      `ulimit -v ${megabytes * 1024}; exec "$0" "$@"`,
      program,
      'train',
      '--data',
      digits,
      '--hidden',
      '400',
      '--latent',
      '20',
      '--epochs',
      '0.1',
      '--validation',
      '100',
      '--threads',
      '1',
      '--out',
      weights,
    ]);
    if (limited.code === 0) {
      await checksumOf(weights);
      ++ends.done;
    } else if (existsSync(`${weights}.checkpoint`)) {
      assert.match(limited.stderr, /failed at step \d+: .*go on with/);
      await checksumOf(`${weights}.checkpoint`);
      ++ends.interrupted;
    } else {
      assert.ok(limited.code !== 1 || /memory/.test(limited.stderr), limited.stderr);
      assert.doesNotMatch(limited.stderr, /epoch/);
      ++ends.refused;
    }
    for (const path of [weights, `${weights}.checkpoint`]) await rm(path, { force: true });
  }
  assert.ok(ends.refused > 0 && ends.done > 0, JSON.stringify(ends));
  t.diagnostic(JSON.stringify(ends));
});

test('a limit on the size of files is rejected before training', async () => {
  const limited = await execute('bash', [
    '-c',
    'ulimit -f 100; exec "$0" "$@"',
    program,
    'train',
    ...settings,
    '--epochs',
    '4',
    '--out',
    at('limited'),
  ]);
  assert.equal(limited.code, 1, limited.signal);
  assert.match(limited.stderr, /a limit on the size of files is reached/);
  assert.doesNotMatch(limited.stderr, /epoch/);
  assert.ok(!existsSync(at('limited')));
});

test('an output that is a folder, an input or not writable is rejected before training', async () => {
  const data = at('data.bin.gz');
  await copyFile(digits, data);
  await symlink('data.bin.gz', at('link to data'));
  await mkdir(at('taken.checkpoint'));
  const cases = [
    [1, /is a folder/, folder],
    [1, /No such file/, at('nowhere', 'w')],
    [1, /is a folder/, at('taken')],
    [2, /--out: expected another file than that of --data/, data],
    [2, /--out: expected another file than that of --data/, at('link to data')],
    [2, /--out: expected another file than that of --exclude/, at('v'), '--exclude', at('v')],
    [2, /--log: expected another file than that of --out/, at('w'), '--log', at('w')],
    [2, /--log: expected another file than that of --data/, at('w'), '--log', data],
  ];
  await copyFile(digits, at('v'));
  for (const [code, message, out, ...more] of cases) {
    const result = await run('train', '--data', data, '--hidden', '16', '--epochs', '0.1', '--out', out, ...more);
    assert.equal(result.code, code, `${out}: ${result.stderr}`);
    assert.match(result.stderr, message);
    assert.ok((await readFile(data)).equals(await readFile(digits)));
  }
  for (const [command, ...args] of [
    ['sample', '--count', '2'],
    ['decode', '--z', '0,0'],
  ]) {
    const weights = at('own.safetensors');
    await copyFile(shipped, weights);
    const result = await run(command, '--weights', weights, ...args, '--out', weights);
    assert.equal(result.code, 2);
    assert.ok((await readFile(weights)).equals(await readFile(shipped)));
  }
  const classifier = await run('train-classifier', '--data', data, '--steps', '1', '--out', data);
  assert.equal(classifier.code, 2, classifier.stderr);
});

test('a device is written directly, a link is followed, a mode is preserved, and a neighbouring file is unchanged', async () => {
  const short = ['train', '--data', digits, '--hidden', '16', '--latent', '2', '--epochs', '0.05', '--threads', '1'];
  await mkdir(at('dev'));
  if (root && (await execute('mknod', [at('dev', 'null'), 'c', '1', '3'])).code === 0) {
    const result = await run(...short, '--out', at('dev', 'null'));
    assert.equal(result.code, 0, result.stderr);
    assert.ok((await stat(at('dev', 'null'))).isCharacterDevice());
    assert.deepEqual(await readdir(at('dev')), ['null']);
  }
  await mkdir(at('real'));
  await writeFile(at('real', 'w'), 'old');
  await chmod(at('real', 'w'), 0o600);
  await writeFile(at('real', 'w.part'), 'a download');
  await symlink(join('real', 'w'), at('a link'));
  assert.equal((await run(...short, '--out', at('a link'))).code, 0);
  assert.ok((await lstat(at('a link'))).isSymbolicLink());
  assert.equal((await stat(at('real', 'w'))).mode & 0o777, 0o600);
  await checksumOf(at('real', 'w'));
  assert.equal(await readFile(at('real', 'w.part'), 'utf8'), 'a download');
});

test('names that are not UTF-8 work for every file', async () => {
  const script = `
    set -e
    bad=$(printf '%s/bad\\377' "$FOLDER")
    cp "$DIGITS" "$bad.bin.gz"
    "$0" train --data "$bad.bin.gz" --hidden 16 --latent 2 --epochs 0.2 --resumable --json --out "$bad.w" --log "$bad.log"
    "$0" train --data "$bad.bin.gz" --resume "$bad.w" --epochs 0.3 --out "$bad.w" >&2
    for json in "" --json; do
      "$0" info "$bad.w" $json
      "$0" eval --weights "$bad.w" --data "$bad.bin.gz" --importance-samples none $json
      "$0" encode --weights "$bad.w" --data "$bad.bin.gz" --count 1 $json
      "$0" compare "$bad.w" --data "$bad.bin.gz" --importance-samples none $json
    done >&2
    "$0" decode --weights "$bad.w" --z 0,0 --json --out "$bad.png" >&2
    "$0" sample --weights "$bad.w" --count 1 --json --out "$bad.png" >&2
    cp "$bad.w" "$FOLDER/copied.w"`;
  const result = await execute('bash', ['-c', script, program], {
    env: { ...process.env, FOLDER: folder, DIGITS: digits },
  });
  assert.equal(result.code, 0, result.stderr);
  assert.equal(JSON.parse(result.stdout).weights, at('bad\ufffd.w'));
  assert.equal(JSON.parse((await run('info', at('copied.w'), '--json')).stdout).training.data, 'bad\ufffd.bin.gz');
});

test('--resume: an option that contradicts the file is rejected, and a changeable one is applied', async () => {
  const checkpoint = at('resumable.safetensors');
  const first = ['train', ...settings.with(1, few), '--epochs', '1', '--resumable', '--out', checkpoint];
  assert.equal((await run(...first)).code, 0);
  const resume = (...more) =>
    run(
      'train',
      '--data',
      few,
      '--threads',
      '1',
      '--resume',
      checkpoint,
      '--epochs',
      '2',
      '--out',
      at('resumed'),
      ...more,
    );
  for (const [option, value] of [
    ['--model', 'ae'],
    ['--hidden', '32'],
    ['--hidden', '64,64'],
    ['--latent', '3'],
    ['--activation', 'tanh'],
    ['--seed', '9'],
    ['--digits', '1,7'],
  ]) {
    const refused = await resume(option, value);
    assert.equal(refused.code, 2, option);
    assert.match(refused.stderr, new RegExp(`${option}: expected .* as the file of --resume has it, got `));
    assert.ok(!existsSync(at('resumed')));
  }
  const same = await resume(
    '--model',
    'vae',
    '--hidden',
    '64',
    '--latent',
    '2',
    '--activation',
    'relu',
    '--seed',
    '8',
    '--batch',
    '64',
  );
  assert.equal(same.code, 0, same.stderr);
  const plain = await checksumOf(at('resumed'));
  for (const [option, value, key, recorded] of [
    ['--batch', '32', 'batch_size', 32],
    ['--beta', '2', 'beta', 2],
    ['--learning-rate', '0.002', 'learning_rate', 0.002],
    ['--pixels', 'grey', 'pixels', 'grey'],
  ]) {
    const changed = await resume(option, value);
    assert.equal(changed.code, 0, changed.stderr);
    assert.equal(JSON.parse((await run('info', at('resumed'), '--json')).stdout).training.config[key], recorded);
    assert.notEqual(await checksumOf(at('resumed')), plain, option);
  }
  assert.equal((await resume('--beta', '-1')).code, 2);
  assert.equal((await resume('--importance-samples', '5')).code, 2);
});

test('--resume: other training digits are detected', async () => {
  const checkpoint = at('data.safetensors');
  assert.equal((await run('train', ...settings, '--epochs', '0.1', '--resumable', '--out', checkpoint)).code, 0);
  const resume = (data, ...more) =>
    run(
      'train',
      '--data',
      data,
      '--threads',
      '1',
      '--resume',
      checkpoint,
      '--epochs',
      '0.2',
      '--out',
      at('other'),
      ...more,
    );
  // The same number of digits, one pixel of the first changed.
  const packed = (await execute('gzip', ['-dc', digits], { encoding: 'buffer' })).stdout;
  packed[32 + 10000 + 5] ^= 255;
  await writeFile(at('changed.bin'), packed);
  for (const [data, ...more] of [[digits, '--validation', '2000'], [at('changed.bin')]]) {
    const refused = await resume(data, ...more);
    assert.equal(refused.code, 2, refused.stderr);
    assert.match(refused.stderr, /--data: expected the 9000 training images .*--new-data/);
    assert.ok(!existsSync(at('other')));
    const allowed = await resume(data, ...more, '--new-data');
    assert.equal(allowed.code, 0, allowed.stderr);
    assert.match(allowed.stderr, /--data: expected the 9000 training images/);
    await rm(at('other'));
  }
  // The name of the file of digits does not matter.
  await copyFile(digits, at('renamed.bin.gz'));
  assert.equal((await resume(at('renamed.bin.gz'))).code, 0);
});

test('an invalid, non-finite or too large number, or one with trailing text, is rejected by every option', async () => {
  const weights = ['--weights', shipped];
  const data = ['--data', digits];
  const out = ['--out', at('never')];
  const whole = {
    train: [
      [
        '--latent',
        '--importance-samples',
        '--batch',
        '--beta-warmup-steps',
        '--seed',
        '--validation',
        '--threads',
        '--hidden',
        '--digits',
      ],
      ...[[...data, ...out]],
    ],
    eval: [
      ['--seed', '--repeats', '--importance-digits', '--samples', '--validation', '--importance-samples'],
      [...weights, ...data],
    ],
    encode: [
      ['--first', '--count'],
      [...weights, ...data],
    ],
    decode: [
      ['--grid', '--label', '--scale', '--z'],
      [...weights, ...out],
    ],
    sample: [
      ['--count', '--seed', '--scale'],
      [...weights, ...out],
    ],
    'train-classifier': [
      ['--hidden', '--steps', '--seed'],
      [...data, ...out],
    ],
    bench: [['--runs', '--batch', '--hidden', '--latent', '--seed'], []],
  };
  const real = {
    train: [
      ['--epochs', '--learning-rate', '--beta'],
      [...data, ...out],
    ],
    decode: [['--range'], ['--grid', '2', ...weights, ...out]],
    bench: [['--time-to'], []],
  };
  const none = ['nan', 'inf', '-inf', '1e999', '-1e999', '', ' ', '1 ', '1x', '0x1', '1,,2'];
  // Every text for an option of each way to read: a number, a list, a number of a wide type. For the others, texts that
  // another reader accepts, the library's of options or the standard's: they show that an option is read in one of these ways.
  const thorough = [
    'train --latent',
    'train --hidden',
    'train --digits',
    'train --epochs',
    'eval --importance-samples',
  ];
  thorough.push('decode --z', 'decode --range', 'sample --seed', 'bench --time-to');
  const telling = ['nan', '0x1', '1x', ''];
  const runs = [];
  for (const [table, values] of [
    [whole, [...none, '18446744073709551616', '99999999999999999999999']],
    [real, none],
  ]) {
    for (const [command, [options, rest]] of Object.entries(table)) {
      for (const option of options) {
        const all = option === '--z' ? none : values;
        for (const value of thorough.includes(`${command} ${option}`) ? all : telling)
          runs.push([option, value, [command, ...rest, `${option}=${value}`]]);
      }
    }
  }
  for (const [option, , args] of [['--seed', '-1', ['sample', ...weights, ...out, '--seed', '-1']]])
    runs.push([option, '-1', args]);
  for (const [option, value, args] of runs) {
    const result = await run(...args);
    assert.equal(result.code, 2, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, new RegExp(`${option}`), `${option} ${value}`);
    assert.equal(result.stdout, '');
  }
  assert.ok(!existsSync(at('never')));
});

test('a file larger than the limit is rejected without being read', async () => {
  await execute('truncate', ['-s', '1T', at('sparse')]);
  for (const args of [
    ['info', at('sparse')],
    ['encode', '--weights', shipped, '--data', at('sparse')],
    ['encode', '--weights', shipped, '--image', at('sparse')],
  ]) {
    const result = await run(...args);
    assert.equal(result.code, 1);
    assert.match(result.stderr, /sparse: .*expected at most \d+ bytes, got 1099511627776/);
  }
  const piped = await execute('bash', ['-c', '"$0" info /dev/stdin < <(cat "$1")', program, shipped]);
  assert.equal(piped.code, 0, piped.stderr);
});
