// The SHA-256 of the digits of the build, in hex, as a module: the page verifies the fetched file with it.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const kModule = 'virtual:digits-digest';
const kDigits = new URL('../build/data/digits.bin.gz', import.meta.url);

/** The module of that name, for Vite. */
export const digitsDigestModule = {
  name: 'digits-digest',
  /** @param {string} id */
  resolveId: (id) => (id === kModule ? `\0${kModule}` : undefined),
  /** @param {string} id */
  load: (id) =>
    id === `\0${kModule}`
      ? `export default '${createHash('sha256').update(readFileSync(kDigits)).digest('hex')}';`
      : undefined,
};
