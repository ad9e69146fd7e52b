// Several processes of mpirun: LATENTPAD_PROGRAM is the program, built with Open MPI. Skipped without it.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { barImages, packedBytes } from '../support/data-files.mjs';
import { cases } from '../support/long.mjs';
import { checksumOf, execute, ownFolder, positionOf, program, run, runAndAct } from './support.mjs';

const withoutMpi = join(dirname(program), 'latentpad-without-mpi');
const mpirunVersion = await execute('mpirun', ['--version']);
const skip = !/Open MPI/.test(mpirunVersion.stdout)
  ? 'Open MPI is not installed'
  : !existsSync(withoutMpi) && 'latentpad was built before Open MPI was installed';

const folder = await ownFolder();
const at = (name) => join(folder, name);

// As root, on fewer processors than processes, and bound to none of them: all would be on one.
const launch = (count, ...args) => [
  '--allow-run-as-root',
  '--oversubscribe',
  '--bind-to',
  'none',
  '-n',
  String(count),
  ...args,
];
const mpirun = (count, ...args) => execute('mpirun', launch(count, program, ...args));

// Small, since the tests are of what the processes tell one another. Forty steps in an epoch: mpirun does not read what
// its processes print while it ends them, and a process that prints an epoch each millisecond would wait for that.
const data = at('bars.bin');
await writeFile(data, packedBytes({ ...barImages(540, 12, 12, 10), width: 12, height: 12, held: 60 }));
const settings = ['--data', data, '--hidden', '8', '--latent', '3', '--batch', '12', '--seed', '3'];
const training = [...settings, '--shards', '4', '--arithmetic', 'exact', '--threads', '1'];
/** More epochs than there is time for: such a run ends only by what is done to it, on any machine. */
const endless = [...training, '--epochs', '1000000'];
const whole = at('whole.safetensors');
const trainWhole = async (epochs) => {
  const log = at(`whole-${epochs}.jsonl`);
  const result = await run('train', ...training, '--epochs', `${epochs}`, '--out', whole, '--log', log);
  assert.equal(result.code, 0, result.stderr);
  return { checksum: await checksumOf(whole), log: await readFile(log, 'utf8') };
};

/** Goes on from a checkpoint with `count` processes, to the end of the next epoch but one, and compares with a single run. */
async function expectSameEnd(out, count, ...more) {
  const epochs = Math.floor((await positionOf(`${out}.checkpoint`)).epochs) + 2;
  const again = ['train', '--data', data, '--resume', `${out}.checkpoint`, '--epochs', `${epochs}`, '--out', out];
  const resumed = await mpirun(count, ...again, '--arithmetic', 'exact', ...more);
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(await checksumOf(out), (await trainWhole(epochs)).checksum);
}

/** The processes that a process started, by their ranks. */
function ranksOf(parent) {
  const ranks = new Map();
  for (const pid of execFileSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' }).split('\n')) {
    if (!pid.trim()) continue;
    const rank = /OMPI_COMM_WORLD_RANK=(\d+)/.exec(readFileSync(`/proc/${pid.trim()}/environ`, 'utf8'));
    if (rank) ranks.set(Number(rank[1]), Number(pid));
  }
  return ranks;
}

test('1, 2 and 4 processes that share 4 shards train to the same weights and log', { skip }, async () => {
  const expected = await trainWhole(2);
  for (const count of [1, 2, 4]) {
    const [out, log] = [at(`of-${count}.safetensors`), at(`of-${count}.jsonl`)];
    const result = await mpirun(count, 'train', ...training, '--epochs', '2', '--out', out, '--log', log);
    assert.equal(result.code, 0, result.stderr);
    assert.equal(await checksumOf(out), expected.checksum, `${count} processes`);
    assert.equal(await readFile(log, 'utf8'), expected.log);
    assert.equal(result.stdout.trim().split('\n').length, 1, 'only one process prints');
    assert.match(result.stdout, new RegExp(expected.checksum));
    if (count > 1) assert.match(result.stderr, new RegExp(`${count} processes share 4 shards of 3 images`));
  }
  const other = at('other.safetensors');
  await run('train', ...settings, '--arithmetic', 'exact', '--epochs', '2', '--out', other);
  assert.notEqual(await checksumOf(other), expected.checksum, 'the shards are part of the settings');
});

