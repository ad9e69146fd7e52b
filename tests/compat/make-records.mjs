// Writes records.json: what the first version's program gives for each file of tests/compat/files.
//   node tests/compat/make-records.mjs FIRST      called by make.sh
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIGITS, here, unpackedFiles } from './files.mjs';
import { measure } from './measure.mjs';

const first = process.argv[2];
const program = join(first, 'build/native/latentpad');
const scratch = mkdtempSync(join(tmpdir(), 'latentpad-compat-'));
const records = {};
for (const [name, path] of unpackedFiles(scratch)) records[name] = await measure(program, path, DIGITS, scratch);
writeFileSync(join(here, 'records.json'), `${JSON.stringify(records, null, 1)}\n`);
rmSync(scratch, { recursive: true });
