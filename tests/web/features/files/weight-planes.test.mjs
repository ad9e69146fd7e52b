// The form in which the site's weights are sent.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { compressWeights } from '../../../../scripts/compress-weights.mjs';
import { fromPlanes, isInPlanes, toPlanes } from '../../../../web/features/files/weight-planes.js';

/** A safetensors file with this header and these numbers. @param {string} header @param {number[]} numbers */
function fileOf(header, numbers) {
  const text = new TextEncoder().encode(header),
    file = new Uint8Array(8 + text.length + 2 * numbers.length);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  file.set(new Uint8Array(Uint16Array.from(numbers).buffer), 8 + text.length);
  return file;
}

test('a file is the same after packing and unpacking', () => {
  for (const header of ['{}', '{"μ":1}']) {
    for (const numbers of [[], [0x1234], [0, 0x8000, 1, 0x3ff, 0x7bff, 0xfbff, 0x3c00]]) {
      const file = fileOf(header, numbers),
        packed = toPlanes(file);
      assert.ok(isInPlanes(packed.buffer) && !isInPlanes(file.buffer));
      assert.deepEqual(new Uint8Array(fromPlanes(packed.buffer)), file);
    }
  }
  assert.ok(!isInPlanes(new ArrayBuffer(4)));
});

test("the page's packed files are the shipped weights, each at least a twentieth smaller than by gzip alone", async () => {
  compressWeights();
  const folder = new URL('../../../../weights/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
  assert.equal(names.length, 11);
  for (const name of names) {
    const file = await readFile(new URL(name, folder)),
      packed = await readFile(new URL(`../../../../build/weights/${name}.gz`, import.meta.url)),
      planes = Uint8Array.from(gunzipSync(packed));
    assert.ok(isInPlanes(planes.buffer), name);
    assert.ok(Buffer.from(fromPlanes(planes.buffer)).equals(file), name);
    assert.ok(packed.length < 0.95 * gzipSync(file, { level: 9 }).length, name);
  }
});
