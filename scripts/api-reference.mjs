#!/usr/bin/env node
// Writes the reference of the engine's interface, a folder of static pages, unless it is newer than what it is made of:
//
//   node scripts/api-reference.mjs      into build/api-reference/

import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const kRoot = resolve(import.meta.dirname, '..');
const kOutput = join(kRoot, 'build/api-reference');
const kWriter = join(import.meta.dirname, 'write-api-reference.mjs');

/** Whether it is newer than the comments, the types of the core and the packages. */
function isCurrent() {
  const written = statSync(join(kOutput, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [
    ...readdirSync(join(kRoot, 'web/engine')).map((name) => join(kRoot, 'web/engine', name)),
    join(kRoot, 'build/wasm/latentpad-exact.d.mts'),
    join(kRoot, 'package-lock.json'),
    kWriter,
  ];
  return sources.every((path) => statSync(path).mtimeMs < written);
}

// TypeScript and TypeDoc take a second to load.
if (!isCurrent()) await (await import(kWriter)).writeReference(kOutput);
