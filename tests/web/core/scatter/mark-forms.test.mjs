// Which digits of a cloud are drawn as glyphs, and which as dots.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ABSENT, DOT, GLYPH, markForms } from '../../../../web/core/scatter/mark-forms.js';
import { createPlane } from '../../../../web/core/scatter/plane.js';

const SIDE = 200,
  SIZE = 10;
const frame = { width: SIDE, height: SIDE },
  plane = createPlane(SIDE, SIDE, 100);
const forms = (points, { labels = [], hidden = [], size = SIZE, on = plane } = {}) => [
  ...markForms(
    on,
    frame,
    {
      points: Float32Array.from(points),
      labels: Uint8Array.from({ length: points.length / 2 }, (_, i) => labels[i] ?? 0),
      hiddenLabels: new Set(hidden),
    },
    size,
  ),
];

/** Deterministic coordinates of many points, dense in the middle. */
function cloudOf(count) {
  let state = 7;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Float32Array.from({ length: 2 * count }, () => 40 * (random() + random() + random() - 1.5));
}

test('the first of several digits at one place has its glyph, the others are dots; hidden and distant ones take no room', () => {
  assert.deepEqual(forms([0, 0, 1, 1, 50, 0, 52, -2]), [GLYPH, DOT, GLYPH, DOT]);
  assert.deepEqual(forms([0, 0, 1, 1], { labels: [3, 4], hidden: [3] }), [ABSENT, GLYPH]);
  assert.deepEqual(forms([99, 0, 101, 0, 0, -100.5, NaN, 0]), [GLYPH, ABSENT, ABSENT, ABSENT]);
  assert.deepEqual(forms([0, 0, 0, 0], { size: 0 }), [GLYPH, GLYPH], 'without a size there is room for all');
  assert.deepEqual(
    [...markForms(plane, frame, { points: new Float32Array(2), labels: null, hiddenLabels: new Set() }, SIZE)],
    [],
  );
});

test('no two glyphs overlap, and every dot has a glyph of a digit before it within a glyph’s room', () => {
  const points = cloudOf(3000),
    got = forms(points);
  const near = (i, j) =>
    Math.abs(points[2 * i] - points[2 * j]) < 0.7 * SIZE
    && Math.abs(points[2 * i + 1] - points[2 * j + 1]) < 0.85 * SIZE;
  const around = (i, j) =>
    Math.abs(points[2 * i] - points[2 * j]) < SIZE && Math.abs(points[2 * i + 1] - points[2 * j + 1]) < SIZE;
  const glyphs = got.flatMap((form, i) => (form === GLYPH ? [i] : []));
  assert.ok(glyphs.length > 50 && glyphs.length < 600, `${glyphs.length} glyphs`);
  for (const [at, i] of glyphs.entries())
    for (const j of glyphs.slice(at + 1)) assert.ok(!near(i, j), `${i} and ${j} overlap`);
  got.forEach((form, j) => {
    if (form === DOT)
      assert.ok(
        glyphs.some((i) => i < j && around(i, j)),
        `${j} has room`,
      );
  });
});

test('a class alone and a larger map have more glyphs; digits that are added later take none away', () => {
  const points = cloudOf(1000),
    labels = Array.from({ length: 1000 }, (_, i) => i % 10);
  const glyphs = (all, wanted = () => true) => all.filter((form, i) => form === GLYPH && wanted(i)).length;
  const together = forms(points, { labels }),
    alone = forms(points, { labels, hidden: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
  assert.ok(glyphs(alone) > 2 * glyphs(together, (i) => labels[i] === 9));
  assert.ok(glyphs(forms(points, { labels, size: SIZE / 2 })) > 1.5 * glyphs(together));
  const half = forms(points.slice(0, 1000));
  assert.deepEqual(together.slice(0, 500), half);
});
