// The evaluation of timings; the timing itself is in scripts/bench.sh.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kLargeShapes, gemmName, stepMadds } from '../../../scripts/bench/setups.mjs';
import { median, percentile } from '../../../scripts/bench/stats.mjs';
import { formatValue, leftOutTable, resultsTable } from '../../../scripts/bench/table.mjs';
import { evaluateGoals } from '../../../scripts/bench/goals.mjs';

const result = (work, who, where, arithmetic, threads, value, unit = 'ms') => ({
  work,
  who,
  where,
  arithmetic,
  threads,
  value,
  unit,
  runs: [value],
});
const find = (goals, start) => goals.find(({ name }) => name.startsWith(start));

test('median and percentiles', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(percentile([5], 0.99), 5);
  assert.equal(
    percentile(
      Array.from({ length: 101 }, (_, i) => 100 - i),
      0.99,
    ),
    99,
  );
  assert.throws(() => median([]), /at least one/);
});

test('a step counts the products whose gradients it needs', () => {
  // 784-1-20-1-784: forward and for each weight 784 + 40 + 20 + 784, and backward through all but the first layer.
  assert.equal(stepMadds(1, 1), 2 * (784 + 40 + 20 + 784) + (40 + 20 + 784));
});

test('values are rounded to their significant digits', () => {
  assert.deepEqual([0.1234, 1.234, 12.34, 1234.5].map(formatValue), ['0.123', '1.23', '12.3', '1,235']);
});

test('one line for each result, and one for each reason of a missing result', () => {
  const row = { work: 'step', who: 'pytorch', where: 'native', arithmetic: null, threads: 2, unit: 'ms' };
  const table = resultsTable([{ ...row, value: 8, runs: [7, 8, 11] }]);
  assert.match(table, /step +pytorch +native +2 +8\.00 +ms +7\.00 +11\.0 +3$/);
  const leftOut = ['a', 'b', 'c'].map((work) => ({ row: { ...row, work }, reason: 'not installed' }));
  assert.match(leftOutTable(leftOut), /a and 2 more +pytorch +native +2 +not installed$/);
});

test('ratios are relative to the best result of each peer', () => {
  const goals = evaluateGoals([
    result('step', 'latentpad', 'chromium', 'fused', 1, 4),
    result('step', 'latentpad', 'chromium', 'exact', 1, 7),
    result('step', 'latentpad', 'chromium', 'fused', 2, 2),
    result('step', 'pytorch', 'native', null, 1, 8),
    result('step', 'pytorch', 'native', null, 2, 6),
    result('step', 'tfjs-wasm', 'chromium', null, 1, 100),
    result('step', 'tfjs-cpu', 'chromium', null, 1, 900),
    result('step', 'tfjs-wasm-transposed', 'chromium', null, 1, 32),
  ]);
  const about = (start) => {
    const { value, reached } = find(goals, start);
    return [value, reached];
  };
  assert.deepEqual(about('step, Chromium, 1 thread: times as fast as PyTorch'), [2, true]);
  assert.deepEqual(about('step, Chromium, 1 thread: times as fast as TensorFlow.js'), [25, true]);
  assert.deepEqual(about('step, Chromium, 2 threads: times as fast as PyTorch'), [3, true]);
  assert.deepEqual(about('step, Chromium: 2 threads'), [2, true]);
  assert.deepEqual(about('step, natively, 1 thread'), [null, false]);
  assert.equal(find(goals, '  and as its layers').value, 8);
});

test('a product below its share of the peak is reported', () => {
  const shape = gemmName(kLargeShapes[0]);
  const goals = evaluateGoals([
    result('madd peak', 'latentpad', 'firefox', 'fused', 1, 100),
    result(shape, 'latentpad', 'firefox', 'fused', 1, 84),
  ]);
  const { value, reached } = find(goals, `${shape}, firefox`);
  assert.deepEqual([value, reached], [0.84, false]);
});

test('the page has goals in each browser: the first digit, long tasks, a drag on the map', () => {
  const page = (where, value) => (work, unit) => result(work, 'latentpad', where, 'fused', 2, value[work], unit);
  const given = {
    chromium: {
      'first digit': 580,
      'first paint bytes': 950_000,
      'longest task over 50 ms': 0,
      'longest task over 50 ms, comparison in view': 61,
      'map drag, 1,000 digits, at rest': 17,
      'map drag, 10,000 digits, in training': 35,
      'pen to μ, 95th percentile, at rest': 51,
      'pen to μ, 95th percentile, in training': 99,
    },
    firefox: {
      'first digit': 601,
      'first paint bytes': 890_000,
      'longest wait for the thread over 50 ms': 0,
      'longest wait for the thread over 50 ms, comparison in view': 0,
      'map drag, 1,000 digits, at rest': 17.5,
      'map drag, 10,000 digits, in training': 34,
      'pen to μ, 95th percentile, at rest': 49,
      'pen to μ, 95th percentile, in training': 101,
    },
  };
  const goals = evaluateGoals(
    Object.entries(given).flatMap(([where, values]) =>
      Object.keys(values).map((work) => page(where, values)(work, work.endsWith('bytes') ? 'bytes' : 'ms')),
    ),
  );
  const reached = (start) => find(goals, start).reached;
  assert.deepEqual(
    ['Chromium', 'Firefox'].map((browser) =>
      [
        `first digit decoded on a cold cache, ${browser}`,
        `training, ${browser}: longest`,
        `map drag, 1,000 digits, at rest, ${browser}`,
        `map drag, 10,000 digits, in training, ${browser}`,
        `map drag, 1,000 digits, in training, ${browser}`,
        `pen to μ, 95th percentile, at rest, ${browser}`,
        `pen to μ, 95th percentile, in training, ${browser}`,
      ].map(reached),
    ),
    [
      [true, true, true, false, false, false, true],
      [false, true, false, true, false, true, false],
    ],
  );
  assert.deepEqual(
    goals.filter(({ name }) => name.startsWith('  bytes until then')).map((one) => one.reached),
    [false, true],
  );
  assert.deepEqual(
    goals.filter(({ name }) => name.includes('comparison in view')).map((one) => one.reached),
    [false, true],
  );
});
