// Mixtures of Gaussians: fit, density and samples.
import assert from 'node:assert/strict';
import test from 'node:test';
import { standardNormal } from '../../../../web/core/model/gaussian.js';
import { fitMixture, fitting, logDensity, sampleMixture } from '../../../../web/core/model/gaussian-mixture.js';
import { near } from '../../support/near.mjs';

/** Two numbers each: mean + L ε. */
function points(count, [x, y], [[a], [b, c]], seed) {
  const epsilon = standardNormal(2 * count, seed);
  return Float32Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 0 ? x + a * epsilon[i] : y + b * epsilon[i - 1] + c * epsilon[i],
  );
}

/** The rows of Σ = Σⱼ vⱼ aⱼ aⱼᵀ. */
const covarianceOf = ({ axes, variances, mean }) =>
  [...mean].map((_, i) =>
    [...mean].map((__, k) => axes.reduce((sum, axis, j) => sum + variances[j] * axis[i] * axis[k], 0)),
  );

/** log Σ w N(z; m, Σ) of two dimensions, by the inverse and the determinant. */
function direct(mixture, [x, y]) {
  return Math.log(
    mixture.reduce((sum, component) => {
      const [[a, b], [, d]] = covarianceOf(component),
        determinant = a * d - b * b,
        [dx, dy] = [x - component.mean[0], y - component.mean[1]];
      const distance = (d * dx * dx - 2 * b * dx * dy + a * dy * dy) / determinant;
      return sum + (component.weight * Math.exp(-distance / 2)) / (2 * Math.PI * Math.sqrt(determinant));
    }, 0),
  );
}

const TWO = Float32Array.of(
  ...points(3000, [4, -2], [[1], [0.8, 0.6]], 1),
  ...points(1000, [-3, 5], [[0.5], [-0.6, 2]], 2),
);

test('one component has the mean and covariance of the points', () => {
  const some = points(500, [4, -2], [[1.5], [0.8, 0.6]], 3);
  const [component] = fitMixture(some, { dim: 2 });
  const mean = [0, 1].map((i) => some.filter((_, at) => at % 2 === i).reduce((sum, value) => sum + value) / 500);
  assert.equal(component.weight, 1);
  mean.forEach((value, i) => near(component.mean[i], value, 1e-9));
  const moment = (i, k) => {
    let sum = 0;
    for (let n = 0; n < 500; n++) sum += (some[2 * n + i] - mean[i]) * (some[2 * n + k] - mean[k]);
    return sum / 500;
  };
  const covariance = covarianceOf(component);
  for (const i of [0, 1]) for (const k of [0, 1]) near(covariance[i][k], moment(i, k), 1e-9);
});

test('a mixture of two is recovered', () => {
  const [large, small] = fitMixture(TWO, { dim: 2, components: 2 }).toSorted((a, b) => b.weight - a.weight);
  near(large.weight, 0.75, 0.01);
  near(small.weight, 0.25, 0.01);
  [4, -2].forEach((value, i) => near(large.mean[i], value, 0.1));
  [-3, 5].forEach((value, i) => near(small.mean[i], value, 0.25));
  const expected = [
    [1, 0.8],
    [0.8, 1],
  ];
  covarianceOf(large).forEach((row, i) => row.forEach((value, k) => near(value, expected[i][k], 0.08)));
});

test('three dimensions: axes are orthonormal, and the covariance is that of the points', () => {
  const epsilon = standardNormal(3 * 4000, 5);
  const some = epsilon.map((value, i) => (i % 3 === 0 ? value : value + 0.9 * epsilon[i - 1]));
  const [component] = fitMixture(some, { dim: 3 });
  for (const [i, axis] of component.axes.entries())
    for (const [j, other] of component.axes.entries())
      near(
        axis.reduce((sum, value, at) => sum + value * other[at], 0),
        Number(i === j),
        1e-12,
      );
  const covariance = covarianceOf(component);
  near(covariance[0][0], 1, 0.08);
  near(covariance[0][1], 0.9, 0.08);
  near(covariance[1][1], 1.81, 0.1);
});

