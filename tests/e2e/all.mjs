// Every test file in one process, so that one browser serves them all. A single one: node --test tests/e2e/NAME.test.mjs
import { readdir } from 'node:fs/promises';

for (const name of (await readdir(import.meta.dirname)).sort()) {
  if (name.endsWith('.test.mjs')) await import(`./${name}`);
}
