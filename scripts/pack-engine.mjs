#!/usr/bin/env node
// Packages the engine as build/npm/latentpad-engine, or with --pack creates a tarball of it and nothing else:
//
//   node scripts/pack-engine.mjs [--pack DIR] [--repository URL] [--tag vX.Y.Z]
//
// --repository  the public address, which becomes `repository`, `homepage` and `bugs` of the manifest
// --tag         fails unless the tag is that of package.json's version, and CHANGELOG.md has a section for the version
//
// It contains web/engine/ twice, for browsers and in node/; the five builds of the core, with glue for each; and types, which
// TypeScript generates from the JSDoc. The scripts of workers are one file each: Vite's default format of workers cannot be
// divided, and bundlers that do not follow new URL() (esbuild, Rollup) then need only copies of the files.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { browserGluePlugin } from './browser-glue.mjs';

const kRoot = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { pack: { type: 'string' }, repository: { type: 'string' }, tag: { type: 'string' } },
});
const { version, license, engines } = JSON.parse(readFileSync(join(kRoot, 'package.json'), 'utf8'));
/** A release is of the version that its tag names, and its changes are listed. @param {string} tag */
function expectRelease(tag) {
  if (tag !== `v${version}`) throw new Error(`expected the tag v${version}, that of package.json, got ${tag}`);
  const ofCore = /project\(latentpad VERSION ([\d.]+)/.exec(readFileSync(join(kRoot, 'CMakeLists.txt'), 'utf8'))?.[1];
  if (ofCore !== version) throw new Error(`expected the version ${version} in CMakeLists.txt, got ${ofCore}`);
  const changes = readFileSync(join(kRoot, 'CHANGELOG.md'), 'utf8');
  if (!changes.split('\n').some((line) => line === `## ${version}` || line.startsWith(`## ${version} `)))
    throw new Error(`expected a section '## ${version}' in CHANGELOG.md`);
}

if (values.tag !== undefined) expectRelease(values.tag);

/** For a tarball a folder of its own: several may be packed at once. */
const kPackage = values.pack ? mkdtempSync(join(kRoot, 'build/npm-')) : join(kRoot, 'build/npm/latentpad-engine');
const kBuilds = {
  exact: 'wasm',
  fused: 'wasm',
  'exact-threads': 'wasm-threads',
  'fused-threads': 'wasm-threads',
  plain: 'wasm-plain',
};

/** The engine's modules, except the page's own, which starts a worker when it is loaded. */
const kModules = readdirSync(join(kRoot, 'web/engine')).filter(
  (file) => file.endsWith('.js') && file !== 'preload-worker.js',
);

/**
 * Copies the engine's modules.
 * @param {string} folder
 * @param {{glue: string, wasm: string}} places   of the cores' files, relative to the folder
 */
function copyEngine(folder, { glue, wasm }) {
  mkdirSync(folder, { recursive: true });
  for (const name of kModules) {
    const source = readFileSync(join(kRoot, 'web/engine', name), 'utf8')
      .replaceAll(/\.\.\/\.\.\/build\/wasm(?:-\w+)?\/(latentpad-[\w-]+\.wasm)/g, `${wasm}$1`)
      .replaceAll(/\.\.\/\.\.\/build\/wasm(?:-\w+)?\/(latentpad-[\w-]+\.mjs)/g, `${glue}$1`);
    writeFileSync(join(folder, name), source);
  }
}

/**
 * Writes a module and what it imports as one file.
 * @param {string} input
 * @param {string} file
 * @param {import('rolldown').Plugin[]} [plugins]
 */
async function bundle(input, file, plugins = []) {
  const bundled = await rolldown({ input, plugins, logLevel: 'warn' });
  // Names stay: Vite, which minifies it again, would give two variables of a glue one name.
  const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };
  const { output } = await bundled.generate({ format: 'esm', minify, codeSplitting: false });
  await bundled.close();
  // The minifier writes strings as templates, which bundlers do not take for the name of a file.
  writeFileSync(file, output[0].code.replaceAll(/(new URL\()`([^`$]+)`/g, "$1'$2'"));
}

async function writePackage() {
  rmSync(kPackage, { recursive: true, force: true });
  copyEngine(kPackage, { glue: './wasm/', wasm: './wasm/' });
  copyEngine(join(kPackage, 'node'), { glue: './', wasm: '../wasm/' });
  mkdirSync(join(kPackage, 'wasm'));
  for (const [name, folder] of Object.entries(kBuilds)) {
    const core = join(kRoot, 'build', folder, `latentpad-${name}`),
      packed = join(kPackage, 'wasm', `latentpad-${name}`);
    cpSync(`${core}.wasm`, `${packed}.wasm`);
    // Bundlers for servers look for the file that the glue names.
    const glue = readFileSync(`${core}.mjs`, 'utf8').replace('new URL("latentpad-', 'new URL("../wasm/latentpad-');
    writeFileSync(join(kPackage, 'node', `latentpad-${name}.mjs`), glue);
    await bundle(`${core}.mjs`, `${packed}.mjs`, [browserGluePlugin]);
    // All types refer to those of one module, which is beside the others here.
    writeFileSync(`${packed}.d.mts`, readFileSync(`${core}.d.mts`, 'utf8').replaceAll('../wasm/', './'));
  }
  writeTypes();
  for (const name of ['worker.js', 'thread-worker.js', 'exact-worker.js']) {
    const parts = join(kPackage, `parts-of-${name}`);
    renameSync(join(kPackage, name), parts);
    await bundle(parts, join(kPackage, name));
    rmSync(parts);
  }
  for (const name of ['LICENSE', 'NOTICE.md']) cpSync(join(kRoot, name), join(kPackage, name));
  cpSync(join(kRoot, 'web/engine/PACKAGE.md'), join(kPackage, 'README.md'));
  writeManifest();
}

function writeTypes() {
  const tsc = join(kRoot, 'node_modules/typescript/bin/tsc');
  const entries = ['engine', 'client', 'exact', 'exact-client', 'measures', 'element', 'worker'].map((name) =>
    join(kPackage, `${name}.js`),
  );
  execFileSync(
    process.execPath,
    [
      tsc,
      ...entries,
      '--allowJs',
      '--checkJs',
      '--declaration',
      '--emitDeclarationOnly',
      '--outDir',
      kPackage,
      '--target',
      'es2023',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--skipLibCheck',
      '--lib',
      'es2023,esnext.disposable,dom,dom.iterable',
    ],
    { stdio: 'inherit' },
  );
}

/** Fields that name the public address; npm compares `repository` with where a release with provenance was built. */
function addresses() {
  if (values.repository === undefined) return {};
  const { href } = new URL(values.repository.replace(/\/$/, ''));
  return {
    repository: { type: 'git', url: `git+${href}.git` },
    homepage: `${href}#readme`,
    bugs: { url: `${href}/issues` },
  };
}