test('the log density is that of the formula, also where every density underflows', () => {
  const mixture = fitMixture(TWO, { dim: 2, components: 3 });
  for (const z of [
    [0, 0],
    [4, -2],
    [-2, 3.5],
  ])
    near(logDensity(mixture, z), direct(mixture, z), 1e-9);
  assert.equal(direct(mixture, [500, 500]), -Infinity);
  assert.ok(logDensity(mixture, [500, 500]) < -1000 && Number.isFinite(logDensity(mixture, [500, 500])));
});

test('the log-likelihood never falls, and ends within 100 iterations', () => {
  for (const seed of [1, 2, 3]) {
    const lines = points(300, [0, 0], [[3], [3, 0]], seed);
    for (const some of [TWO, lines]) {
      const likelihoods = [...fitting(some, { dim: 2, components: 5, seed })];
      assert.ok(likelihoods.length > 2 && likelihoods.length <= 100, `${likelihoods.length} iterations`);
      likelihoods.slice(1).forEach((now, i) => assert.ok(now >= likelihoods[i] - 1e-9, `${likelihoods[i]} to ${now}`));
    }
  }
});

test('the yielded log-likelihood is the mean log density of the points', () => {
  const run = fitting(TWO, { dim: 2 });
  const { value } = run.next();
  const mixture = fitMixture(TWO, { dim: 2 });
  let sum = 0;
  for (let n = 0; n < TWO.length / 2; n++) sum += logDensity(mixture, TWO.subarray(2 * n, 2 * n + 2));
  near(value, sum / (TWO.length / 2), 1e-9);
});

test('points on a line, equal points and fewer points than components: the variances are at the floor, nothing is NaN', () => {
  const line = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? i : 2 * (i - 1)));
  const [onLine] = fitMixture(line, { dim: 2 });
  const [least, most] = [...onLine.variances].toSorted((a, b) => a - b);
  near(least / (least + most), 0.5e-4, 1e-6);
  for (const some of [new Float32Array(40).fill(3), Float32Array.of(1, 2, 5, 6), Float32Array.of(1, 2)]) {
    const mixture = fitMixture(some, { dim: 2, components: 4 });
    for (const { weight, mean, axes, variances } of mixture) {
      assert.ok([weight, ...mean, ...axes.flatMap((axis) => [...axis]), ...variances].every(Number.isFinite));
      assert.ok(variances.every((variance) => variance > 0));
    }
    near(
      mixture.reduce((sum, { weight }) => sum + weight, 0),
      1,
      1e-9,
    );
    assert.ok(Number.isFinite(logDensity(mixture, some.subarray(0, 2))));
    assert.ok(sampleMixture(mixture, 20, 1).every(Number.isFinite));
  }
});

test('samples have the mixture’s weights, means and covariances; the first of many are those of few', () => {
  const mixture = fitMixture(TWO, { dim: 2, components: 2 });
  const samples = sampleMixture(mixture, 20000, 7);
  assert.deepEqual(samples.subarray(0, 32), sampleMixture(mixture, 16, 7));
  assert.notDeepEqual(sampleMixture(mixture, 16, 8), sampleMixture(mixture, 16, 7));
  const again = fitMixture(samples, { dim: 2, components: 2 });
  const sorted = (/** @type {typeof mixture} */ list) => list.toSorted((a, b) => b.weight - a.weight);
  sorted(again).forEach(({ weight, mean }, k) => {
    near(weight, sorted(mixture)[k].weight, 0.02);
    mean.forEach((value, i) => near(value, sorted(mixture)[k].mean[i], 0.15));
  });
});

test('the same seed gives the same mixture', () => {
  const fit = (seed) => fitMixture(TWO, { dim: 2, components: 6, seed });
  assert.deepEqual(fit(1), fit(1));
  assert.notDeepEqual(fit(1), fit(2));
});

test('no points, or points that are not finite, are rejected', () => {
  assert.throws(() => fitMixture(new Float32Array(0), { dim: 2 }), /at least one point/);
  assert.throws(() => fitMixture(Float32Array.of(1, NaN), { dim: 2 }), /finite points, got NaN/);
});
