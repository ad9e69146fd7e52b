#!/usr/bin/env node
// Whether the core and an independent reader accept the same safetensors files.
//   node tests/fuzz/differential/compare.mjs VERDICTS [--files N] [--seed N] [--findings FOLDER]
// VERDICTS: the program safetensors_verdicts. Ends with 1 if there are unintended differences; those files are written
// to FOLDER.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { mutants } from './mutants.mjs';
import { verdictOf } from './strict-reader.mjs';

/**
 * Intended differences of the core from the format: the core's verdict (RegExp), the reader's, and the reason.
 * @type {{name: string, core: RegExp, reader: RegExp, why: string}[]}
 */
export const DIFFERENCES = [
  {
    name: 'nesting',
    core: /nested more than 8 deep/,
    reader: /^ok$/,
    why: 'nothing in a weight file is nested deeper than 3; a limit keeps recursion out of the question',
  },
  { name: 'dimensions', core: /at most 8 dimensions/, reader: /^ok$/, why: 'no weight has more than 2' },
  {
    name: 'types',
    core: /unknown dtype/,
    reader: /^ok$/,
    why: 'types narrower than a byte and the rarer ones of 8 bits are read by no model here',
  },
  {
    name: 'overflow',
    core: /ValidationOverflow/,
    reader: /^ok$/,
    why: 'a shape whose partial product exceeds 64 bits is refused even where a 0 follows: the check is of every step',
  },
  {
    name: 'header size',
    core: /HeaderTooLarge/,
    reader: /^ok$/,
    why: '2 MB instead of 100: a page must not spend seconds on a header',
  },
  {
    name: 'white space first',
    core: /^ok$/,
    reader: /^start$/,
    why: 'the reference reader accepts white space before the {, and so do we',
  },
];

/** Runs both on the files. @param {{program: string, files: number, seed: number}} options */
export async function compare({ program, files, seed }) {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const counts = { files: 0, bothAccept: 0, bothRefuse: 0, unexpected: 0 };
  /** @type {Record<string, number>} */
  const differences = Object.fromEntries(DIFFERENCES.map(({ name }) => [name, 0]));
  /** @type {Record<string, number>} */
  const rules = {};
  /** @type {{file: Buffer, core: string, reader: string}[]} */
  const unexpected = [];

  /** @param {Buffer[]} batch */
  async function judge(batch) {
    const sizes = batch.map((file) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(file.length);
      return size;
    });
    child.stdin.write(Buffer.concat(batch.flatMap((file, i) => [sizes[i], file])));
    for (const file of batch) {
      const { value: core, done } = await lines.next();
      if (done) throw new Error(`${program} ended after ${counts.files} files`);
      const reader = verdictOf(file);
      counts.files++;
      if (reader !== 'ok') rules[reader] = (rules[reader] ?? 0) + 1;
      if ((core === 'ok') === (reader === 'ok')) {
        counts[core === 'ok' ? 'bothAccept' : 'bothRefuse']++;
        continue;
      }
      const meant = DIFFERENCES.find((one) => one.core.test(core) && one.reader.test(reader));
      if (meant) differences[meant.name]++;
      else {
        counts.unexpected++;
        if (unexpected.length < 20) unexpected.push({ file, core, reader });
      }
    }
  }

  /** @type {Buffer[]} */
  let batch = [];
  for (const file of mutants(files, seed)) {
    batch.push(file);
    // One at a time, the pipe would dominate the time.
    if (batch.length === 200) {
      await judge(batch);
      batch = [];
    }
  }
  await judge(batch);
  child.stdin.end();
  const [code] = await ended;
  return { ...counts, differences, rules, found: unexpected, code };
}

if (import.meta.filename === process.argv[1]) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      files: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      findings: { type: 'string', default: 'build/fuzz/findings/differential' },
    },
  });
  const { found, code, ...counts } = await compare({
    program: positionals[0],
    files: Number(values.files),
    seed: Number(values.seed),
  });
  console.log(JSON.stringify(counts, null, 1));
  if (found.length > 0) mkdirSync(values.findings, { recursive: true });
  for (const [i, { file, core, reader }] of found.entries()) {
    const path = join(values.findings, `${values.seed}-${i}.safetensors`);
    writeFileSync(path, file);
    console.log(`reproducer ${path}\n  core: ${core}\n  reader: ${reader}`);
  }
  console.log(`executions ${counts.files} accepted ${counts.bothAccept} findings ${counts.unexpected}`);
  process.exit(found.length > 0 || code !== 0 ? 1 : 0);
}
