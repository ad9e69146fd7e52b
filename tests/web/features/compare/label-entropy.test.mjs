// The labels of the samples: the sampling error of their entropy, and what is said about it.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  compareEntropies,
  entropyError,
  labelCountsOf,
  mostFrequent,
} from '../../../../web/features/compare/label-entropy.js';
import { topOf } from '../../../../web/features/compare/label-bars.js';

const SAMPLES = 200;
const EVEN = Array(10).fill(0.1);
const UNEVEN = [0.005, 0.02, 0.06, 0.03, 0.265, 0.215, 0.085, 0.05, 0.245, 0.025];

/** A generator of pseudo-random numbers in [0, 1): mulberry32. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The labels of samples with these probabilities. */
function draw(probabilities, next) {
  const counts = Array(10).fill(0);
  for (let n = 0; n < SAMPLES; n++) {
    let rest = next();
    const label = probabilities.findIndex((probability) => (rest -= probability) < 0);
    counts[label < 0 ? 9 : label] += 1;
  }
  return labelsOf(counts);
}

function labelsOf(counts) {
  const samples = counts.reduce((sum, count) => sum + count);
  const entropy = -counts
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + (count / samples) * Math.log(count / samples), 0);
  return { counts, samples, entropy };
}

test('the standard error of the entropy is that of repeated draws, and not zero for equal frequencies', () => {
  for (const [name, probabilities] of Object.entries({ even: EVEN, uneven: UNEVEN })) {
    const next = random(1),
      draws = Array.from({ length: 2000 }, () => draw(probabilities, next));
    const mean = draws.reduce((sum, { entropy }) => sum + entropy, 0) / draws.length;
    const deviation = Math.sqrt(
      draws.reduce((sum, { entropy }) => sum + (entropy - mean) ** 2, 0) / (draws.length - 1),
    );
    const estimate = draws.reduce((sum, labels) => sum + entropyError(labels), 0) / draws.length;
    // Of equal frequencies the first term is overestimated: it is zero only for the true probabilities.
    const [low, high] = name === 'even' ? [1, 2] : [0.9, 1.1];
    assert.ok(
      estimate > low * deviation && estimate < high * deviation,
      `${name}: estimated ${estimate}, observed ${deviation}`,
    );
  }
  assert.ok(Math.abs(entropyError(labelsOf(Array(10).fill(20))) - Math.sqrt(9 / (2 * SAMPLES ** 2))) < 1e-12);
  assert.ok(entropyError(labelsOf([SAMPLES, ...Array(9).fill(0)])) > 0);
});

test('equal models are almost never said to differ, different ones are', () => {
  const next = random(2),
    runs = 1000;
  const share = (first, second, order) =>
    Array.from({ length: runs }, () => compareEntropies(draw(first, next), draw(second, next))).filter(
      (found) => found === order,
    ).length / runs;
  for (const probabilities of [EVEN, UNEVEN]) assert.ok(share(probabilities, probabilities, 0) > 0.99);
  assert.ok(share(UNEVEN, EVEN, 1) > 0.99);
  assert.ok(share(EVEN, UNEVEN, -1) > 0.99);
});

test('counts come from the shares of the evaluation; a failed one has none', () => {
  const quality = { samples: SAMPLES, labelEntropy: 1.86, labelHistogram: UNEVEN };
  assert.deepEqual(labelCountsOf(quality), {
    counts: [1, 4, 12, 6, 53, 43, 17, 10, 49, 5],
    samples: SAMPLES,
    entropy: 1.86,
  });
  assert.equal(labelCountsOf(null), null);
  assert.equal(labelCountsOf({ why: { labelEntropy: 'no' } }), null);
});

test('the most frequent labels are in ascending order and only those that occur', () => {
  assert.deepEqual(mostFrequent(labelsOf([1, 4, 12, 6, 53, 43, 17, 10, 49, 5])), {
    labels: [4, 5, 8],
    share: 145 / SAMPLES,
  });
  assert.deepEqual(mostFrequent(labelsOf([0, 0, 0, 0, 0, 0, 0, 8, 0, 0])), { labels: [7], share: 1 });
});

test('all models have one scale, in which no bar is cut', () => {
  assert.equal(topOf([null, labelsOf(Array(10).fill(1))]), 0.3);
  assert.equal(topOf([labelsOf([9, 1, 0, 0, 0, 0, 0, 0, 0, 0]), null]), 0.9);
});
