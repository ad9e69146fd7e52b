import assert from 'node:assert/strict';
import test from 'node:test';
import { createRunningEstimate } from '../../../../web/features/monte-carlo/running-estimate.js';
import { outcomeOf } from '../../../../web/features/monte-carlo/outcome.js';
import { rangeOf } from '../../../../web/features/monte-carlo/chart-view.js';
import { standardGaussian } from '../../../../web/core/model/diagonal-mixture.js';
import { samplePairs } from '../../../../web/features/monte-carlo/samples.js';
import { uniformFrom } from '../../../../web/core/model/gaussian.js';

const estimateOf = (logWeights) => {
  const estimate = createRunningEstimate();
  for (const logWeight of logWeights) estimate.add(logWeight);
  return estimate.read();
};
const near = (got, expected, error = 1e-9) => assert.ok(Math.abs(got - expected) < error, `${got}, not ${expected}`);

test('the log of the mean weight, the effective sample size and the largest share, in any order and without underflow', () => {
  const weights = [1, 2, 4, 0.5, 3],
    sum = 10.5,
    squares = 1 + 4 + 16 + 0.25 + 9;
  for (const order of [weights, [...weights].reverse(), [...weights].sort()]) {
    const { samples, value, effectiveSize, largestShare } = estimateOf(order.map((weight) => Math.log(weight) - 5000));
    assert.equal(samples, 5);
    near(value, Math.log(sum / 5) - 5000);
    near(effectiveSize, sum ** 2 / squares);
    near(largestShare, 4 / sum);
  }
  near(estimateOf([-90, -90, -90]).effectiveSize, 3);
  near(estimateOf([-90, -900, -1000]).effectiveSize, 1);
});

test('the curve has each of the first values, then one per step on a logarithmic axis, and the last', () => {
  const { curve } = estimateOf(Array.from({ length: 10_000 }, (_, i) => -i));
  assert.deepEqual(
    curve.slice(0, 5).map(({ samples }) => samples),
    [1, 2, 3, 4, 5],
  );
  assert.equal(curve.at(-1).samples, 10_000);
  assert.ok(curve.length < 400, String(curve.length));
  assert.ok(curve.every(({ samples }, i) => i === 0 || samples > curve[i - 1].samples));
  near(curve[2].value, Math.log((1 + Math.exp(-1) + Math.exp(-2)) / 3));
});

test('the samples depend on the seed and not on how many are taken at once; their densities are those of prior and q', () => {
  const code = { mu: Float32Array.of(0.5, -1), logVar: Float32Array.of(-2, -4) };
  const taken = (pieces) => {
    const random = uniformFrom(7),
      ofPrior = [],
      ofPosterior = [],
      ratios = [];
    for (const count of pieces) {
      const { z, logRatios } = samplePairs(standardGaussian(2), code, count, random);
      ofPrior.push(...z.subarray(0, 2 * count));
      ofPosterior.push(...z.subarray(2 * count));
      assert.ok(logRatios.subarray(0, count).every((ratio) => ratio === 0));
      ratios.push(...logRatios.subarray(count));
    }
    return { ofPrior, ofPosterior, ratios };
  };
  const all = taken([6]);
  assert.deepEqual(taken([1, 2, 3]), all);
  const logNormal = (value, mean, variance) => -((value - mean) ** 2) / (2 * variance) - Math.log(variance) / 2;
  all.ratios.forEach((ratio, i) => {
    let expected = 0;
    for (const axis of [0, 1]) {
      const z = all.ofPosterior[2 * i + axis];
      expected += logNormal(z, 0, 1) - logNormal(z, code.mu[axis], Math.exp(code.logVar[axis]));
    }
    near(ratio, expected, 1e-4);
  });
});

test('the sentence is chosen by the outcome', () => {
  const outcome = (prior, largestShare, q) => outcomeOf({ prior: { value: prior, largestShare }, q: { value: q } });
  assert.equal(outcome(-150, 0.83, -90), 'hangs');
  assert.equal(outcome(-90.2, 0.83, -90), 'alone');
  assert.equal(outcome(-95, 0.2, -90), 'below');
  assert.equal(outcome(-90.4, 0.2, -90), 'agree');
  assert.equal(outcome(-90, 0.2, -90.4), 'agree');
  assert.equal(outcome(-90, 0.9, -93), 'narrow');
});

test('the chart shows all lines and the estimates from ten samples on', () => {
  const curve = [
    { samples: 1, value: -900 },
    { samples: 10, value: -200 },
    { samples: 100, value: -150 },
  ];
  const [low, high] = rangeOf([curve], [-95]);
  assert.ok(low < -200 && low > -300 && high > -95 && high < -50, `${low} ${high}`);
  assert.ok(rangeOf([curve.slice(0, 1)], [])[0] < -900);
  assert.equal(rangeOf([], [-95]), null);
});
