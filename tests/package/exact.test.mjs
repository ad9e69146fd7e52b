// The entries with exact arithmetic on one thread: a bundle has one .wasm file, and trains to the pinned weights.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { kLaunch } from '../../scripts/browsers.mjs';
import { cases } from '../support/long.mjs';
import { buildWithEsbuild, buildWithVite, newVisitor, root, serve, unpackEngine } from './support.mjs';

// Here, so that the project finds the bundlers of this folder.
mkdirSync(join(import.meta.dirname, '.scratch'), { recursive: true });
const project = mkdtempSync(join(import.meta.dirname, '.scratch/exact-'));
after(() => rmSync(project, { recursive: true, force: true }));
const engine = join(project, 'node_modules/latentpad-engine');
unpackEngine(engine);

const pinned = JSON.parse(readFileSync(join(root, 'tests/golden/checksums.json'), 'utf8'))['after 20 steps, seed 1']
  .exact;
const kDigits = join(root, 'build/data/digits.bin.gz');

/** Trains on the main thread, and reports the checksum; measures are those of the package, for any of its models. */
const kApp = `
  import { ImageSet, createEngine, download } from 'latentpad-engine/exact';
  import { latentMetrics } from 'latentpad-engine/measures';
  async function run() {
    const engine = await createEngine();
    const digits = await engine.loadDigits({ bytes: await download('./digits.bin.gz') });
    const model = engine.createModel({ hidden: [400], latentDim: 20 }, { seed: 1 }, digits);
    model.train(digits, 20);
    const { arithmetic, threads } = engine.info;
    const isMeasured = latentMetrics(model, digits).spread > 0;
    return { checksum: model.checksum(), arithmetic, threads, isSet: digits instanceof ImageSet, isMeasured };
  }
  run().then((result) => (window.result = result), (error) => (window.result = { error: String(error.stack) }));`;

/** The same in a worker. */
const kClientApp = `
  import { createClient, download } from 'latentpad-engine/exact/client';
  async function run() {
    const client = createClient();
    const { arithmetic, threads } = await client.ready;
    await client.loadDigits({ bytes: await download('./digits.bin.gz') });
    await client.createModel({ config: { hidden: [400], latentDim: 20 }, training: { seed: 1 } });
    const { checksum } = await client.step(20);
    return { checksum, arithmetic, threads };
  }
  run().then((result) => (window.result = result), (error) => (window.result = { error: String(error.stack) }));`;

const kPage = '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./app.js"></script>';

const builders = {
  vite: buildWithVite,
  /** With copies, since esbuild does not follow new URL(). */
  async esbuild(source, out, copies) {
    assert.deepEqual(await buildWithEsbuild(source, out), []);
    for (const name of copies) cpSync(join(engine, name), join(out, name));
    writeFileSync(join(out, 'index.html'), kPage);
  },
};

const apps = {
  engine: [kApp, ['wasm/latentpad-exact.wasm'], { isSet: true, isMeasured: true }],
  client: [kClientApp, ['exact-worker.js', 'wasm/latentpad-exact.wasm'], {}],
};

/** Sizes of the scripts and of the modules in a folder, in KB. @param {string} folder */
function sizes(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
  const sum = (ending) =>
    Math.round(
      files.filter((name) => ending.test(name)).reduce((all, name) => all + statSync(join(folder, name)).size, 0) / 1e3,
    );
  return {
    modules: files.filter((name) => name.endsWith('.wasm')),
    told: `${sum(/\.m?js$/)} KB of scripts, ${sum(/\.wasm$/)} KB of modules`,
  };
}

const kBrowsers = Object.keys(kLaunch);
for (const [k, [kind, [app, copies, more]]] of Object.entries(apps).entries()) {
  for (const [i, [name, build]] of Object.entries(builders).entries()) {
    // In a short run each entry runs in both browsers, built by another bundler for each.
    const browsers = cases(kBrowsers, [kBrowsers[(i + k) % 2]]);
    test(`${kind}, by ${name}: one .wasm file, and the pinned weights in ${browsers.join(' and ')}`, async (t) => {
      const source = join(project, `${kind}-${name}`),
        out = join(source, 'out');
      mkdirSync(out, { recursive: true });
      writeFileSync(join(source, 'app.js'), app);
      writeFileSync(join(source, 'index.html'), kPage);
      await build(source, out, copies);
      const { modules, told } = sizes(out);
      t.diagnostic(told);
      assert.equal(modules.length, 1, modules.join(', '));
      assert.match(modules[0], /latentpad-exact/);
      cpSync(kDigits, join(out, 'digits.bin.gz'));
      const { address, close } = await serve(out);
      try {
        for (const browser of browsers) {
          const visitor = await newVisitor(browser);
          const page = await visitor.newPage();
          await page.goto(address);
          await page.waitForFunction(() => window.result, { timeout: 120_000, polling: 50 });
          const expected = { checksum: pinned, arithmetic: 'exact', threads: 1, ...more };
          assert.deepEqual(await page.evaluate(() => window.result), expected, browser);
          await visitor.close();
        }
      } finally {
        close();
      }
    });
  }
}

test('in Node the entry trains to the pinned weights, and refuses what it does not have', () => {
  writeFileSync(
    join(project, 'use.mjs'),
    `import { readFile } from 'node:fs/promises';
    import { createEngine } from 'latentpad-engine/exact';
    import { createClient } from 'latentpad-engine/exact/client';
    const codes = [];
    for (const options of [{ variant: 'fused' }, { threads: 2 }, { wasmBinary: 1 }, { signal: AbortSignal.abort() }])
      await createEngine(options).catch((error) => codes.push(error.code));
    const engine = await createEngine({ variant: 'exact', threads: 1 });
    const digits = await engine.loadDigits({ bytes: await readFile(${JSON.stringify(kDigits)}) });
    const model = engine.createModel({ hidden: [400], latentDim: 20 }, { seed: 1 }, digits);
    await model.trainAsync(digits, 20);
    console.log(JSON.stringify({ codes, checksum: model.checksum(), client: typeof createClient }));`,
  );
  const answer = execFileSync(process.execPath, ['use.mjs'], { cwd: project, encoding: 'utf8' });
  const codes = ['invalidArgument', 'invalidArgument', 'invalidArgument', DOMException.ABORT_ERR];
  assert.deepEqual(JSON.parse(answer), { codes, checksum: pinned, client: 'function' });
});
