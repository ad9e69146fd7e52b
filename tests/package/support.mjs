// The packed engine in folders of the tests, and servers of folders.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import puppeteer from 'puppeteer-core';
import { kLaunch } from '../../scripts/browsers.mjs';
import { createStaticServer } from '../../scripts/serve.mjs';

export const root = resolve(import.meta.dirname, '../..');

/** Packs the engine. @param {string} folder @param {string[]} [options] @returns {string}  the tarball in it */
export const pack = (folder, ...options) =>
  execFileSync(process.execPath, [join(root, 'scripts/pack-engine.mjs'), '--pack', folder, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
    .toString()
    .trim();

/** @param {string} tarball @param {string} folder */
export function unpack(tarball, folder) {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
}

/** Of this process, with the packed engine. @type {string | null} */
let packedIn = null;
after(() => packedIn && rmSync(packedIn, { recursive: true, force: true }));
/** @type {string | null} */
let tarball = null;

/** The packed engine, made once for all files of a process. @returns {string}  the tarball */
export function packedEngine() {
  packedIn ??= mkdtempSync(join(tmpdir(), 'latentpad-packed-'));
  return (tarball ??= pack(packedIn));
}

/** @param {string} folder  where the packed engine is to be */
export const unpackEngine = (folder) => unpack(packedEngine(), folder);

/** One browser of each name for all files of a process: it takes seconds to start. @type {Map<string, Promise<import('puppeteer-core').Browser>>} */
const browsers = new Map();
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** A browser context without storage and cache, which the caller closes. @param {string} name */
export async function newVisitor(name) {
  if (!browsers.has(name)) browsers.set(name, puppeteer.launch(kLaunch[name]));
  return (await browsers.get(name)).createBrowserContext();
}

/**
 * @param {string} folder
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function serve(folder, headers = {}) {
  const server = await createStaticServer(folder, { headers: { 'Content-Security-Policy': undefined, ...headers } });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://localhost:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const require = createRequire(import.meta.url);

/** A bundler of this folder's package.json. @param {string} name */
export const load = (name) => import(require.resolve(name));

/** Builds a folder's index.html in the default settings. @param {string} source @param {string} out */
export async function buildWithVite(source, out) {
  const { build } = await load('vite');
  await build({ root: source, base: './', logLevel: 'error', build: { outDir: out } });
}

/** Builds a folder's app.js. @param {string} source @param {string} out @returns {Promise<object[]>}  warnings */
export async function buildWithEsbuild(source, out) {
  const { build } = await load('esbuild');
  const entryPoints = [join(source, 'app.js')];
  const { warnings } = await build({
    entryPoints,
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    outdir: out,
    logLevel: 'silent',
  });
  return warnings;
}