const kills = [
  [0, 4],
  [2, 2],
  [3, 1],
];
for (const [killed, resumedWith] of cases(kills, kills.slice(0, 1))) {
  const title = `process ${killed} of 4 is killed: a checkpoint and a message; ${resumedWith} go on to the same weights`;
  test(title, { skip }, async () => {
    const out = at(`killed-${killed}.safetensors`);
    const stopped = await runAndAct(
      launch(4, program, 'train', ...endless, '--out', out),
      /epoch/,
      (child) => process.kill(ranksOf(child.pid).get(killed), 'SIGKILL'),
      {},
      'mpirun',
    );
    assert.notEqual(stopped.code, 0);
    assert.match(stopped.stderr, new RegExp(`latentpad: .* step \\d+.*process ${killed} of 4 has ended`));
    assert.match(stopped.stderr, /go on with: latentpad train --resume/);
    assert.ok(!existsSync(out));
    await expectSameEnd(out, resumedWith);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.includes('.tmp')),
      [],
    );
  });
}

for (const signal of cases(['SIGTERM', 'SIGINT'], ['SIGTERM'])) {
  test(
    `${signal} of mpirun saves a checkpoint from which 2 processes go on to the same weights`,
    { skip },
    async () => {
      const out = at(`${signal}.safetensors`);
      const stopped = await runAndAct(
        launch(4, program, 'train', ...endless, '--out', out),
        /epoch/,
        (child) => child.kill(signal),
        {},
        'mpirun',
      );
      assert.notEqual(stopped.code, 0);
      assert.ok(existsSync(`${out}.checkpoint`), stopped.stderr);
      await expectSameEnd(out, 2);
    },
  );
}

test(
  'a checkpoint is written while training: it is there after all processes were killed at once',
  { skip },
  async () => {
    const out = at('regular.safetensors');
    const regularly = ['--checkpoint-minutes', '0.000001'];
    await runAndAct(
      launch(4, program, 'train', ...endless, ...regularly, '--out', out),
      /epoch/,
      async (child) => {
        while (!existsSync(`${out}.checkpoint`)) await pause(5);
        const ranks = ranksOf(child.pid);
        for (const pid of [child.pid, ...ranks.values()]) process.kill(pid, 'SIGKILL');
      },
      {},
      'mpirun',
    );
    await expectSameEnd(out, 2, ...regularly);
    assert.ok(!existsSync(`${out}.checkpoint`), 'a run that ended needs no checkpoint');
  },
);

test('a recipe whose stages have other shards: one checksum, or refused before the first step', { skip }, async () => {
  const recipe = at('stages.json'),
    out = at('stages.safetensors');
  const stages = [{ epochs: 1 }, { epochs: 2, shards: 2, average_decay: 0.9 }];
  const settingsOfAll = { batch_size: 12, seed: 3, shards: 4 };
  await writeFile(recipe, JSON.stringify({ model: { hidden: [8], latent_dim: 3 }, training: settingsOfAll, stages }));
  const args = ['train', '--data', data, '--recipe', recipe, '--arithmetic', 'exact', '--threads', '1', '--out', out];
  const alone = await run(...args);
  assert.equal(alone.code, 0, alone.stderr);
  const expected = await checksumOf(out);
  const two = await mpirun(2, ...args);
  assert.equal(two.code, 0, two.stderr);
  assert.equal(await checksumOf(out), expected);
  const four = await mpirun(4, ...args);
  assert.notEqual(four.code, 0);
  assert.match(four.stderr, /until epoch 2: /);
  assert.doesNotMatch(four.stderr, /epoch +1\.00/);
});

