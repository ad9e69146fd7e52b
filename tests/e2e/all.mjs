// Runs every test file in one process, so that all share one browser. A single one: node --test tests/e2e/NAME.test.mjs
import { readdir } from 'node:fs/promises';

for (const name of (await readdir(import.meta.dirname)).sort()) {
  if (name.endsWith('.test.mjs')) await import(`./${name}`);
}
