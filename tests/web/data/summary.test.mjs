import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summaryOf } from '../../../web/data/summary.js';
import { barImages } from '../../support/data-files.mjs';

const summary = (labels, classes) =>
  summaryOf({
    name: 'set',
    width: 4,
    height: 4,
    images: barImages(labels.length, 4, 4, 2).images,
    labels: Uint8Array.from(labels),
    names: Array.from({ length: classes }, (_, i) => `class ${i}`),
    testCount: 0,
    notes: [],
    isTransposed: false,
  });
const shown = (labels, classes) => {
  const of = Array(classes).fill(0);
  for (const { label } of summary(labels, classes).examples) of[label] += 1;
  return of;
};

test('the examples are from all classes in equal numbers, whatever the order of the images', () => {
  const turns = Array.from({ length: 240 }, (_, i) => i % 12);
  assert.deepEqual(shown(turns, 12), [2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1]);
  assert.deepEqual(
    shown(
      turns.toSorted((a, b) => a - b),
      12,
    ),
    [2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1],
  );
  assert.deepEqual(shown([0, 0, 1, ...Array(50).fill(2)], 3), [2, 1, 17]);
  assert.deepEqual(shown([0, 2, 2], 4), [1, 0, 2, 0]);
});

test('the summary counts images by class and says how many will be held out', () => {
  const { count, counts, heldOut, names } = summary([...Array(20).fill(0), ...Array(10).fill(1)], 2);
  assert.deepEqual(
    { count, counts, heldOut, names },
    { count: 30, counts: [20, 10], heldOut: 5, names: ['class 0', 'class 1'] },
  );
});
