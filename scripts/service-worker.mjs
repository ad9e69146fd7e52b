// Adds the service worker to a built page: web/sw.js with the list of the build's files. Called by web/vite.config.js.
//
// No library: Workbox adds Babel and a second bundler to the build, and does not verify cached files
// byte by byte; coi-serviceworker isolates, but caches nothing and reloads even while the page is in use.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kSource = new URL('../web/sw.js', import.meta.url);
const kEmptyList = "{ version: '', files: {} }";
/**
 * The worker itself, images for other sites, the single-file page, which needs no cache, pages that need no engine, and the
 * reference for programmers.
 */
const kNotKept = /^(sw\.js|card\.png|walk\.png|story\.webp|latentpad\.html|teaching.*|api\/.*)$/;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('base64');

/** @param {string} folder a built page; the file sw.js is added */
export function writeServiceWorker(folder) {
  const names = readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !kNotKept.test(name) && statSync(join(folder, name)).isFile())
    .sort();
  const files = Object.fromEntries(
    names.map((name) => [name === 'index.html' ? '' : name, sha256(readFileSync(join(folder, name)))]),
  );
  const source = readFileSync(kSource, 'utf8');
  if (!source.includes(kEmptyList)) throw new Error(`web/sw.js must contain ${kEmptyList}, where its files are listed`);
  const build = { version: sha256(JSON.stringify(files)), files };
  writeFileSync(
    join(folder, 'sw.js'),
    source.replace(kEmptyList, () => JSON.stringify(build)),
  );
}
