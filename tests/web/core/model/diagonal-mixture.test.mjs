// Mixtures of diagonal Gaussians, against direct computation and moments of samples.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  dimOf,
  gaussianOf,
  logDensityOf,
  logPriorOverPosterior,
  marginalOf,
  sampleMixture,
  standardGaussian,
} from '../../../../web/core/model/diagonal-mixture.js';
import { reparameterize, standardNormal, uniformFrom } from '../../../../web/core/model/gaussian.js';
import { near } from '../../support/near.mjs';

const normal = (value, mean, sigma) =>
  Math.exp(-((value - mean) ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI));

/** Of two dimensions and three components, one of which has no weight. */
const MIXTURE = {
  weights: [0.25, 0.75, 0],
  means: Float32Array.of(-1, 0.5, 2, -0.5, 50, 50),
  sigmas: Float32Array.of(0.5, 0.25, 1, 2, 1, 1),
};
const density = (x, y) =>
  0.25 * normal(x, -1, 0.5) * normal(y, 0.5, 0.25) + 0.75 * normal(x, 2, 1) * normal(y, -0.5, 2);

test('the density is that of the sum of the components, also where it is far below the smallest number', () => {
  const logDensity = logDensityOf(MIXTURE),
    codes = Float32Array.of(-1, 0.5, 0, 0, 3, -2);
  for (let i = 0; i < 3; i++)
    near(logDensity(codes, 2 * i), Math.log(density(codes[2 * i], codes[2 * i + 1])), 1e-6, `code ${i}`);
  near(logDensityOf(standardGaussian(2))([60, 0]), -1800 - Math.log(2 * Math.PI), 1e-9);
  assert.deepEqual([dimOf(MIXTURE), dimOf(standardGaussian(20))], [2, 20]);
});

test('samples have the mixture’s moments, follow from the seed, and fewer are the first of more', () => {
  const count = 20_000,
    z = sampleMixture(MIXTURE, count, uniformFrom(3));
  const moments = [0, 1].map((d) => {
    const values = Array.from({ length: count }, (_, i) => z[2 * i + d]),
      mean = values.reduce((sum, value) => sum + value, 0) / count;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count];
  });
  // Var = Σ w (s² + m²) − mean².
  near(moments[0][0], 1.25, 0.04);
  near(moments[0][1], 0.25 * (0.25 + 1) + 0.75 * (1 + 4) - 1.25 ** 2, 0.08);
  near(moments[1][0], -0.25, 0.05);
  near(moments[1][1], 0.25 * (0.0625 + 0.25) + 0.75 * (4 + 0.25) - 0.25 ** 2, 0.12);
  assert.deepEqual(sampleMixture(MIXTURE, 5, uniformFrom(3)), z.slice(0, 10));
  assert.notDeepEqual(sampleMixture(MIXTURE, 5, uniformFrom(4)), z.slice(0, 10));
});

test('samples of N(0, I) are the standard normal numbers of the seed, as before priors were learned', () => {
  assert.deepEqual(sampleMixture(standardGaussian(3), 4, uniformFrom(7)), standardNormal(12, 7));
  const code = { mu: Float32Array.of(0.5, -1), logVar: Float32Array.of(-2, 0) };
  assert.deepEqual(
    sampleMixture(gaussianOf(code), 1, uniformFrom(7)),
    reparameterize(code.mu, code.logVar, standardNormal(2, 7)),
  );
});

test('log p(z) − log q(z | x): its mean over q is minus the KL divergence, in closed form for N(0, I)', () => {
  const mu = Float32Array.of(0.5, -1),
    logVar = Float32Array.of(-2, 0.5),
    random = uniformFrom(5);
  const means = [standardGaussian(2), MIXTURE].map((prior) => {
    const logPrior = logDensityOf(prior);
    let sum = 0;
    for (let i = 0; i < 4000; i++) {
      const epsilon = standardNormal(2, random);
      const ratio = logPriorOverPosterior(logPrior, reparameterize(mu, logVar, epsilon), logVar, epsilon);
      if (i === 0) {
        const [x, y] = reparameterize(mu, logVar, epsilon),
          q = normal(x, 0.5, Math.exp(-1)) * normal(y, -1, Math.exp(0.25));
        near(ratio, logPrior([x, y]) - Math.log(q), 1e-5);
      }
      sum += ratio / 4000;
    }
    return sum;
  });
  const kl = 0.5 * (0.25 + Math.exp(-2) - 1 + 2) + 0.5 * (1 + Math.exp(0.5) - 1 - 0.5);
  near(means[0], -kl, 0.05);
  assert.ok(means[1] < 0, String(means[1]));
});

test('the density of one dimension is the integral over the other', () => {
  const step = 0.02,
    of = marginalOf(MIXTURE, 0);
  for (const x of [-1, 0, 2.5]) {
    let integral = 0;
    for (let y = -15; y < 15; y += step) integral += density(x, y) * step;
    near(of(x), integral, 1e-5, `at ${x}`);
  }
});
