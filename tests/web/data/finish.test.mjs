import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finish } from '../../../web/data/finish.js';
import { chooseHeldOut } from '../../../web/data/held-out.js';
import { scaleInto } from '../../../web/data/scale.js';
import { barImages } from '../../support/data-files.mjs';

const kNone = { isTransposed: false, isInverted: false, isScaled: false, classes: null };
const setOf = (count, width, height, classes, others = {}) => ({
  name: 'set',
  width,
  height,
  ...barImages(count, width, height, classes),
  names: Array.from({ length: classes }, (_, i) => `class ${i}`),
  testCount: 0,
  notes: [],
  isTransposed: false,
  ...others,
});

test('the last sixth is held out, every sixth of a sorted set, and a test set as it is', () => {
  const mixed = Array.from({ length: 60 }, (_, i) => i % 3),
    sorted = mixed.toSorted();
  assert.deepEqual(chooseHeldOut(60, 0, mixed), { order: null, heldOut: 10 });
  assert.deepEqual(chooseHeldOut(60, 7, sorted), { order: null, heldOut: 7 });
  const { order, heldOut } = chooseHeldOut(60, 0, sorted);
  assert.equal(heldOut, 10);
  assert.deepEqual([...order.slice(-10)], [5, 11, 17, 23, 29, 35, 41, 47, 53, 59]);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    Array.from({ length: 60 }, (_, i) => i),
  );
  assert.equal(chooseHeldOut(600_000, 0, null).heldOut, 10_000);
  assert.equal(chooseHeldOut(2, 0, [0, 1]).heldOut, 1);
});

test('labels stay with their images when the order changes', () => {
  const read = setOf(60, 8, 8, 3);
  const order = [...read.labels.keys()].sort((a, b) => read.labels[a] - read.labels[b] || a - b);
  const sorted = {
    ...read,
    labels: Uint8Array.from(order, (i) => read.labels[i]),
    images: Uint8Array.from(order.flatMap((i) => [...read.images.subarray(64 * i, 64 * i + 64)])),
  };
  const made = finish(sorted, kNone);
  assert.equal(made.heldOut, 10);
  made.labels.forEach((label, i) => {
    const column = made.images.subarray(64 * i + 8, 64 * i + 16).findIndex((value) => value > 0);
    assert.equal(column, Math.floor((label * 7) / 2), `image ${i}`);
  });
});

test('classes that are not chosen are left out, and the others numbered anew; the test set stays held out', () => {
  const made = finish(setOf(60, 8, 8, 6, { testCount: 12 }), { ...kNone, classes: [1, 4] });
  assert.deepEqual(made.names, ['class 1', 'class 4']);
  assert.equal(made.labels.length, 20);
  assert.deepEqual([...new Set(made.labels)], [0, 1]);
  assert.equal(made.heldOut, 4);
});

test('transposed, inverted and scaled', () => {
  const [image] = [Uint8Array.from({ length: 24 }, (_, i) => i)];
  const read = { ...setOf(1, 6, 4, 1), images: image, labels: null, names: [] };
  const turned = finish(read, { ...kNone, isTransposed: true, isInverted: true });
  assert.deepEqual([turned.width, turned.height], [4, 6]);
  assert.deepEqual([...turned.images.slice(0, 8)], [255, 249, 243, 237, 254, 248, 242, 236]);
  const large = scaleInto(Uint8Array.of(0, 100, 200, 60), { width: 2, height: 2 }, { width: 4, height: 4 });
  assert.deepEqual([...large], [0, 0, 100, 100, 0, 0, 100, 100, 200, 200, 60, 60, 200, 200, 60, 60]);
  const small = scaleInto(Uint8Array.from(large), { width: 4, height: 4 }, { width: 2, height: 2 });
  assert.deepEqual([...small], [0, 100, 200, 60]);
  const wide = scaleInto(new Uint8Array(8).fill(80), { width: 4, height: 2 }, { width: 8, height: 8 });
  assert.deepEqual([...wide.filter((_, i) => i % 8 === 0)], [0, 0, 80, 80, 80, 80, 0, 0]);
});
