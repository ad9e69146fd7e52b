// The packed engine in folders of the tests, and servers of folders.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
