// The weight files of the first published version in the native program, LATENTPAD_PROGRAM, in exact arithmetic.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DIGITS, readRecords, unpackedFiles } from '../files.mjs';
import { measure } from '../measure.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-compat-'));
after(() => rmSync(folder, { recursive: true }));
const records = readRecords();
const files = unpackedFiles(folder);

/**
 * Measures that use logarithms and exponentials of the C library, whose last bit may differ between libraries, relative; and
 * losses in nats, whose rounding may change between versions (CHANGELOG.md).
 */
const TOLERANCE = 1e-12,
  LOSS_TOLERANCE = 1e-4;
const isLoss = (where) => /\.(negative_elbo|reconstruction|\w*nll)(\.|$)/.test(where);

/** Fails unless `actual` has every value of `expected`; further keys are from later versions. */
function assertContains(actual, expected, where) {
  if (expected === null || typeof expected !== 'object') {
    if (typeof expected === 'number' && typeof actual === 'number' && where.includes('.evaluation.')) {
      const most = isLoss(where) ? LOSS_TOLERANCE : TOLERANCE * Math.abs(expected);
      assert.ok(Math.abs(actual - expected) <= most, `${where}: expected ${expected}, got ${actual}`);
    } else {
      assert.equal(actual, expected, where);
    }
    return;
  }
  assert.ok(actual !== null && typeof actual === 'object', `${where}: expected an object or a list`);
  if (Array.isArray(expected)) assert.equal(actual.length, expected.length, where);
  for (const [key, value] of Object.entries(expected)) assertContains(actual[key], value, `${where}.${key}`);
}

test('every file has a record', () => {
  assert.deepEqual(files.map(([name]) => name).sort(), Object.keys(records).sort());
});

for (const [name, path] of files) {
  test(`${name}: info, evaluation, codes, decoded image, samples and further training`, async () => {
    assertContains(await measure(process.env.LATENTPAD_PROGRAM, path, DIGITS, folder), records[name], name);
  });
}
