import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { MAX_BYTES } from '../../../web/data/limits.js';
import { readFiles, UnknownFile } from '../../../web/data/read-files.js';
import { barImages, fileOf, idxBytes, npyBytes } from '../../support/data-files.mjs';

const kSet = barImages(30, 8, 6, 3);
const images = idxBytes([30, 6, 8], kSet.images),
  labels = idxBytes([30], kSet.labels);

const read = (files) => readFiles(Object.entries(files).map(([name, bytes]) => fileOf(name, bytes)));

/** The data that every form of kSet must give. */
async function expectSet(files, { names = ['0', '1', '2'], testCount = 0, ...others } = {}) {
  const found = await read(files);
  assert.deepEqual([found.width, found.height], [8, 6]);
  assert.deepEqual(found.images, kSet.images);
  assert.deepEqual(found.labels, kSet.labels);
  assert.deepEqual(found.names, names);
  assert.equal(found.testCount, testCount);
  for (const [key, value] of Object.entries(others)) assert.deepEqual(found[key], value);
}

const rejects = (files, code, params = {}) =>
  assert.rejects(read(files), (error) => {
    assert.equal(error.code, code, error.message);
    for (const [key, value] of Object.entries(params)) assert.equal(error.params[key], value, error.message);
    return true;
  });

test('the same set as IDX, gzip, ZIP, npy, npz and CSV is the same images and labels', async () => {
  await expectSet({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels });
  await expectSet({ 'b-labels.gz': gzipSync(labels), 'a-images.gz': gzipSync(images) });
  await expectSet({
    'set.zip': zipSync({ 'x/images.idx': images, 'x/labels.idx.gz': gzipSync(labels), '__MACOSX/x': labels }),
  });
  const x = npyBytes([30, 6, 8], kSet.images),
    y = npyBytes([30], kSet.labels, { type: 'i8' });
  await expectSet({ 'x.npy': x, 'y.npy': y });
  await expectSet({ 'set.npz': zipSync({ 'x.npy': x, 'y.npy': y }) });
  const header = ['label', ...Array.from({ length: 48 }, (_, i) => `${1 + Math.floor(i / 8)}x${1 + (i % 8)}`)].join(
    ',',
  );
  const rows = Array.from(kSet.labels, (label, n) => [label, ...kSet.images.subarray(n * 48, (n + 1) * 48)].join(','));
  await expectSet({ 'set.csv': Buffer.from([header, ...rows, ''].join('\r\n')) });
});

test('numbers of other types, byte orders and axis orders are the same ink', async () => {
  for (const type of ['i2', 'i4', 'f4', 'f8']) {
    await expectSet({ i: idxBytes([30, 6, 8], kSet.images, type), l: labels });
    for (const order of ['<', '>']) {
      await expectSet({ 'x.npy': npyBytes([30, 6, 8], kSet.images, { type, order, version: 2 }), l: labels });
    }
  }
  const columnMajor = new Uint8Array(30 * 48);
  for (let n = 0; n < 30; n++)
    for (let y = 0; y < 6; y++)
      for (let x = 0; x < 8; x++) columnMajor[n + 30 * (y + 6 * x)] = kSet.images[n * 48 + y * 8 + x];
  await expectSet({ 'x.npy': npyBytes([30, 6, 8], columnMajor, { isFortran: true }), l: labels });
  await expectSet({ 'x.npy': npyBytes([30, 1, 6, 8], kSet.images), 'y.npy': npyBytes([30, 1], kSet.labels) });
  const grey = Uint8Array.from({ length: 3 * kSet.images.length }, (_, i) => kSet.images[Math.floor(i / 3)]);
  await expectSet({ 'x.npy': npyBytes([30, 6, 8, 3], grey), l: labels });
});

test('values 0 … 1 and 0 … 16 are scaled to 255, and a note says so', async () => {
  const part = Float64Array.from(kSet.images, (value) => value / 255);
  await expectSet(
    { 'x.npy': npyBytes([30, 6, 8], part, { type: 'f8' }), l: labels },
    { notes: [{ key: 'levels', params: { most: 1 } }] },
  );
  const sixteenths = Uint8Array.from({ length: 2 * 64 }, (_, i) => i % 17);
  const found = await read({ 'digits.npy': npyBytes([2, 64], sixteenths) });
  assert.deepEqual([found.width, found.height, found.labels], [8, 8, null]);
  assert.deepEqual(
    [...found.images.slice(0, 17)],
    Array.from({ length: 17 }, (_, i) => Math.round((255 * i) / 16)),
  );
});

test('a test set of the files comes last, whatever the order of the files', async () => {
  const [first, last] = [kSet.images.subarray(0, 20 * 48), kSet.images.subarray(20 * 48)];
  await expectSet(
    {
      't10k-labels-idx1-ubyte': idxBytes([10], kSet.labels.subarray(20)),
      't10k-images-idx3-ubyte': idxBytes([10, 6, 8], last),
      'train-images-idx3-ubyte': idxBytes([20, 6, 8], first),
      'train-labels-idx1-ubyte': idxBytes([20], kSet.labels.subarray(0, 20)),
    },
    { testCount: 10 },
  );
  await expectSet(
    {
      'mnist.npz': zipSync({
        'x_test.npy': npyBytes([10, 6, 8], last),
        'y_test.npy': npyBytes([10], kSet.labels.subarray(20)),
        'x_train.npy': npyBytes([20, 6, 8], first),
        'y_train.npy': npyBytes([20], kSet.labels.subarray(0, 20)),
      }),
    },
    { testCount: 10 },
  );
});

