import assert from 'node:assert/strict';
import test from 'node:test';
import { axesBasis } from '../../../web/core/scatter/basis.js';
import { blendPoints, cloudPoints, createEased, easeOut } from '../../../web/core/scatter/cloud.js';
import { appendToCurve, curveRange, emptyCurve } from '../../../web/core/model/curve.js';
import {
  beginStroke,
  clearDrawing,
  createDrawing,
  extendStroke,
  isBlank,
  isExample,
  showDigit,
  undoDrawing,
} from '../../../web/core/pictures/drawing.js';
import {
  decimalsFor,
  formatAmount,
  formatCount,
  formatEpoch,
  formatNumber,
  formatPercent,
  formatSigned,
  formatTyped,
  setNumberLanguage,
} from '../../../web/core/texts/format.js';
import { reparameterize, sigmaOf, standardNormal } from '../../../web/core/model/gaussian.js';
import { createPlane, wantedExtent } from '../../../web/core/scatter/plane.js';
import { ticks } from '../../../web/core/scatter/ticks.js';
import { createPageState } from '../../../web/core/state/page-state.js';

test('numbers have a true minus and no minus zero', () => {
  assert.deepEqual(
    [formatNumber(-1.234), formatNumber(-0.001), formatNumber(NaN), formatSigned(0.5), formatSigned(-0.5)],
    ['−1.23', '0.00', '–', '+0.50', '−0.50'],
  );
});

test('operands have as many decimals as the printed result needs', () => {
  const product = ([a, b]) => a * b;
  assert.equal(decimalsFor([0.5, 2], product, 1), 2);
  assert.equal(decimalsFor([0.017, 66.31], product, 0.017 * 66.31), 3);
  // 9.29 / 2 = 4.645 would be rounded to 4.65 by some readers and to 4.64 by others.
  assert.equal(
    decimalsFor([9.2902], ([a]) => a / 2, 4.6451),
    4,
  );
  assert.equal(
    decimalsFor([1], ([a]) => a, 2),
    7,
    'not for ever where the result does not follow',
  );
});

test('numbers are formatted in the page’s language, never in the browser’s', () => {
  const shown = () => [
    formatCount(1234567),
    formatCount(12),
    formatCount(NaN),
    formatNumber(-1234.5, 1),
    formatAmount(4294967295),
    formatAmount(-0.02),
    formatAmount(0.1 + 0.2),
    formatPercent(0.4567),
    formatPercent(0.0123, 1),
    formatEpoch(3.456),
    formatEpoch(1234.5),
    formatTyped(-1234.5, 3),
  ];
  const expected = [
    '1,234,567',
    '12',
    '–',
    '−1,234.5',
    '4,294,967,295',
    '−0.02',
    '0.3',
    '46%',
    '1.2%',
    '3.46',
    '1234.50',
    '−1234.500',
  ];
  assert.deepEqual(shown(), expected);
  setNumberLanguage('ko');
  assert.deepEqual(shown(), expected);
  // The format of another language of the page would be used.
  setNumberLanguage('de');
  assert.deepEqual([formatCount(1234567), formatNumber(0.5), formatPercent(0.5)], ['1.234.567', '0,50', '50\u00a0%']);
  setNumberLanguage('en');
});