test('eval and compare print the same for every number of processes', { skip }, async () => {
  const made = at('made.safetensors');
  const few = ['--data', data, '--epochs', '1', '--seed', '4'];
  assert.equal((await run('train', '--model', 'made', '--hidden', '8', ...few, '--out', made)).code, 0);
  await trainWhole(2);
  // Five images at once for each process: several batches, of which the last is smaller.
  const scored = ['--data', data, '--importance-samples', '1,100', '--importance-digits', '37', '--json'];
  for (const command of [
    ['eval', '--weights', whole, ...scored],
    ['eval', '--weights', made, '--data', data, '--json'],
    ['compare', made, whole, ...scored],
  ]) {
    const expected = await run(...command);
    assert.equal(expected.code, 0, expected.stderr);
    for (const count of [2, 3]) {
      const result = await mpirun(count, ...command);
      assert.equal(result.code, 0, result.stderr);
      assert.equal(result.stdout, expected.stdout, `${command[0]} by ${count}`);
    }
  }
});

test('an interrupted eval of 3 processes goes on with 2, to the same bounds', { skip }, async () => {
  await trainWhole(2);
  const bounds = [
    ...['eval', '--weights', whole, '--data', data, '--importance-samples', '1,100000'],
    ...['--importance-digits', '60', '--json'],
  ];
  const checkpoint = at('bound.json');
  // To each process, as a scheduler does: mpirun takes a second to pass a signal on. The evaluation can end before it
  // comes on a loaded machine: it is begun again then.
  let stopped = null;
  for (let turn = 0; turn < 5 && !existsSync(checkpoint); turn++) {
    stopped = await runAndAct(
      launch(3, program, ...bounds, '--threads', '1', '--checkpoint', checkpoint),
      /[1-9]\d* of 60 images/,
      (child) => {
        const pids = [...ranksOf(child.pid).values()].map(String);
        spawnSync('kill', ['-TERM', ...pids]); // does not mind one that has ended meanwhile
      },
      {},
      'mpirun',
    );
  }
  assert.ok(existsSync(checkpoint), stopped.stderr);
  assert.notEqual(stopped.code, 0);
  const resumed = await mpirun(2, ...bounds, '--resume', checkpoint);
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.equal(resumed.stdout, (await run(...bounds)).stdout);
});

test('misuse is one clear sentence', { skip }, async () => {
  const out = ['--out', at('misused.safetensors')];
  const refused = async (command, pattern, code = 2) => {
    const { code: got, stderr } = await execute('mpirun', command);
    assert.equal(got, code, stderr);
    const lines = stderr.split('\n').filter((line) => line.startsWith('latentpad'));
    assert.equal(lines.length, 1, stderr);
    assert.match(lines[0], pattern);
  };
  await refused(
    launch(3, program, 'train', ...training, ...out),
    /^latentpad: --shards: expected a multiple of the 3 processes that mpirun started, got 4$/,
  );
  await refused(
    launch(2, program, 'train', ...settings, '--shards', '7', ...out),
    /^latentpad: shards: expected a number that divides the batch of 12 examples, got 7$/,
  );
  await refused(
    launch(2, program, 'sample', '--weights', whole, '--out', at('samples.png')),
    /^latentpad: mpirun started 2 processes, but only train, eval and compare divide their work; start latentpad sample without mpirun$/,
  );
  await refused(
    launch(2, withoutMpi, 'train', ...training, ...out),
    /^latentpad: mpirun started 2 processes, but this latentpad was built without MPI; /,
  );
  const one = [program, 'train', ...training, ...out];
  const other = one.with(one.indexOf('--seed') + 1, '6');
  await refused(
    [...launch(1, ...one), ':', '-n', '1', ...other],
    /^latentpad: process 1 of 2 has other weights, settings, images or arithmetic than process 0; /,
    1,
  );
  const missing = ['train', ...training.slice(2), '--data', at('missing'), ...out];
  const { code, stderr } = await execute('mpirun', [
    ...launch(1, program, 'train', ...training, ...out),
    ':',
    '-n',
    '1',
    program,
    ...missing,
  ]);
  assert.notEqual(code, 0);
  assert.match(stderr, /latentpad, process 1 of 2: .*missing/);
  assert.ok(!existsSync(at('misused.safetensors')));
});
