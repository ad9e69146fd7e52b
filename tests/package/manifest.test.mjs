// The manifest and the types of the packed engine, by the tools that package authors use.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pack, unpack } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-manifest-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tarball = pack(folder);
unpack(tarball, join(folder, 'package'));

/** @param {string} name @param {string[]} args */
const run = (name, args) => {
  const { bin } = JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', name, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0];
  return execFileSync(process.execPath, [join(import.meta.dirname, 'node_modules', name, file), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

test('publint finds nothing in the packed package', () => {
  assert.match(run('publint', [join(folder, 'package'), '--strict', '--pack', 'false']), /All good!/);
});

test('arethetypeswrong finds types for each entry, for every module resolution of ES modules', () => {
  const answer = run('@arethetypeswrong/cli', [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'json',
    '--exclude-entrypoints',
    './thread-worker',
    './wasm/*.wasm',
    './package.json',
  ]);
  const { analysis } = JSON.parse(answer);
  assert.deepEqual(
    analysis.problems.filter(({ resolutionKind }) => resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs'),
    [],
  );
});
