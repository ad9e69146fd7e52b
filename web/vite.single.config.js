// The page as a single file, opened from a disk: one script, one worker as text, all else as data: URLs.
// scripts/single-file.mjs writes the result into dist/latentpad.html.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { browserGluePlugin } from '../scripts/browser-glue.mjs';
import { htmlPlugins, targets } from './vite.config.js';

/** Modules that refer to files of their own, and their replacements. */
const kInstead = new Map(
  [
    'engine/start-worker.js',
    'engine/start-thread.js',
    'engine/builds.js',
    'data/start-data-worker.js',
    'shipped.js',
  ].map((path) => [resolve(import.meta.dirname, path), resolve(import.meta.dirname, 'single', path.split('/').at(-1))]),
);

const standIns = {
  name: 'stand-ins',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} source @param {string} [importer] */
  resolveId: (source, importer) =>
    (source.startsWith('.') && importer && kInstead.get(resolve(importer, '..', source))) || null,
};

const inOnePiece = { output: { codeSplitting: false } };

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [standIns, browserGluePlugin, ...htmlPlugins],
  worker: { format: 'iife', plugins: () => [standIns, browserGluePlugin], rolldownOptions: inOnePiece },
  build: {
    outDir: '../build/single',
    emptyOutDir: true,
    ...targets,
    assetsInlineLimit: 100_000_000,
    modulePreload: false,
    rolldownOptions: inOnePiece,
  },
});