test('ticks are round and inside', () => {
  assert.deepEqual(ticks(-3.4, 3.4, 7), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(ticks(-0.25, 0.25, 5), [-0.2, -0.1, 0, 0.1, 0.2]);
});

test('the plane preserves circles, and its conversions are inverse to each other', () => {
  const plane = createPlane(600, 400, 4);
  assert.equal(plane.scale, 50);
  assert.deepEqual([plane.toX(0), plane.toY(0), plane.toY(1)], [300, 200, 150]);
  assert.equal(plane.fromX(plane.toX(1.25)), 1.25);
  assert.equal(plane.fromY(plane.toY(-2)), -2);
});

test('the extent changes only for points that exceed it or leave it empty', () => {
  const ring = (radius) => Float32Array.from({ length: 200 }, (_, i) => radius * (i % 4 < 2 ? 1 : -1));
  assert.equal(wantedExtent(new Float32Array(0), 0), 3.4);
  const grown = wantedExtent(ring(6), 3.4);
  assert.ok(grown > 6);
  assert.equal(wantedExtent(ring(6.05), grown), grown);
  assert.equal(wantedExtent(ring(5.2), grown), grown);
  assert.ok(wantedExtent(ring(3.5), grown) < grown);
  assert.equal(wantedExtent(Float32Array.of(NaN, NaN), 3.4), 3.4);
});

test('cloud points are the two chosen dimensions; one dimension is spread by label', () => {
  assert.deepEqual(
    [...cloudPoints(Float32Array.of(1, 2, 3, 4, 5, 6), axesBasis(3, [2, 0]), Uint8Array.of(0, 1))],
    [3, 1, 6, 4],
  );
  const rows = cloudPoints(Float32Array.of(1, 1), axesBasis(1, [0, 0]), Uint8Array.of(0, 9));
  assert.ok(rows[1] > 0 && rows[3] < 0);
});

test('points are interpolated, and jump if their number has changed', () => {
  assert.deepEqual([...blendPoints(Float32Array.of(0, 0), Float32Array.of(2, 4), 0.5)], [1, 2]);
  assert.deepEqual([...blendPoints(Float32Array.of(0), Float32Array.of(2, 4), 0.5)], [2, 4]);
  assert.deepEqual([easeOut(-1), easeOut(0), easeOut(1), easeOut(9)], [0, 0, 1, 1]);
});

test('z = mu + sigma epsilon', () => {
  const z = reparameterize(Float32Array.of(1, 0), Float32Array.of(0, Math.log(4)), Float32Array.of(2, -1));
  assert.ok(Math.abs(z[0] - 3) < 1e-6 && Math.abs(z[1] + 2) < 1e-6);
  assert.ok(Math.abs(sigmaOf([Math.log(9)])[0] - 3) < 1e-6);
});

test('the noise is standard normal', () => {
  const noise = standardNormal(20000, Math.random);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
  assert.ok(Math.abs(mean) < 0.05 && Math.abs(variance - 1) < 0.07);
  assert.ok(standardNormal(4, () => 0).every(Number.isFinite));
});

test('a curve preserves its order and last value, and has a bounded length', () => {
  let curve = emptyCurve();
  for (let step = 1; step <= 5000; step++)
    curve = appendToCurve(curve, step, { negativeElbo: step, reconstruction: 0, kl: 0 });
  assert.ok(curve.step.length <= 1201);
  assert.equal(curve.step.at(-1), 5000);
  assert.equal(appendToCurve(curve, 4000, { negativeElbo: 0, reconstruction: 0, kl: 0 }), curve);
  assert.ok(curve.step.every((step, i) => i === 0 || step > curve.step[i - 1]));
});

test('the range of a curve excludes the initial fall and non-finite values', () => {
  const fall = [540, 400, 200, ...Array(50).fill(150)];
  const [low, high] = curveRange([fall, [null, undefined, NaN]]);
  assert.ok(low < 150 && high < 200);
  assert.deepEqual(curveRange([[], []]), [0, 1]);
});

test('the range of a curve has no space below 0 for non-negative values, and shows all values of a density’s −log', () => {
  assert.equal(curveRange([[0.01, 5]])[0], 0);
  const [low, high] = curveRange([[-500, -700, -900, -960]]);
  assert.ok(low < -960 && high > -500, `${low} … ${high}`);
});

test('the first stroke replaces the example, and undo restores it', () => {
  const example = createPageState().drawing;
  assert.equal(isExample(example), true);
  const own = extendStroke(beginStroke(example, [0.2, 0.3]), [[0.4, 0.5]]);
  assert.deepEqual(own.strokes, [
    [
      [0.2, 0.3],
      [0.4, 0.5],
    ],
  ]);
  assert.equal(own.widths.length, 1);
  assert.equal(beginStroke(own, [0, 0]).strokes.length, 2);
  const back = undoDrawing(own);
  assert.equal(back, example);
  assert.equal(beginStroke(back, [0, 0]).strokes.length, 1);
});

test('a drawing can be undone to its beginning, and a stroke on a held-out digit starts a new drawing', () => {
  let drawing = createDrawing();
  drawing = extendStroke(beginStroke(drawing, [0, 0]), [[1, 1]]);
  drawing = showDigit(drawing, { index: 3, label: 7, pixels: new Float32Array(784) });
  drawing = beginStroke(drawing, [0.5, 0.5]);
  assert.equal(drawing.strokes.length, 1);
  assert.equal(drawing.digit, null);
  drawing = undoDrawing(drawing);
  assert.equal(drawing.digit.label, 7);
  drawing = undoDrawing(drawing);
  assert.deepEqual(drawing.strokes, [
    [
      [0, 0],
      [1, 1],
    ],
  ]);
  drawing = undoDrawing(clearDrawing(drawing));
  assert.equal(isBlank(undoDrawing(drawing)), true);
  assert.equal(undoDrawing(undoDrawing(undoDrawing(drawing))).before, null);
});

test('the number of undo steps is limited', () => {
  let drawing = createDrawing();
  for (let i = 0; i < 500; i++) drawing = beginStroke(drawing, [0, 0]);
  let depth = 0;
  for (let at = drawing; at.before; at = at.before) depth++;
  assert.ok(depth <= 100, String(depth));
  assert.equal(drawing.strokes.length, 500);
});

test('an eased value moves from its shown value to its target, and jumps on request', () => {
  const eased = createEased(0, 100, (from, to, progress) => from + (to - from) * progress);
  assert.deepEqual([eased.advance(1000), eased.shown], [false, 0]);
  eased.follow(8, 1000, false);
  assert.deepEqual([eased.advance(1000), eased.shown], [true, 0]);
  assert.deepEqual([eased.advance(1050), eased.shown], [true, 7]);
  eased.follow(8, 1060, false);
  assert.deepEqual([eased.advance(1100), eased.shown, eased.target], [false, 8, 8]);
  eased.follow(-4, 2000, true);
  eased.advance(2000);
  assert.equal(eased.shown, -4);
});
