import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_DIGIT } from '../../../../web/core/pictures/default-digit.js';
import { decodeDrawing, encodeDrawing } from '../../../../web/core/pictures/drawing-code.js';
import { beginStroke, createDrawing, extendStroke, undoDrawing } from '../../../../web/core/pictures/drawing.js';
import { createRasterizer, rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';

test('a drawing and its pens are preserved by the link; its ink looks the same', () => {
  const drawing = createDrawing(
    [
      ...DEFAULT_DIGIT,
      [[0.1, 0.9]],
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [0.04, 0.125, 0.06],
  );
  const back = decodeDrawing(encodeDrawing(drawing));
  assert.deepEqual(back.widths, drawing.widths);
  assert.equal(back.strokes.length, 3);
  const [was, is] = [drawing, back].map(({ strokes, widths }) => rasterizeStrokes(strokes, widths).data);
  const difference =
    was.reduce((sum, value, i) => sum + Math.abs(value - is[i]), 0) / was.reduce((sum, value) => sum + value, 0);
  assert.ok(difference < 0.02, String(difference));
  assert.equal(encodeDrawing(back), encodeDrawing(decodeDrawing(encodeDrawing(back))), 'and does not drift');
});

test('points on a line cost nothing; a large scribble is simplified until it fits', () => {
  const line = Array.from({ length: 1000 }, (_, i) => [0.1 + 0.0008 * i, 0.5]);
  assert.deepEqual(decodeDrawing(encodeDrawing(createDrawing([line]))).strokes[0].length, 2);
  const scribble = Array.from({ length: 20_000 }, (_, i) => [
    0.5 + 0.49 * Math.sin(i / 3),
    0.5 + 0.49 * Math.cos(i / 3.7),
  ]);
  const text = encodeDrawing(createDrawing([scribble]));
  assert.ok(text.length <= 8192, `${text.length} letters`);
  assert.ok(text === '' || decodeDrawing(text).strokes[0].length <= 4000);
  const dots = Array.from({ length: 65 }, () => [[0.5, 0.5]]);
  assert.equal(encodeDrawing(createDrawing(dots)), '');
  assert.ok(decodeDrawing(encodeDrawing(createDrawing(dots.slice(1)))));
});

test('a blank drawing is none, and junk is null', () => {
  assert.equal(encodeDrawing(createDrawing()), '');
  const good = encodeDrawing(createDrawing(DEFAULT_DIGIT));
  const base64url = (...bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('=', '');
  for (const text of [
    '',
    '!',
    'A',
    good.slice(0, -3),
    `${good}=`,
    `B${good.slice(1)}`,
    'A'.repeat(9000),
    base64url(1),
    base64url(1, 0, 85),
    base64url(1, 1, 0, 2, 2),
    base64url(1, 1, 85, 1, 2),
    base64url(1, 255, 255, 255, 255, 255),
  ]) {
    assert.equal(decodeDrawing(text), null, text.slice(0, 20));
  }
});

test('a drawing that grows, is undone or is replaced has the same ink as when drawn at once', () => {
  const rasterize = createRasterizer();
  let drawing = extendStroke(beginStroke(createDrawing(), [0.1, 0.1]), [[0.4, 0.5]]);
  const states = [drawing];
  states.push(
    (drawing = extendStroke(drawing, [
      [0.9, 0.2],
      [0.5, 0.5],
    ])),
  );
  states.push((drawing = beginStroke(drawing, [0.7, 0.9], 0.04)));
  states.push(
    (drawing = undoDrawing(drawing)),
    (drawing = undoDrawing(drawing)),
    createDrawing(DEFAULT_DIGIT),
    createDrawing(),
  );
  for (const { strokes, widths } of states)
    assert.deepEqual(rasterize(strokes, widths).data, rasterizeStrokes(strokes, widths).data);
});
