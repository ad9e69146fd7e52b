// The files of the first published version.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const here = fileURLToPath(new URL('.', import.meta.url));
const folder = join(here, 'files');
export const DIGITS = join(folder, 'digits.bin.gz');

/** The weight files, unpacked, by name. @returns {[string, Buffer][]} */
export const weightFiles = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.safetensors.gz'))
    .sort()
    .map((name) => [name.replace('.safetensors.gz', ''), gunzipSync(readFileSync(join(folder, name)))]);

/** Writes the weight files, unpacked, into a folder. @param {string} target @returns {[string, string][]}  names and paths */
export const unpackedFiles = (target) =>
  weightFiles().map(([name, bytes]) => {
    const path = join(target, `${name}.safetensors`);
    writeFileSync(path, bytes);
    return [name, path];
  });

/** @param {string} name  records, shipped or links */
export const readRecord = (name) => JSON.parse(readFileSync(join(here, `${name}.json`), 'utf8'));
