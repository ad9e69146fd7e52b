// The packed engine in a project of its own: built with each bundler in its default settings, or served as it is, it trains to
// the pinned weights in one browser or both, on the main thread and in its worker with two threads.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { kLaunch } from '../../scripts/browsers.mjs';
import { cases } from '../support/long.mjs';
import { buildWithEsbuild, buildWithVite, load, newVisitor, root, serve, unpackEngine } from './support.mjs';

// Here, so that projects find the bundlers of this folder.
mkdirSync(join(import.meta.dirname, '.scratch'), { recursive: true });
const project = mkdtempSync(join(import.meta.dirname, '.scratch/project-'));
after(() => rmSync(project, { recursive: true, force: true }));

const golden = JSON.parse(readFileSync(join(root, 'tests/golden/checksums.json'), 'utf8'));
const pinned = golden['after 20 steps, seed 1'].exact;
const app = readFileSync(join(import.meta.dirname, 'app.js'), 'utf8');
const kDigits = join(root, 'build/data/digits.bin.gz');

const engine = join(project, 'node_modules/latentpad-engine');
unpackEngine(engine);

/** The README's line for bundlers that do not follow new URL(…, import.meta.url): copies of three things beside the output. */
const copyFiles = (out) => {
  for (const name of ['worker.js', 'thread-worker.js', 'wasm']) {
    cpSync(join(engine, name), join(out, name), { recursive: true });
  }
};

/** The app with URLs instead of the package's name. @param {string} folder */
const importing = (folder) =>
  app
    .replace("'latentpad-engine/client'", `'${folder}client.js'`)
    .replace("'latentpad-engine'", `'${folder}engine.js'`);

/** A page that imports the package where it is rendered on the server, too. */
const kNextFiles = {
  'next.config.mjs': `export default { output: 'export', distDir: 'out', turbopack: { root: ${JSON.stringify(import.meta.dirname)} } };`,
  'app/layout.js': `import { createElement } from 'react';
    export default ({ children }) => createElement('html', {}, createElement('head', {}, createElement('link', { rel: 'icon', href: 'data:,' })),
      createElement('body', {}, children));`,
  'app/page.js': `'use client';
    import { createElement, useEffect } from 'react';
    ${app.replace(/run\(\)\.then/, 'const start = () => run().then')}
    export default function Page() {
      useEffect(() => void start(), []);
      return createElement('p', {}, 'rendered on the server');
    }`,
};

/** Each writes app.js, or index.html too, and what it imports, into `out`. */
const builders = {
  vite: buildWithVite,
  async webpack(source, out) {
    const { default: webpack } = await load('webpack');
    const stats = await new Promise((done, fail) => {
      webpack(
        { mode: 'production', context: source, entry: './app.js', output: { path: out, filename: 'app.js' } },
        (error, result) => (error ? fail(error) : done(result)),
      );
    });
    assert.deepEqual(stats.toJson({ errors: true }).errors, []);
    assert.deepEqual(
      stats
        .toJson({ warnings: true })
        .warnings.map(({ message }) => message)
        .filter((text) => !/size limit|performance/.test(text)),
      [],
    );
  },
  async esbuild(source, out) {
    assert.deepEqual(await buildWithEsbuild(source, out), []);
    copyFiles(out);
  },
  async rollup(source, out) {
    const { rollup } = await load('rollup');
    const { default: nodeResolve } = await load('@rollup/plugin-node-resolve');
    const warnings = [];
    const bundle = await rollup({
      input: join(source, 'app.js'),
      plugins: [nodeResolve({ browser: true })],
      onwarn: (warning) => warnings.push(warning.message),
    });
    await bundle.write({ dir: out, format: 'es' });
    assert.deepEqual(warnings, []);
    copyFiles(out);
  },
  async next(source, out) {
    mkdirSync(join(source, 'app'));
    for (const [name, text] of Object.entries(kNextFiles)) writeFileSync(join(source, name), text);
    const options = { cwd: source, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }, stdio: 'pipe' };
    execFileSync(process.execPath, [join(import.meta.dirname, 'node_modules/next/dist/bin/next'), 'build'], options);
    assert.match(readFileSync(join(out, 'index.html'), 'utf8'), /rendered on the server/);
  },
  async 'no bundler'(source, out) {
    cpSync(engine, join(out, 'latentpad-engine'), { recursive: true });
    writeFileSync(join(out, 'app.js'), importing('./latentpad-engine/'));
  },
  async 'another origin'(source, out) {
    writeFileSync(join(out, 'app.js'), importing(await serveElsewhere()));
  },
};

/** As from a CDN: another port is another origin. */
async function serveElsewhere() {
  const { address, close } = await serve(engine, {
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  after(close);
  return address;
}

const kPage = '<!doctype html><link rel="icon" href="data:," /><script type="module" src="./app.js"></script>';

/** Total size of the scripts and of the modules in a folder, in KB. @param {string} folder */
function sizes(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
  const sum = (ending) =>
    Math.round(
      files.filter((name) => ending.test(name)).reduce((all, name) => all + statSync(join(folder, name)).size, 0) / 1e3,
    );
  return `${sum(/\.m?js$/)} KB of scripts, ${sum(/\.wasm$/)} KB of modules`;
}

const kBrowsers = Object.keys(kLaunch);
for (const [i, [name, build]] of Object.entries(builders).entries()) {
  // In a short run the bundlers take turns with the browsers; the package as it is runs in both.
  const isAsPacked = name === 'no bundler' || name === 'another origin';
  const browsers = cases(kBrowsers, isAsPacked ? kBrowsers : [kBrowsers[i % 2]]);
  test(`${name}: the built page trains to the pinned weights in ${browsers.join(' and ')}, in the worker with two threads`, async () => {
    const source = join(project, name.replaceAll(' ', '-')),
      out = join(source, 'out');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(source, 'app.js'), app);
    writeFileSync(join(source, 'index.html'), kPage);
    await build(source, out);
    if (!['vite', 'next'].includes(name)) writeFileSync(join(out, 'index.html'), kPage);
    cpSync(kDigits, join(out, 'digits.bin.gz'));
    console.log(`# ${name}: ${sizes(out)}`);

    const { address, close } = await serve(out);
    try {
      for (const browser of browsers) {
        const visitor = await newVisitor(browser);
        const page = await visitor.newPage();
        const messages = [];
        page.on('console', (message) => messages.push(message.text()));
        page.on('pageerror', (error) => messages.push(error.message));
        await page.goto(address);
        await page
          .waitForFunction(() => window.result, { timeout: 120_000, polling: 50 })
          .catch((error) => {
            throw new Error(`${browser}: no result; ${messages.join(' | ')}`, { cause: error });
          });
        const expected = { engine: pinned, client: pinned, threads: 2, fallback: null };
        assert.deepEqual(await page.evaluate(() => window.result), expected, browser);
        assert.deepEqual(messages, [], browser);
        await visitor.close();
      }
    } finally {
      close();
    }
  });
}
