// Compares the core's verdict on mutated safetensors files with that of an independent reader; and tests that reader.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { DIFFERENCES, compare } from './differential/compare.mjs';
import { verdictOf } from './differential/strict-reader.mjs';

const program = join(import.meta.dirname, '../../build/native-sanitized/tests/fuzz/safetensors_verdicts');

/** @param {string | Uint8Array} header @param {number} [data] @param {bigint} [length] */
function fileOf(header, data = 0, length) {
  const bytes = Buffer.from(header),
    size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(bytes.length));
  return Buffer.concat([size, bytes, Buffer.alloc(data)]);
}

/** One tensor. @param {string} shape @param {string} offsets @param {string} [dtype] */
const tensor = (shape, offsets, dtype = 'F32') =>
  `{"a":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`;

test('the reader accepts valid files', () => {
  for (const [header, data] of /** @type {[string, number][]} */ ([
    ['{}', 0],
    ['{}   ', 0],
    ['{"__metadata__":{}}', 0],
    ['{"__metadata__":{"format":"pt"}}', 0],
    [tensor('[2,2]', '[0,16]'), 16],
    [tensor('[]', '[0,4]'), 4],
    [tensor('[0]', '[0,0]'), 0],
    [tensor('[2]', '[0,1]', 'F4'), 1],
    [tensor('[4611686018427387904,0]', '[0,0]'), 0],
    [
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2],"x":[]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      2,
    ],
    ['{"\\u00e9":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}', 1],
  ])) {
    assert.equal(verdictOf(fileOf(header, data)), 'ok', header);
  }
});

test('the reader rejects invalid files, by rule', () => {
  for (const [rule, header, data = 0] of /** @type {[string, string | Uint8Array, number?][]} */ ([
    ['start', ''],
    ['start', ' {}'],
    ['start', '[]'],
    ['json', '{'],
    ['json', '{}x'],
    ['json', '{}\0'],
    ['json', '{"a":1,}'],
    ['json', '{"a":01}'],
    ['json', '{"a":.5}'],
    ['json', '{"a":NaN}'],
    ['json', '{"a":1e999}'],
    ['json', '{"a":"\n"}'],
    ['json', '{"a":"\\x"}'],
    ['json', '{"\\ud800":1}'],
    ['utf8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['duplicate', '{"a":1,"\\u0061":2}'],
    ['metadata', '{"__metadata__":null}'],
    ['metadata', '{"__metadata__":{"a":1}}'],
    ['type', '{"a":1}'],
    ['type', tensor('[1]', '[0]'), 4],
    ['type', tensor('[-1]', '[0,4]'), 4],
    ['type', tensor('[1.0]', '[0,4]'), 4],
    ['type', tensor('[18446744073709551616]', '[0,0]')],
    ['dtype', tensor('[1]', '[0,4]', 'f32'), 4],
    ['offsets', tensor('[1]', '[4,8]'), 8],
    ['offsets', tensor('[1]', '[4,0]'), 4],
    ['size', tensor('[2]', '[0,4]'), 4],
    ['size', tensor('[1]', '[0,1]', 'F4'), 1],
    ['buffer', tensor('[1]', '[0,4]'), 5],
    ['buffer', '{}', 1],
    ['depth', `{"a":${'['.repeat(127)}${']'.repeat(127)}}`],
  ])) {
    assert.equal(verdictOf(fileOf(header, data)), rule, String(header));
  }
  assert.equal(verdictOf(Buffer.alloc(7)), 'length');
  for (const length of [3n, 2n ** 64n - 1n, 2n ** 32n + 2n, 100_000_001n])
    assert.equal(verdictOf(fileOf('{}', 0, length)), 'length');
});

test('the core accepts 100,000 mutated files exactly if an independent reader does, except for intended differences', async (context) => {
  const { found, code, ...counts } = await compare({ program, files: 100_000, seed: 1 });
  context.diagnostic(JSON.stringify(counts));
  assert.equal(code, 0);
  assert.deepEqual(
    found.map(({ file, core, reader }) => ({ file: file.toString('latin1').slice(0, 400), core, reader })),
    [],
  );
  assert.equal(counts.files, 100_000);
  // Enough files of each kind to be significant, and no listed difference is unused.
  assert.ok(counts.bothAccept > 10_000 && counts.bothRefuse > 30_000, JSON.stringify(counts));
  for (const { name } of DIFFERENCES) assert.ok(counts.differences[name] > 0, `no file shows the difference ${name}`);
});

test('a wrong verdict is detected', async () => {
  // A program that accepts everything: one line for each file, whatever its content.
  const { found } = await compare({
    program: join(import.meta.dirname, 'differential/accept-all.mjs'),
    files: 1000,
    seed: 1,
  });
  assert.ok(found.length > 0);
});
