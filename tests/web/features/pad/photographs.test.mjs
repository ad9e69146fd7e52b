// Photographs: where a digit stands out it is read, on any ground and in any light; where none does, nothing is read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { prepareDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';
import { inkOfPicture } from '../../../../web/features/pad/picture-ink.js';
import { photograph, shade, sheet, strokesAt } from '../../support/photographs.mjs';

/** How much the read ink differs from the drawn digit, as a share of its ink. */
function difference(scene) {
  const ink = inkOfPicture(photograph(scene));
  if (!ink) return Infinity;
  const strokes = (scene.digits ?? []).flatMap(({ digit, ...box }) => strokesAt(digit, box));
  const widths = strokes.map(() => scene.pen ?? 0.04);
  const wanted = prepareDigit(rasterizeStrokes(strokes, widths)),
    got = prepareDigit(ink);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  // The centre of mass is rounded to whole pixels, so the same digit can lie one pixel further.
  const shifts = [-29, -28, -27, -1, 0, 1, 27, 28, 29].map((by) =>
    sum(wanted.map((value, i) => Math.abs(value - (got[i + by] ?? 0)))),
  );
  return Math.min(...shifts) / sum(wanted);
}

const middle = (digit, size = 0.5) => [{ digit, x: 0.5 - size / 2, y: 0.5 - size / 2, size }];

const GROUNDS = {
  'paper that fills the picture': () => true,
  'a sheet': sheet(0.4, 0.42),
  'a small sheet': sheet(0.3, 0.33),
  'a turned sheet': sheet(0.38, 0.4, 0.2),
  'a sheet with the table on one side': sheet(0.5, 0.7, 0, 0.62),
  'a sheet with the table in a corner': sheet(0.6, 0.6, 0.6, 0.62, 0.6),
  'a narrow sheet': sheet(0.25, 0.7),
};
const LIGHTS = {
  'even light': () => 0.85,
  'uneven light': shade(0.5),
  'a soft shadow': shade(0.2, { x: 0.8, y: 0.7, depth: 0.2, width: 0.3 }),
};

for (const [ground, isSheet] of Object.entries(GROUNDS)) {
  test(`a digit is read, and without a digit nothing: ${ground}`, () => {
    const wrong = [];
    for (const [sort, light] of Object.entries(LIGHTS)) {
      for (const table of [0.12, 0.6]) {
        const scene = { isSheet, light, table };
        for (const digit of [3, 7]) {
          const off = difference({ ...scene, digits: middle(digit, isSheet(0.25, 0.5) ? 0.45 : 0.35) });
          if (off > 0.4) wrong.push(`${digit}, ${sort}, a table of ${table}: differs by ${off.toFixed(2)} of its ink`);
        }
        if (inkOfPicture(photograph(scene))) wrong.push(`read without a digit: ${sort}, a table of ${table}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}

test('pencil on a sheet with a dark table around it', () => {
  assert.ok(difference({ digits: middle(3), contrast: 0.4, isSheet: GROUNDS['a sheet'], table: 0.1 }) < 0.4);
});

test('a digit on ruled paper, small, thick, cut off, two digits', () => {
  assert.ok(difference({ digits: middle(3), ruled: 0.15 }) < 0.4);
  for (const digit of [1, 3, 4, 7]) {
    assert.ok(difference({ digits: middle(digit, 0.22), pen: 0.02 }) < 0.5, `small ${digit}`);
    assert.ok(difference({ digits: middle(digit, 0.6), pen: 0.125 }) < 0.4, `thick ${digit}`);
    assert.ok(inkOfPicture(photograph({ digits: [{ digit, x: 0.2, y: -0.2, size: 0.9 }] })), `${digit} cut off`);
  }
  const two = [
    { digit: 3, x: 0.05, y: 0.3, size: 0.45 },
    { digit: 7, x: 0.5, y: 0.3, size: 0.45 },
  ];
  assert.ok(difference({ digits: two, light: LIGHTS['uneven light'] }) < 0.4);
});

test('shade without ink: gradients, shadows of every size and place, a dark picture, noise', () => {
  let count = 0;
  const read = [];
  for (const slope of [0, 0.5]) {
    for (const depth of [0.2, 0.6]) {
      for (const width of [0.1, 0.15, 0.3]) {
        for (const [x, y] of [
          [0.5, 0.5],
          [0.1, 0.8],
          [0.95, 0.4],
        ]) {
          count += 1;
          if (inkOfPicture(photograph({ light: shade(slope, { x, y, depth, width }) })))
            read.push({ slope, depth, width, x, y });
        }
      }
    }
  }
  assert.deepEqual(read, [], `of ${count}`);
  for (const noise of [0.01, 0.04]) assert.equal(inkOfPicture(photograph({ light: () => 0.4, noise })), null);
});
