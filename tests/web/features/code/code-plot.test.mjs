// The shapes of the code's plot.
import assert from 'node:assert/strict';
import test from 'node:test';
import { codeExtent, codeGeometry, codeMagnification, marginalCurve } from '../../../../web/features/code/code-plot.js';

/** The numbers of a path, in pairs for paths of points. */
const numbers = (path) => path.match(/-?[\d.]+/g).map(Number);
const acrossOf = (bell) => {
  const across = numbers(bell).filter((_, i) => i % 2 === 0);
  return Math.max(...across) - Math.min(...across);
};

test('few features are rows with bells, many are columns; nothing leaves the plot', () => {
  const rows = codeGeometry(2, 3),
    columns = codeGeometry(20, 3);
  assert.ok(rows.rows && !columns.rows);
  assert.match(rows.bell(0, 0, 1), /^M[\d. L]+$/);
  assert.equal(rows.bell(0, 0, 0), '');
  assert.equal(columns.bell(0, 0, 1), '');
  assert.equal(columns.span(0, 0, 99), columns.span(0, 0, 3));
  for (const geometry of [rows, codeGeometry(2, 3, 20)])
    for (const path of [
      geometry.cone(1, 2.99),
      geometry.span(1, 2.9, -99),
      geometry.dot(1, 2.9, 99),
      geometry.mean(1, 9),
    ])
      assert.ok(
        (path ? numbers(path) : [0]).every((at) => at >= 0 && at <= 100),
        path,
      );
  assert.deepEqual([codeExtent([]), codeExtent([-4.2]), codeExtent([NaN])], [3, 5, 3]);
});

test('the Gaussian of a trained encoder is seen as one: a quarter of the axis wide at least, and in proportion to σ', () => {
  for (let sigma = 0.004; sigma < 1; sigma *= 1.1) {
    const times = codeMagnification(3, [sigma, sigma / 2], [0, 0]);
    const { bell, spread } = codeGeometry(2, 3, times);
    const [wide, narrow] = [acrossOf(bell(0, 2.5, sigma)), acrossOf(bell(1, -0.4, sigma / 2))];
    assert.ok(wide > 25 && wide <= 100, `σ ${sigma}, ×${times}: ${wide}`);
    assert.ok(Math.abs(wide / narrow - 2) < 0.01, `σ ${sigma}: ${wide} and ${narrow}`);
    const [from, , to] = numbers(spread(0, 2.5, sigma));
    assert.ok(Math.abs((to - from) / 100 - (sigma * times) / 3) < 0.001, 'from μ − σ to μ + σ');
  }
  assert.equal(codeMagnification(3, [1, 1], [0, 0]), 1, 'before training');
});

test('a sample far from μ is in the magnified strip', () => {
  const times = codeMagnification(3, [0.05, 0.02], [0.45, -0.02]);
  const [at] = numbers(codeGeometry(2, 3, times).dot(0, -0.12, 0.33));
  assert.ok(at > 60 && at < 100, String(at));
});

test('the curve of a learned prior is its density in that dimension: N(0, 1) is drawn as before, two peaks as two', () => {
  const points = (path) => {
    const all = numbers(path);
    return all.filter((_, i) => i % 2 === 0).map((x, i) => [x, all[2 * i + 1]]);
  };
  const { prior } = codeGeometry(2, 3);
  const usual = points(prior(1)),
    mixture = (weights, means, sigmas) => ({
      weights,
      means: Float32Array.from(means),
      sigmas: Float32Array.from(sigmas),
    });
  const same = points(prior(1, marginalCurve(mixture([1], [9, 0], [1, 1]), 1, 3)));
  for (const [x, y] of usual) {
    const [, near] = same.reduce((best, point) => (Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best));
    assert.ok(Math.abs(near - y) < 0.6, `${x}: ${near}, not ${y}`);
  }
  const curve = marginalCurve(mixture([0.75, 0.25], [-2, 0, 1, 0], [0.3, 1, 0.3, 1]), 0, 3),
    peaks = curve.filter(
      ([, level], i) => i > 0 && i < curve.length - 1 && level > curve[i - 1][1] && level > curve[i + 1][1],
    );
  assert.deepEqual(
    peaks.map(([value, level]) => [Number(value.toFixed(1)), Number(level.toFixed(2))]),
    [
      [-2, 1],
      [1, 0.33],
    ],
  );
  assert.equal(codeGeometry(20, 3).prior(0, curve), '', 'no curve in columns');
});