test('a column of labels is found without a header, first or last; blank corners are none', async () => {
  const square = barImages(20, 8, 8, 4);
  const rows = Array.from(square.labels, (label, n) => [label, [...square.images.subarray(n * 64, (n + 1) * 64)]]);
  for (const [name, line] of [
    ['first', ([label, pixels]) => [label, ...pixels].join(';')],
    ['last', ([label, pixels]) => [...pixels, label].join('\t')],
  ]) {
    const found = await read({ [name]: Buffer.from(rows.map(line).join('\n')) });
    assert.deepEqual(found.labels, square.labels, name);
    assert.deepEqual(found.images, square.images, name);
  }
  const unlabelled = await read({ 'x.csv': Buffer.from(rows.map(([, pixels]) => pixels.join(',')).join('\n')) });
  assert.deepEqual([unlabelled.labels, unlabelled.images], [null, square.images]);
});

test('labels: texts, letters of EMNIST, clothes, and digits of which one is missing', async () => {
  const x = npyBytes([30, 6, 8], kSet.images);
  const words = Array.from(kSet.labels, (label) => ['cat', 'dog', 'eel'][label]);
  await expectSet({ 'x.npy': x, 'y.npy': npyBytes([30], words, { type: 'U' }) }, { names: ['cat', 'dog', 'eel'] });
  const letters = idxBytes(
    [30],
    kSet.labels.map((label) => label + 1),
  );
  await expectSet(
    { 'emnist-letters-train-images-idx3-ubyte': images, 'emnist-letters-train-labels-idx1-ubyte': letters },
    { names: ['A', 'B', 'C'], isTransposed: true },
  );
  await expectSet(
    { 'fashion/images': images, 'fashion/labels': labels },
    { names: ['T-shirt', 'Trouser', 'Pullover'], name: 'fashion' },
  );
  const sparse = await read({
    i: images,
    l: idxBytes(
      [30],
      kSet.labels.map((label) => 3 * label),
    ),
  });
  assert.deepEqual(sparse.names, ['0', '1', '2', '3', '4', '5', '6']);
});

test('what contradicts itself is refused by name, with what was expected', async () => {
  await rejects({ i: images, l: idxBytes([29], kSet.labels.subarray(1)) }, 'dataCounts', { images: 30, labels: 29 });
  await rejects({ l: labels }, 'dataNoImages');
  await rejects({ i: images, k: images, l: labels }, 'dataSeveral', { files: 'i, k' });
  await rejects({ 'i.npy': images, 'train-l': labels, 'test-l': labels }, 'dataFiles');
  await rejects({ 'x.npy': npyBytes([1, 8, 8], new Uint8Array(64)) }, 'dataOne');
  await rejects({ 'x.npy': npyBytes([1, 3, 8], new Uint8Array(24)) }, 'dataShape', { shape: '1 × 3 × 8' });
  await rejects({ 'x.npy': npyBytes([1, 65, 8], new Uint8Array(520)) }, 'dataShape');
  await rejects({ 'x.npy': npyBytes([2, 8, 8], Array(128).fill(-1), { type: 'i2' }) }, 'dataRange', { least: -1 });
  await rejects({ 'x.npy': npyBytes([2, 8, 8], Array(128).fill(300), { type: 'i2' }) }, 'dataRange', { greatest: 300 });
  await rejects({ 'x.npy': npyBytes([2, 8, 8], Array(128).fill(NaN), { type: 'f4' }) }, 'dataNotNumbers');
  await rejects({ 'x.npy': npyBytes([0, 8, 8], []) }, 'dataEmpty');
  await rejects({ i: images, l: idxBytes([30], Array(30).fill(0.5), 'f4') }, 'dataLabel', { label: 0.5 });
  const many = idxBytes([70, 6, 8], barImages(70, 8, 6, 2).images),
    manyLabels = idxBytes(
      [70],
      Array.from({ length: 70 }, (_, i) => i),
    );
  await rejects({ i: many, l: manyLabels }, 'dataClasses', { classes: 70, most: 62 });
  await rejects({ 'train-i': images, 'test-i': idxBytes([30, 8, 6], kSet.images) }, 'dataSizes');
});

test('a truncated file of any length is refused, never read beyond its end', async () => {
  for (const [name, whole] of Object.entries({
    'i.idx': idxBytes([2, 6, 8], kSet.images.subarray(0, 96)),
    'x.npy': npyBytes([2, 6, 8], kSet.images.subarray(0, 96)),
    'p.zip': zipSync({ 'x.npy': npyBytes([2, 6, 8], kSet.images.subarray(0, 96)) }),
  })) {
    for (let length = 0; length < whole.length; length += 1) {
      await assert.rejects(
        read({ [name]: whole.subarray(0, length) }),
        (error) => error instanceof UnknownFile || /^data/.test(error.code),
        `${name}, ${length} bytes`,
      );
    }
  }
});

