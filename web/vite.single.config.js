// The page as a single file, opened from a disk: one script, one worker as text, all else as data: URLs.
// scripts/single-file.mjs writes the result into dist/latentpad.html.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { htmlPlugins, targets } from './vite.config.js';

/** Modules that refer to files of their own, and their replacements. */
const kInstead = new Map(
  ['engine/start-worker.js', 'engine/start-thread.js', 'engine/builds.js', 'shipped.js'].map((path) => [
    resolve(import.meta.dirname, path),
    resolve(import.meta.dirname, 'single', path.split('/').at(-1)),
  ]),
);

const standIns = {
  name: 'stand-ins',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} source @param {string} [importer] */
  resolveId: (source, importer) =>
    (source.startsWith('.') && importer && kInstead.get(resolve(importer, '..', source))) || null,
};

/** By default the glue locates the core by its file name; here that would be a second copy. */
const namelessCore = {
  name: 'nameless-core',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!/latentpad-\w+\.mjs/.test(id)) return null;
    const changed = code.replace(/new URL\("latentpad-\w+\.wasm", ?import\.meta\.url\)\.href/, '""');
    if (changed === code) throw new Error(`${id}: expected it to name its .wasm by new URL("…", import.meta.url).href`);
    return { code: changed, map: null };
  },
};

const inOnePiece = { output: { codeSplitting: false } };

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [standIns, namelessCore, ...htmlPlugins],
  worker: { format: 'iife', plugins: () => [standIns, namelessCore], rolldownOptions: inOnePiece },
  build: {
    outDir: '../build/single',
    emptyOutDir: true,
    ...targets,
    assetsInlineLimit: 100_000_000,
    modulePreload: false,
    rolldownOptions: inOnePiece,
  },
});
