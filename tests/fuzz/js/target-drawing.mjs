// The code of drawings in links: a decoded drawing is encoded to the same drawing, or to an empty text if it does
// not fit into a link.
import assert from 'node:assert/strict';
import { decodeDrawing, encodeDrawing } from '../../../web/core/pictures/drawing-code.js';
import { createDrawing } from '../../../web/core/pictures/drawing.js';
import { mutateCode, mutateText } from './mutate-text.mjs';
import { expectFinite } from './oracles.mjs';

/** @param {import('./random.mjs').Random} random */
export function makeDrawing(random) {
  const strokes = Array.from({ length: random.below(random.chance(0.05) ? 80 : 6) }, () => {
    const smooth = random.chance(0.5);
    let x = random.next(),
      y = random.next();
    return Array.from({ length: 1 + random.below(random.chance(0.05) ? 1500 : 40) }, () => {
      [x, y] = smooth
        ? [x + (random.next() - 0.5) / 20, y + (random.next() - 0.5) / 20]
        : [random.next() * 1.2 - 0.1, random.next() * 1.2 - 0.1];
      return /** @type {[number, number]} */ ([x, y]);
    });
  });
  return createDrawing(
    strokes,
    strokes.map(() => random.pick([0.001, 0.01, 0.08, 0.3, random.next()])),
  );
}

/** @param {import('./random.mjs').Random} random */
export function generate(random) {
  const text = encodeDrawing(makeDrawing(random));
  return random.chance(0.2) ? text : random.chance(0.7) ? mutateCode(text, random) : mutateText(text, random);
}

/** @param {string} text @returns {boolean} whether it was accepted */
export function check(text) {
  const drawing = decodeDrawing(text);
  if (drawing === null) return false;
  expectFinite(drawing, 'the drawing');
  assert.ok(drawing.strokes.length > 0 && drawing.strokes.length === drawing.widths.length, 'a width for each stroke');
  assert.ok(
    drawing.strokes.every((stroke) => stroke.length > 0 && stroke.flat().every((share) => share >= 0 && share <= 1)),
    'points lie on the pad',
  );
  assert.ok(
    drawing.widths.every((width) => width > 0 && width <= 0.3),
    'widths are those of pens',
  );
  const again = encodeDrawing(drawing);
  if (again === '') return true;
  const back = decodeDrawing(again);
  assert.ok(back, 'a written value can be parsed');
  assert.equal(back.strokes.length, drawing.strokes.length, 'no stroke is lost');
  assert.deepEqual(back.widths, drawing.widths, 'widths survive');
  assert.equal(encodeDrawing(back), again, 'formatted to the same text');
  return true;
}