test('rows and cells of a CSV file that are wrong are named by line and column', async () => {
  const row = (cells) => Buffer.from(`${Array(17).fill(1).join(',')}\n${cells.join(',')}\n`);
  await rejects({ 'a.csv': row(Array(16).fill(1)) }, 'dataCsvRow', { line: 2, expected: 17, got: 16 });
  await rejects({ 'a.csv': row([...Array(5).fill(1), 'x', ...Array(11).fill(1)]) }, 'dataCsvCell', {
    line: 2,
    column: 6,
    cell: 'x',
  });
  await rejects({ 'a.csv': row([...Array(5).fill(1), '', ...Array(11).fill(1)]) }, 'dataCsvCell', {
    line: 2,
    column: 6,
    cell: '',
  });
  await rejects({ 'a.csv': Buffer.from('1,2,3\n4,5,6\n') }, 'dataCsvColumns', { columns: 3 });
  await rejects(
    { 'a.csv': Buffer.from(`label,${Array.from({ length: 16 }, (_, i) => `p${i}`).join(',')}\n`) },
    'dataEmpty',
  );
});

test('limits are checked before anything is read or unpacked', async () => {
  const never = { name: 'big.idx', size: MAX_BYTES + 1, arrayBuffer: () => assert.fail('read') };
  await assert.rejects(readFiles([never]), { code: 'dataTooLarge' });
  const bomb = zipSync({ 'x.idx': new Uint8Array(2 ** 20) });
  // The size in the archive's directory and in the entry's head.
  for (const [magic, at] of [
    [0x02014b50, 24],
    [0x04034b50, 22],
  ]) {
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let i = 0; i + 4 < bomb.length; i++)
      if (view.getUint32(i, true) === magic) view.setUint32(i + at, MAX_BYTES + 1, true);
  }
  await rejects({ 'bomb.zip': bomb }, 'dataTooLarge');
  await assert.rejects(
    readFiles(
      Array.from({ length: 100_001 }, (_, i) => ({ name: `${i}.png`, size: 1, arrayBuffer: never.arrayBuffer })),
    ),
    { code: 'dataTooMany' },
  );
});

test('a file of another kind is left to the engine, which names it', async () => {
  for (const bytes of [
    Buffer.from('<!DOCTYPE html><title>404</title>'),
    gzipSync(Buffer.from('<html></html>')),
    zipSync({ 'archive/data.pkl': Buffer.from([0x80, 2]) }),
    Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
    new Uint8Array(0),
  ])
    await assert.rejects(read({ file: bytes }), UnknownFile);
  await rejects({ 'a.zip': zipSync({ 'a.txt': Buffer.from('text'), 'b.txt': Buffer.from('text') }) }, 'dataNothing', {
    files: 2,
  });
});

test('of a file and its packed copy one is read; three hundred thousand labels are', async () => {
  await expectSet({ i: images, 'i.gz': gzipSync(images), l: labels, 'l.gz': gzipSync(labels) });
  const count = 300_000,
    found = await read({
      i: idxBytes([count, 4, 4], new Uint8Array(16 * count)),
      l: idxBytes([count], new Uint8Array(count).fill(3)),
    });
  assert.equal(found.labels.length, count);
  assert.deepEqual(found.names, ['0', '1', '2', '3']);
});

test('numbers and texts among the labels are numbered in one order', async () => {
  const mixed = ['10', 'b', '9', '1a', ...Array(26).fill('a')];
  const found = await read({
    'x.npy': npyBytes([30, 6, 8], kSet.images),
    'y.npy': npyBytes([30], mixed, { type: 'U' }),
  });
  assert.deepEqual(found.names, ['9', '10', '1a', 'a', 'b']);
});

test('texts of no length, archives in many archives, and packed files without images are refused', async () => {
  const texts = npyBytes([30], ['x'], { type: 'U' }).subarray(0, 128);
  const empty = Buffer.from(
    Buffer.from(texts).toString('latin1').replace('<U1', '<U0').replace('(30,)', '(99999999,)').replace('       ', ''),
    'latin1',
  );
  await rejects({ 'x.npy': npyBytes([30, 6, 8], kSet.images), 'y.npy': empty }, 'dataNumpyType');
  let nested = zipSync({ i: images });
  for (let depth = 0; depth < 9; depth++) nested = zipSync({ 'in.zip': nested });
  await rejects({ 'out.zip': nested }, 'dataNested');
  const packed = Buffer.alloc(32);
  packed.write('LPDIGITS');
  packed.writeUInt32LE(1, 8);
  await rejects({ 'd.bin': packed }, 'dataShape');
});

test('files that cannot be read are named, and the others are used', async () => {
  const found = await read({ i: images, 'l.idx': labels.subarray(1) });
  assert.deepEqual([found.labels, found.notes], [null, [{ key: 'skipped', params: { files: 'l.idx', count: 1 } }]]);
});
