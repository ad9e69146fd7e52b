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

/** Checksums of further training whose bits have changed since the first version: CHANGELOG.md states why. */
const CHANGED = { 'vae-iwae': 'be5170172ed98389' };

/** What every file must give. */
export function readRecords() {
  const records = readRecord('records');
  for (const [name, checksum] of Object.entries(CHANGED)) records[name].resumed.checksum = checksum;
  return records;
}

/** @param {string} name  records or links */
export const readRecord = (name) => JSON.parse(readFileSync(join(here, `${name}.json`), 'utf8'));
