// The packed engine in Bun and Deno, without a flag: it trains to the pinned weights, on one thread and on two.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, unpackEngine } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-runtimes-'));
after(() => rmSync(folder, { recursive: true, force: true }));
unpackEngine(join(folder, 'node_modules/latentpad-engine'));

const golden = JSON.parse(readFileSync(join(root, 'tests/golden/checksums.json'), 'utf8'))['after 20 steps, seed 1'];

// Deno looks for packages beside a manifest only.
writeFileSync(join(folder, 'package.json'), '{ "private": true }');
writeFileSync(
  join(folder, 'run.mjs'),
  `import { readFile } from 'node:fs/promises';
  import { createEngine } from 'latentpad-engine';
  const [digitsFile, options] = process.argv.slice(2);
  const engine = await createEngine(JSON.parse(options));
  const digits = await engine.loadDigits({ bytes: await readFile(digitsFile) });
  const model = engine.createModel({ hidden: [400], latentDim: 20 }, { seed: 1 }, digits);
  const reports = [];
  await model.trainAsync(digits, 20, { onProgress: ({ done }) => reports.push(done) });
  const { arithmetic, threads, fallback } = engine.info;
  console.log(JSON.stringify({ arithmetic, threads, fallback, checksum: model.checksum(), last: reports.at(-1) }));
  process.exit();`,
);

/** The program in the package for this system. @param {string} scope @param {string} path */
function program(scope, path) {
  const packages = join(import.meta.dirname, 'node_modules', scope);
  const [name] = readdirSync(packages);
  return join(packages, name, path);
}

const runtimes = {
  bun: [program('@oven', 'bin/bun'), ['run']],
  deno: [program('@deno', 'deno'), ['run', '--no-prompt', '--allow-read', '--allow-env']],
};

for (const [name, [file, args]] of Object.entries(runtimes)) {
  test(`${name}: the engine trains to the pinned weights, on one thread and on two`, (t) => {
    /** @param {object} options */
    const run = (options) => {
      const digits = join(root, 'build/data/digits.bin.gz');
      const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(folder, 'deno'), DO_NOT_TRACK: '1' };
      const answer = execFileSync(file, [...args, 'run.mjs', digits, JSON.stringify(options)], {
        cwd: folder,
        encoding: 'utf8',
        env,
        timeout: 120_000,
      });
      return JSON.parse(answer);
    };
    for (const threads of [1, 2]) {
      assert.deepEqual(run({ variant: 'exact', threads }), {
        arithmetic: 'exact',
        threads,
        fallback: null,
        checksum: golden.exact,
        last: 20,
      });
    }
    const auto = run({});
    assert.deepEqual([auto.fallback, auto.checksum], [null, golden[auto.arithmetic]]);
    t.diagnostic(
      `${name} ${execFileSync(file, ['--version'], { encoding: 'utf8' }).split('\n')[0]}: ${auto.arithmetic}`,
    );
  });
}
