#!/usr/bin/env node
// Packages the engine as build/npm/latentpad-engine, and with --pack creates a tarball of it:
//
//   node scripts/pack-engine.mjs [--pack DIR]
//
// It contains web/engine/, the five builds of the core, their types, and types of the engine, which TypeScript
// generates from the JSDoc.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const kRoot = resolve(import.meta.dirname, '..');
const kPackage = join(kRoot, 'build/npm/latentpad-engine');
const kBuilds = {
  exact: 'wasm',
  fused: 'wasm',
  'exact-threads': 'wasm-threads',
  'fused-threads': 'wasm-threads',
  plain: 'wasm-plain',
};

const kReadme = `# latentpad-engine

Variational autoencoders (VAE, conditional VAE, AE) and fully visible belief networks (FVBN, MADE) that train in a browser
tab, a Worker or Node: a C++ core as WebAssembly. Pixels are in [0, 1], ink = 1; losses are in nats.

\`\`\`js
import { createEngine } from 'latentpad-engine';

const engine = await createEngine();
const model = engine.createModel({ hidden: [400], latentDim: 20 }, { seed: 1 });
const { negativeElbo } = model.trainStep(batch); // Float32Array, 784 numbers for each image
const { mu, logVar } = model.encode(images);
const probabilities = model.decode(mu);
const file = model.saveWeights(); // a .safetensors file
\`\`\`

In a page, \`createClient()\` from \`latentpad-engine/client\` keeps the work in a Worker. The same seed gives the same weights
everywhere, with any number of threads. Threads need cross-origin isolation; in Node 20 fused arithmetic needs
\`--experimental-wasm-relaxed-simd\`. Every method is documented in its types.
`;

function copyEngine() {
  rmSync(kPackage, { recursive: true, force: true });
  mkdirSync(join(kPackage, 'wasm'), { recursive: true });
  for (const name of readdirSync(join(kRoot, 'web/engine')).filter(
    (file) => file.endsWith('.js') && file !== 'preload-worker.js',
  )) {
    // (Except the page's own, which starts a worker when it is loaded.)
    // In the package the builds of the core are beside the engine.
    const source = readFileSync(join(kRoot, 'web/engine', name), 'utf8').replaceAll(
      /\.\.\/\.\.\/build\/wasm(-\w+)?\//g,
      './wasm/',
    );
    writeFileSync(join(kPackage, name), source);
  }
  for (const [name, folder] of Object.entries(kBuilds)) {
    for (const ending of ['mjs', 'wasm', 'd.mts']) {
      cpSync(
        join(kRoot, 'build', folder, `latentpad-${name}.${ending}`),
        join(kPackage, 'wasm', `latentpad-${name}.${ending}`),
      );
    }
    // All types refer to those of one module, which is beside the others here.
    const types = join(kPackage, 'wasm', `latentpad-${name}.d.mts`);
    writeFileSync(types, readFileSync(types, 'utf8').replaceAll('../wasm/', './'));
  }
  for (const name of ['LICENSE', 'NOTICE.md']) cpSync(join(kRoot, name), join(kPackage, name));
  writeFileSync(join(kPackage, 'README.md'), kReadme);
}

function writeTypes() {
  const tsc = join(kRoot, 'node_modules/typescript/bin/tsc');
  const entries = ['engine.js', 'client.js', 'worker.js'].map((name) => join(kPackage, name));
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
      'es2023,dom,dom.iterable',
    ],
    { stdio: 'inherit' },
  );
}

function writeManifest() {
  const { version, license, engines } = JSON.parse(readFileSync(join(kRoot, 'package.json'), 'utf8'));
  /** @param {string} name */
  const entry = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const manifest = {
    name: 'latentpad-engine',
    version,
    description: 'Train and run small VAEs in a tab, a Worker or Node, by a C++ core as WebAssembly',
    license,
    engines,
    type: 'module',
    sideEffects: ['./worker.js', './thread-worker.js'],
    types: './engine.d.ts',
    exports: {
      '.': entry('engine'),
      './client': entry('client'),
      './worker': entry('worker'),
      './package.json': './package.json',
    },
    files: ['*.js', '*.d.ts', 'wasm', 'NOTICE.md'],
  };
  writeFileSync(join(kPackage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

const { values } = parseArgs({ options: { pack: { type: 'string' } } });
copyEngine();
writeTypes();
writeManifest();
if (values.pack) {
  const target = resolve(values.pack);
  mkdirSync(target, { recursive: true });
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', target], {
      cwd: kPackage,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString(),
  );
  console.log(join(target, filename));
} else {
  console.log(dirname(join(kPackage, 'package.json')));
}
