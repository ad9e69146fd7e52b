// Runs every test file in one process, so that all share one packed engine and the browsers. A single one: node --test tests/package/NAME.test.mjs
import { readdir } from 'node:fs/promises';

for (const name of (await readdir(import.meta.dirname)).sort()) {
  if (name.endsWith('.test.mjs')) await import(`./${name}`);
}
