// Runs every fuzz target with a fixed number of inputs from a fixed seed; scripts/fuzz.sh runs them for any time.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const corpora = join(import.meta.dirname, 'corpus');
const script = join(import.meta.dirname, 'js/fuzz.mjs');

/** Inputs for each: a few seconds with the sanitizers. */
const RUNS = {
  weights: 1500,
  safetensors: 4000,
  digits: 4000,
  data: 6000,
  config: 8000,
  classifier: 3000,
  self_test: 6000,
};

/** Runs a program to its end; never throws. @param {string} program @param {string[]} args */
async function run(program, args) {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 1 << 26 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = /** @type {any} */ (error);
    return { code, output: stdout + stderr };
  }
}

/** @param {string} name @param {number} runs @param {string} folder */
const runCore = (name, runs, folder) =>
  run(join(root, `build/native-sanitized/tests/fuzz/fuzz_${name}`), [
    `-runs=${runs}`,
    '-seed=1',
    '-max_len=16384',
    '-timeout=300',
    '-print_final_stats=1',
    `-dict=${join(import.meta.dirname, 'json.dict')}`,
    `-artifact_prefix=${folder}/finding-`,
    folder,
    ...(name === 'canary' ? [] : [join(corpora, name)]),
  ]);

/** @param {import('node:test').TestContext} context */
function temporaryFolder(context) {
  const folder = mkdtempSync(join(tmpdir(), 'latentpad-fuzz-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

for (const [name, runs] of Object.entries(RUNS)) {
  test(`fuzzing ${name} finds nothing`, async (context) => {
    const { code, output } = await runCore(name, runs, temporaryFolder(context));
    assert.equal(code, 0, output.slice(-4000));
    const stat = (/** @type {string} */ key) => Number(new RegExp(`^stat::${key}:\\s*(\\d+)`, 'm').exec(output)?.[1]);
    assert.ok(stat('number_of_executed_units') >= runs);
    // Inputs that are all rejected at the first byte reach no new code.
    assert.ok(stat('new_units_added') > 20, output.slice(-1000));
  });
}

test('every corpus belongs to a target, and all together are small', () => {
  assert.deepEqual(readdirSync(corpora).sort(), Object.keys(RUNS).sort());
  const bytes = Object.keys(RUNS).flatMap((name) =>
    readdirSync(join(corpora, name)).map((file) => readFileSync(join(corpora, name, file)).length),
  );
  assert.ok(bytes.reduce((sum, one) => sum + one, 0) < 500_000);
});

test('a finding of a core target ends with an error and saves its input', async (context) => {
  const folder = temporaryFolder(context);
  const { code, output } = await runCore('canary', 100_000, folder);
  assert.notEqual(code, 0, output);
  const [finding] = readdirSync(folder).filter((name) => name.startsWith('finding-'));
  assert.match(readFileSync(join(folder, finding), 'latin1'), /^fault/);
});

for (const [name, runs] of Object.entries({ link: 2000, drawing: 3000, picture: 2000 })) {
  test(`fuzzing the code of a ${name} finds nothing`, async () => {
    const { code, output } = await run(process.execPath, [script, name, '--runs', String(runs), '--seed', '1']);
    assert.equal(code, 0, output);
    const [, executions, accepted] = /^executions (\d+) accepted (\d+) findings 0$/m.exec(output) ?? [];
    assert.equal(Number(executions), runs);
    assert.ok(Number(accepted) > runs / 20 && Number(accepted) < runs, 'some are accepted, some are not');
  });
}

test('a finding of a page target ends with an error, saves its input, and is reproduced with it', async (context) => {
  const folder = temporaryFolder(context);
  const { code, output } = await run(process.execPath, [script, 'canary', '--runs', '10000', '--findings', folder]);
  assert.equal(code, 1, output);
  const [, reproducer] = /^reproducer (.+)$/m.exec(output) ?? [];
  assert.equal(JSON.parse(readFileSync(reproducer, 'utf8')), 'fault');
  const again = await run(process.execPath, [script, 'canary', '--reproduce', reproducer]);
  assert.equal(again.code, 1);
  assert.match(again.output, /the input is "fault"/);
});

test('the same seed gives the same inputs', async () => {
  const [first, second, other] = await Promise.all(
    [1, 1, 2].map((seed) => run(process.execPath, [script, 'picture', '--runs', '300', '--seed', String(seed)])),
  );
  assert.equal(first.output, second.output);
  assert.notEqual(first.output, other.output);
});

test('fuzz.sh lists its targets for an unknown one, and rejects other numbers of seconds', async () => {
  const fuzz = (/** @type {string[]} */ ...args) => run('bash', [join(root, 'scripts/fuzz.sh'), ...args]);
  const unknown = await fuzz('wieghts');
  assert.equal(unknown.code, 2);
  assert.match(
    unknown.output,
    /unknown target wieghts; expected one of weights safetensors digits data config classifier self_test js-link js-drawing js-picture differential/,
  );
  for (const seconds of ['0', '-1', 'ten', '']) assert.equal((await fuzz(`--seconds=${seconds}`)).code, 2, seconds);
  assert.equal((await fuzz('--minutes')).code, 2);
  const help = await fuzz('--help');
  assert.equal(help.code, 0);
  for (const name of [...Object.keys(RUNS), 'js-link', 'js-drawing', 'js-picture', 'differential'])
    assert.ok(help.output.includes(name), name);
});
