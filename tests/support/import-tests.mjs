import { readdir } from 'node:fs/promises';

/** Imports every test file of a folder, in the order of their names, so that all run in this process. @param {string} folder */
export async function importTests(folder) {
  for (const name of (await readdir(folder)).sort()) {
    if (name.endsWith('.test.mjs')) await import(`${folder}/${name}`);
  }
}
