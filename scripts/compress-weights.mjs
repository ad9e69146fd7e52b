#!/usr/bin/env node
// Packs weights/*.safetensors into build/weights/*.safetensors.gz, which the page fetches: a tenth smaller, and half the size
// where the weights of masked layers are zero.
//
//   node scripts/compress-weights.mjs

import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kWeights = fileURLToPath(new URL('../weights/', import.meta.url));
const kOutput = fileURLToPath(new URL('../build/weights/', import.meta.url));

/** Packs the files that are newer than their packed ones. */
export function compressWeights() {
  mkdirSync(kOutput, { recursive: true });
  for (const name of readdirSync(kWeights).filter((file) => file.endsWith('.safetensors'))) {
    const packed = `${kOutput}${name}.gz`;
    const { mtimeMs: changed } = statSync(kWeights + name);
    if (changed < (statSync(packed, { throwIfNoEntry: false })?.mtimeMs ?? 0)) continue;
    writeFileSync(`${packed}.part`, gzipSync(readFileSync(kWeights + name), { level: 9 }));
    renameSync(`${packed}.part`, packed);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) compressWeights();
