import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodePng } from '../../../web/data/png.js';
import { readFiles } from '../../../web/data/read-files.js';
import { zipBytes, barImages, fileOf, pngBytes } from '../../support/data-files.mjs';

const grey = Uint8Array.from({ length: 48 }, (_, i) => (i * 5) % 256);

test('a grey PNG keeps its values; a damaged, larger or other file is left to the browser', () => {
  const file = pngBytes(8, 6, grey);
  assert.deepEqual(decodePng(file, 64), { width: 8, height: 6, grey });
  assert.equal(decodePng(file, 7), null);
  for (let length = 0; length < file.length - 12; length++) assert.equal(decodePng(file.subarray(0, length), 64), null);
  const damaged = Buffer.from(file);
  damaged[45] ^= 1;
  assert.equal(decodePng(damaged, 64), null);
  const palette = Buffer.from(file);
  palette.write('PLTE', 37, 'latin1');
  assert.equal(decodePng(palette, 64), null);
  assert.equal(decodePng(Buffer.from('\xff\xd8\xff', 'latin1'), 64), null);
});

test('a ZIP file of PNG in folders is the set that it was made of', async () => {
  const { images, labels } = barImages(24, 8, 8, 3);
  const files = Object.fromEntries(
    Array.from(labels, (label, i) => [
      `set/${['a', 'b', 'c'][label]}/${String(i).padStart(2, '0')}.png`,
      pngBytes(8, 8, images.subarray(64 * i, 64 * i + 64)),
    ]),
  );
  const read = await readFiles([fileOf('set.zip', zipBytes(files))]);
  assert.deepEqual([read.width, read.height, read.names, read.notes], [8, 8, ['a', 'b', 'c'], []]);
  // Sorted by name: all of one class after another.
  const order = [...labels.keys()].sort((i, k) => labels[i] - labels[k] || i - k);
  assert.deepEqual(
    [...read.labels],
    order.map((i) => labels[i]),
  );
  assert.deepEqual(read.images, Uint8Array.from(order.flatMap((i) => [...images.subarray(64 * i, 64 * i + 64)])));
  const split = {
    'x/train/cat_1.png': files['set/a/00.png'],
    'x/train/dog_1.png': files['set/b/01.png'],
    'x/train/cat_2.png': files['set/a/03.png'],
    'x/test/dog_2.png': files['set/b/04.png'],
  };
  const parts = await readFiles([fileOf('split.zip', zipBytes(split))]);
  assert.deepEqual([parts.names, [...parts.labels], parts.testCount], [['cat', 'dog'], [0, 0, 1, 1], 1]);
});