function writeManifest() {
  /** @param {string} name */
  const entry = (name) => ({ types: `./${name}.d.ts`, node: `./node/${name}.js`, default: `./${name}.js` });
  const manifest = {
    name: 'latentpad-engine',
    version,
    description: 'Train and run small VAEs in a tab, a Worker or Node, by a C++ core as WebAssembly',
    keywords: [
      'vae',
      'variational-autoencoder',
      'generative-model',
      'autoencoder',
      'machine-learning',
      'deep-learning',
      'webassembly',
      'wasm',
      'browser',
      'safetensors',
    ],
    ...addresses(),
    license,
    engines,
    type: 'module',
    sideEffects: [
      './element.js',
      './worker.js',
      './thread-worker.js',
      './exact-worker.js',
      './wasm/*.mjs',
      './node/*.mjs',
    ],
    types: './engine.d.ts',
    exports: {
      '.': entry('engine'),
      './client': entry('client'),
      './exact': entry('exact'),
      './exact/client': entry('exact-client'),
      './measures': entry('measures'),
      './element': entry('element'),
      './worker': { types: './worker.d.ts', default: './worker.js' },
      './thread-worker': './thread-worker.js',
      './wasm/*.wasm': './wasm/*.wasm',
      './package.json': './package.json',
    },
    files: ['*.js', '*.d.ts', 'node', 'wasm', 'NOTICE.md'],
    publishConfig: { access: 'public', provenance: true },
  };
  writeFileSync(join(kPackage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

await writePackage();
if (values.pack) {
  const target = resolve(values.pack);
  mkdirSync(target, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', target], {
      cwd: kPackage,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString(),
  );
  rmSync(kPackage, { recursive: true });
  console.log(join(target, filename));
} else {
  console.log(dirname(join(kPackage, 'package.json')));
}
