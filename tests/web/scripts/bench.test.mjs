// The evaluation of timings; the timing itself is in scripts/bench.sh.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kConvVae, kPeakWithConvVae, sharesOfPeak } from '../../../scripts/bench/conv-vae.mjs';
import { EngineTasks } from '../../../scripts/bench/engine-tasks.mjs';
import { kGrowthSizes, kGrowthSteps, stepMadds, stepName } from '../../../scripts/bench/growth.mjs';
import { parseRuns, slowerRows } from '../../../scripts/bench/history.mjs';
import { Measuring } from '../../../scripts/bench/measuring.mjs';
import { layersOf, sizeOf, stepMultiplyAdds } from '../../../scripts/bench/net-layers.mjs';
import {
  filterOf,
  inBlocks,
  linearWeights,
  patchMatrix,
  transposed,
} from '../../../scripts/bench/page/peer-weights.mjs';
import { expectSameLosses } from '../../../scripts/bench/reference.mjs';
import { kBandwidth, kPeakWithParts, kStepWithParts, limitMs, rooflines } from '../../../scripts/bench/roofline.mjs';
import { kConvNet, kLargeShapes, kNet, kParts, gemmName } from '../../../scripts/bench/setups.mjs';
import { bestOf, median, medianInterval, noiseOf, percentile, ratioTo } from '../../../scripts/bench/stats.mjs';
import {
  formatValue,
  leftOutTable,
  noiseLine,
  resultsTable,
  rooflineTable,
  sharesTable,
  slowerTable,
  widerLine,
} from '../../../scripts/bench/table.mjs';
import { readTensors, writeTensors } from '../../../scripts/bench/tensors.mjs';
import { evaluateGoals } from '../../../scripts/bench/goals.mjs';
import { slowDown } from '../../../scripts/bench/page-loads.mjs';

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

test('the interval of a median, by the table of the binomial distribution', () => {
  const interval = (n) => {
    const { low, high, coverage } = medianInterval(Array.from({ length: n }, (_, i) => n - i));
    return [low, high, Number(coverage.toFixed(4))];
  };
  assert.deepEqual(interval(1), [1, 1, 0]);
  assert.deepEqual(interval(5), [1, 5, 0.9375]);
  assert.deepEqual(interval(6), [1, 6, 0.9688]);
  assert.deepEqual(interval(8), [1, 8, 0.9922]);
  assert.deepEqual(interval(9), [2, 8, 0.9609]);
  assert.deepEqual(interval(10), [2, 9, 0.9785]);
  assert.deepEqual(interval(20), [6, 15, 0.9586]);
  assert.deepEqual(interval(100), [40, 61, 0.9648]);
  assert.throws(() => medianInterval([]), /1 to 1000/);
});

test('a step counts the products whose gradients it needs', () => {
  // 784-1-20-1-784: forward and for each weight 784 + 40 + 20 + 784, and backward through all but the first layer.
  const one = { hidden: 1, latentDim: 20, batchSize: 1 };
  assert.equal(stepMadds(one), 2 * (784 + 40 + 20 + 784) + (40 + 20 + 784));
  assert.equal(stepMadds({ ...one, hidden: 2, batchSize: 3 }), 6 * stepMadds(one));
});

test('the layers of a net are those of its files, and a step counts their products', () => {
  const plain = layersOf(kNet);
  assert.deepEqual(
    [...plain.encoder, plain.heads, ...plain.decoder].map(({ names, from, to, relu }) => [
      names.join(),
      sizeOf(from),
      sizeOf(to),
      relu,
    ]),
    [
      ['encoder.0', 784, 400, true],
      ['mu,log_var', 400, 40, false],
      ['decoder.0', 20, 400, true],
      ['decoder.1', 400, 784, false],
    ],
  );
  const { encoder, heads, decoder } = layersOf(kConvNet);
  const shape = ({ channels, side }) => `${channels} x ${side}`;
  assert.deepEqual(
    [...encoder, heads, ...decoder].map(({ type, from, to, relu }) => [type, shape(from), shape(to), relu]),
    [
      ['conv', '1 x 28', '32 x 14', true],
      ['conv', '32 x 14', '64 x 7', true],
      ['linear', '64 x 7', '256 x 1', true],
      ['linear', '256 x 1', '64 x 1', false],
      ['linear', '32 x 1', '256 x 1', true],
      ['linear', '256 x 1', '64 x 7', true],
      ['transposed', '64 x 7', '32 x 14', true],
      ['transposed', '32 x 14', '1 x 28', false],
    ],
  );
  // A kernel has 16 weights for each pair of channels, used at each place of the smaller maps.
  const [outer, inner, wide] = [32 * 16 * 14 * 14, 64 * 32 * 16 * 7 * 7, 64 * 7 * 7 * 256];
  const small = 256 * 64 + 32 * 256;
  assert.equal(stepMultiplyAdds(kConvNet, 2), 2 * (3 * 2 * (outer + inner + wide) + 3 * small - outer));
});

test('growth is measured up to the sizes of the goals, each once, and neighbours are compared', () => {
  const most = (key) => Math.max(...kGrowthSizes.map((size) => size[key]));
  assert.deepEqual(['hidden', 'batchSize', 'latentDim', 'images', 'threads'].map(most), [2048, 1024, 256, 60_000, 8]);
  const rows = kGrowthSizes.map((size) => `${stepName(size)} ${size.threads}`);
  assert.equal(new Set(rows).size, rows.length);
  for (const { name, from, to } of kGrowthSteps) {
    for (const size of [from, to]) assert.ok(rows.includes(`${stepName(size)} ${size.threads}`), name);
    assert.ok(stepMadds(to) >= stepMadds(from), name);
  }
});

test('a size that costs more than its share of the arithmetic misses its goal', () => {
  const { from, to } = kGrowthSteps.find(({ name }) => name === 'hidden 1024 to 2048');
  const row = (size, value) => result(stepName(size), 'latentpad', 'chromium', 'fused', size.threads, value);
  const costs = (factor) => find(evaluateGoals([row(from, 10), row(to, 20 * factor)]), 'hidden 1024 to 2048');
  assert.equal(costs(1.05).reached, true);
  assert.equal(costs(1.15).reached, false);
});

test('the benchmark trains on as many digits as it is asked for', async () => {
  const root = new URL('../../../', import.meta.url);
  const tasks = new EngineTasks((path) => readFile(new URL(path, root)));
  await tasks.start({ arithmetic: 'exact', threads: 1 });
  const many = await tasks.manyDigits(20_000);
  assert.equal(many.trainCount, 20_000);
  for (const at of [0, 9000, 18_000]) assert.deepEqual(many.images(at, 2), tasks.digits.images(0, 2));
  assert.deepEqual(many.labels.slice(9000, 9010), tasks.digits.labels.slice(0, 10));
  assert.equal(await tasks.manyDigits(tasks.digits.trainCount), tasks.digits);
});

test('tensors come back from a file as they were', () => {
  const tensors = new Map([
    ['a.weight', { shape: [2, 2], values: Float32Array.of(1, -2, 0.5, 3) }],
    ['b', { shape: [1], values: Float32Array.of(7) }],
  ]);
  assert.deepEqual(readTensors(writeTensors(tensors)), tensors);
});

/** Random tensors of a layer, in the layout of files. */
function tensorsOf({ names: [name], type, from, to, kernel }) {
  const shapes = {
    linear: [sizeOf(to), sizeOf(from)],
    conv: [to.channels, from.channels, kernel, kernel],
    transposed: [from.channels, to.channels, kernel, kernel],
  };
  const shape = shapes[type];
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i + 1));
  const bias = Float32Array.from({ length: type === 'linear' ? sizeOf(to) : to.channels }, (_, i) => Math.cos(i));
  return new Map([
    [`${name}.weight`, { shape, values }],
    [`${name}.bias`, { shape: [bias.length], values: bias }],
  ]);
}

test('a linear layer between maps reads and writes their channels last', () => {
  const layer = { type: 'linear', names: ['l'], from: { channels: 3, side: 2 }, to: { channels: 2, side: 2 } };
  const tensors = tensorsOf(layer);
  const { weight, bias } = linearWeights(layer, tensors);
  assert.deepEqual([weight.shape, bias.shape], [[12, 8], [8]]);
  // Channel c of pixel p.
  for (const [ci, pi, co, po] of [
    [0, 0, 0, 0],
    [2, 1, 1, 3],
    [1, 3, 0, 2],
  ]) {
    const [input, output] = [ci * 4 + pi, co * 4 + po];
    assert.equal(weight.values[(pi * 3 + ci) * 8 + po * 2 + co], tensors.get('l.weight').values[output * 12 + input]);
    assert.equal(bias.values[po * 2 + co], tensors.get('l.bias').values[output]);
  }
});

test('a matrix is transposed', () => {
  const matrix = { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
  assert.deepEqual(transposed(matrix), { shape: [3, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) });
});

test('a convolution by blocks has the weights of the kernel at the places of its patches', () => {
  const layer = { ...layersOf(kConvNet).encoder[1], names: ['c'] };
  const { kernelBlocks, imageBlocks, blockSize } = inBlocks(layer);
  assert.deepEqual([kernelBlocks, imageBlocks, blockSize], [2, 8, 4 * 32]);
  const weight = tensorsOf(layer).get('c.weight');
  const matrix = patchMatrix(weight, layer.stride),
    filter = filterOf(weight);
  assert.deepEqual(
    [matrix.shape, filter.shape],
    [
      [64, 512],
      [4, 4, 32, 64],
    ],
  );
  for (const [map, channel, y, x] of [
    [0, 0, 0, 0],
    [63, 31, 3, 2],
    [5, 7, 1, 2],
    [9, 1, 2, 1],
  ]) {
    const expected = weight.values[((map * 32 + channel) * 4 + y) * 4 + x];
    const block = Math.floor(y / 2) * 2 + Math.floor(x / 2),
      inBlock = (y % 2) * 2 + (x % 2);
    assert.equal(matrix.values[map * 512 + block * 128 + inBlock * 32 + channel], expected);
    assert.equal(filter.values[((y * 4 + x) * 32 + channel) * 64 + map], expected);
  }
  assert.throws(() => inBlocks({ ...layer, kernel: 3 }), /whole strides/);
});

test('the first losses agree, or the difference is an error', () => {
  const reference = { path: '', losses: [200, 100] };
  assert.ok(Math.abs(expectSameLosses([200, 100.005, 90], reference) - 5e-5) < 1e-12);
  assert.throws(() => expectSameLosses([200, 100.02], reference), /the losses are 200,100.02, latentpad's 200,100/);
  assert.throws(() => expectSameLosses([200], reference), /the losses are 200/);
  assert.throws(() => expectSameLosses(undefined, reference), /the losses are undefined/);
});

test("a convolutional VAE's share of the peak is that of its threads where it was measured", () => {
  const row = (who, where, threads, runs, unit = 'images/s') => ({
    ...result(unit === 'images/s' ? kConvVae : kPeakWithConvVae, who, where, 'fused', threads, median(runs), unit),
    runs,
  });
  const operations = 2e-9 * stepMultiplyAdds(kConvNet, 1);
  const results = [
    { ...row('latentpad', 'chromium', 2, [1000, 900, 1200]), lossDifference: 2e-6 },
    { ...row('jax-js-wasm-patches', 'chromium', 1, [250]), lossDifference: 3e-5 },
    row('latentpad', 'firefox', 1, [800]),
    row('latentpad', 'chromium', 1, [40, 60, 30], 'GFLOP/s'),
  ];
  const shares = sharesOfPeak(results);
  assert.deepEqual(
    shares.map(({ row: { who }, rate, share, medianShare }) => [who, rate, share, medianShare]),
    [
      ['latentpad', 1200 * operations, (1200 * operations) / (2 * 60), (1000 * operations) / (2 * 40)],
      ['jax-js-wasm-patches', 250 * operations, (250 * operations) / 60, (250 * operations) / 40],
    ],
  );
  assert.match(sharesTable(shares), /latentpad +chromium +2 +1,000 +1,200 +36\.1 +0\.301 +0\.376 +2\.0e-6\n/);
  const goals = evaluateGoals(results);
  assert.equal(find(goals, 'conv vae, Chromium, 2 threads: of the multiply-add peak').value, shares[0].share);
  assert.equal(find(goals, 'conv vae, Chromium: times as fast as jax-js').value, 4);
  assert.equal(find(goals, 'conv vae, Firefox: times as fast as jax-js').value, null);
  const agreement = find(goals, 'losses of the first steps');
  assert.ok(Math.abs(agreement.value - 30) < 1e-9);
  assert.equal(agreement.reached, true);
});

test('values are rounded to their significant digits', () => {
  assert.deepEqual([0.1234, 1.234, 12.34, 1234.5].map(formatValue), ['0.123', '1.23', '12.3', '1,235']);
});

test('the ratio of two times is paired by turn, and of two rates it is that of the times', () => {
  const [slow, fast] = [
    [2, 20, 4, 8, 6],
    [1, 10, 2, 4, 2],
  ].map((runs) => ({ unit: 'ms', runs }));
  assert.deepEqual(ratioTo(slow, fast), { value: 2, low: 2, high: 3, halfWidth: 0.25 });
  const rates = (runs) => ({ unit: 'GFLOP/s', runs });
  assert.equal(ratioTo(rates([1, 2]), rates([2, 4])).value, 2);
  assert.deepEqual([bestOf(slow), bestOf(rates([1, 3, 2]))], [2, 3]);
});

test('the noise of the machine is relative to the best turn', () => {
  const noise = noiseOf([4, 2, 3, 2.5, 2]);
  assert.deepEqual(noise, { turns: 5, median: 0.25, most: 1 });
  assert.equal(
    noiseLine(noise),
    'noise: a fixed loop took 25.0 % more than at best at the median, 100 % at most, over 5 turns',
  );
});

test('one line for each result, and one for each reason of a missing result', () => {
  const row = { work: 'step', who: 'pytorch', where: 'native', arithmetic: null, threads: 2, unit: 'ms' };
  const ratio = { to: 'step latentpad chromium fused 1', value: 2, low: 1.9, high: 2.1, halfWidth: 0.05 };
  const table = resultsTable([{ ...row, value: 8, runs: [7, 8, 11], ratio }]);
  assert.match(table, /step +pytorch +native +2 +8\.00 +7\.00 +ms +5\.00 +3$/);
  const first = { ...row, value: 8, runs: [7, 8, 11], ratio: { ...ratio, to: 'step pytorch native 2' } };
  assert.match(resultsTable([first]), /ms +3$/);
  assert.equal(
    widerLine([{ ...row, value: 8, runs: [8], ratio }], 0.02),
    'wider than ± 2.00 %: step pytorch native 2 (± 5.00 %)',
  );
  const leftOut = ['a', 'b', 'c'].map((work) => ({ row: { ...row, work }, reason: 'not installed' }));
  assert.match(leftOutTable(leftOut), /a and 2 more +pytorch +native +2 +not installed$/);
});

/** The results of rows in turns; the values of each row by turn, after the first turn, are repeated as often as needed. */
async function measureInTurns(mode, valuesByWho) {
  const bench = new Measuring(null, null, mode);
  await bench.inTurns(
    Object.entries(valuesByWho).map(([who, values]) => {
      let turn = -1;
      return {
        row: { work: 'step', who, where: 'native', arithmetic: null, threads: 1, unit: 'ms' },
        measure: async () => {
          if (values === null) throw new Error('not installed');
          turn += 1;
          return [turn === 0 ? 1000 : values[(turn - 1) % values.length]];
        },
      };
    }),
  );
  return bench;
}

test('turns are kept, with their ratio to the first row that could be measured, and the noise of the machine', async () => {
  const bench = await measureInTurns({ rounds: 3 }, { missing: null, first: [1, 2, 4], second: [2, 4, 12] });
  assert.deepEqual(
    bench.results.map(({ who, value, runs, ratio }) => [who, value, runs, ratio]),
    [
      ['first', 2, [1, 2, 4], { to: 'step first native 1', value: 1, low: 1, high: 1, halfWidth: 0 }],
      ['second', 4, [2, 4, 12], { to: 'step first native 1', value: 2, low: 2, high: 3, halfWidth: 0.25 }],
    ],
  );
  assert.deepEqual(
    bench.leftOut.map(({ row, reason }) => [row.who, reason]),
    [['missing', 'not installed']],
  );
  assert.equal(bench.loopTimes.length, 6);
});

test('turns are repeated until every ratio is certain enough, and uncertain ones are named after the most turns', async () => {
  const first = Array(12).fill(1);
  const calm = await measureInTurns({ rounds: 2, until: 0.1 }, { first, second: [3, 2, ...Array(10).fill(2)] });
  assert.equal(calm.results[0].runs.length, 9);
  assert.deepEqual(calm.stillWider, []);
  const same = await measureInTurns({ rounds: 2, until: 0.1 }, { first });
  assert.equal(same.results[0].runs.length, 6);
  const restless = await measureInTurns({ rounds: 2, until: 0.1 }, { first, second: [1, 2] });
  assert.deepEqual(
    restless.stillWider.map(({ who, runs }) => [who, runs.length]),
    [['second', 60]],
  );
});

/** A run with one row, whose ratio has that interval. */
const runWith = (
  [low, high],
  { processor = 'p', mode = 'full', to = 'first', date = '2026-01-01T00:00:00Z' } = {},
) => ({
  machine: { processor },
  commit: 'abc1234',
  date,
  mode,
  results: [
    {
      ...result('step', 'latentpad', 'chromium', 'fused', 1, 4),
      ratio: { to, value: (low + high) / 2, low, high, halfWidth: (high - low) / (high + low) },
    },
    result('first digit', 'latentpad', 'chromium', 'fused', 1, 400),
  ],
});

test('a row is slower than before if its ratio is greater by more than both intervals allow', () => {
  const before = runWith([1, 1.2]);
  assert.deepEqual(slowerRows(runWith([1.1, 1.4]), [before]), []);
  assert.deepEqual(slowerRows(runWith([0.5, 0.6]), [before]), []);
  const slower = slowerRows(runWith([1.21, 1.43]), [before]);
  assert.equal(slower.length, 1);
  assert.match(slowerTable(slower), /step latentpad chromium fused 1 +1\.32 +1\.10 +1\.20 +2026-01-01 +abc1234$/);
});

test('a run is compared with the latest of the same processor, mode and reference', () => {
  const run = runWith([2, 2.1]);
  const others = [{ processor: 'q' }, { mode: 'quick' }, { to: 'second' }].map((other) => runWith([1, 1.1], other));
  assert.deepEqual(slowerRows(run, others), []);
  assert.deepEqual(slowerRows(run, [runWith([1, 1.1]), runWith([2, 2.1])]), []);
  assert.equal(slowerRows(run, [runWith([2, 2.1]), runWith([1, 1.1], { date: '2026-02-02' })])[0].date, '2026-02-02');
});

test('a file of runs has one on each line', () => {
  assert.deepEqual(parseRuns(''), []);
  const [run] = parseRuns(`${JSON.stringify(runWith([1, 2]))}\n`);
  assert.deepEqual(run, runWith([1, 2]));
  assert.throws(() => parseRuns('{"results": []}\n{\n'), /line 2 is not a run/);
  assert.throws(() => parseRuns('{"results": 1}\n'), /line 1 is not a run/);
});

test('the limit is that of the arithmetic or of the memory', () => {
  const machine = { peak: 50, bandwidth: 10 };
  assert.equal(limitMs({ operations: 1e8, bytes: 1e6 }, machine), 2);
  assert.equal(limitMs({ operations: 1e8, bytes: 1e8 }, machine), 10);
});

test("the limit of a step is the sum of its parts', with the heads twice", () => {
  const one = (work, unit, runs, counts) => ({
    ...result(work, 'latentpad', 'firefox', 'fused', 1, median(runs), unit),
    runs,
    ...counts,
  });
  const results = [
    one(kStepWithParts, 'ms', [40, 30, 50]),
    one(kPeakWithParts, 'GFLOP/s', [50, 25, 20]),
    one(kBandwidth, 'GB/s', [10, 8, 5]),
    // All but Adam are limited by the arithmetic.
    ...kParts.map((name) => one(name, 'ms', [3, 4, 2], { operations: 5e7, bytes: name === 'adam' ? 8e7 : 1e6 })),
  ];
  assert.deepEqual(rooflines(results.slice(1)), []);
  const [{ where, peak, bandwidth, parts, step }] = rooflines(results);
  assert.deepEqual([where, peak, bandwidth], ['firefox', 50, 10]);
  assert.deepEqual(parts.at(0), {
    name: 'draw batch',
    ms: 3,
    best: 2,
    operations: 5e7,
    bytes: 1e6,
    limit: 1,
    share: 0.5,
    medianShare: 2 / 3,
  });
  assert.equal(parts.at(-1).limit, 8);
  // 12 parts and two heads again of 1 ms, and Adam's 8; with the median rates 14 of 2 ms, and 10.
  const { limit, share, medianShare, operations, bytes } = step;
  assert.deepEqual([limit, share, medianShare], [22, 22 / 30, 38 / 40]);
  assert.deepEqual([operations, bytes], [15 * 5e7, 14e6 + 8e7]);
  const table = rooflineTable(rooflines(results)[0]);
  assert.match(
    table,
    /^firefox: limits at 50\.0 GFLOP\/s and 10\.0 GB\/s +ms +best +MFLOP +MB +limit +share +at the median\n/,
  );
  assert.match(table, /\nstep +40\.0 +30\.0 +750 +94\.0 +22\.0 +0\.733 +0\.950$/);
  const goals = evaluateGoals(results);
  assert.equal(find(goals, 'step, firefox, 1 thread: of its roofline limit').reached, true);
  assert.equal(find(goals, 'step, chromium, 1 thread: of its roofline limit').value, null);
});

test('a word that no workload has is reported before the build, with the names of all', () => {
  const script = fileURLToPath(new URL('../../../scripts/bench.sh', import.meta.url));
  const { status, stderr } = spawnSync('bash', [script, '--only', 'nothing'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(
    stderr,
    /expected a word of first digit, long tasks, .*, step, gemm, .*, conv vae, .*, time to; got nothing/,
  );
});

test('ratios are relative to the best result of each peer', () => {
  const goals = evaluateGoals([
    result('step', 'latentpad', 'chromium', 'fused', 1, 4),
    result('step', 'latentpad', 'chromium', 'exact', 1, 7),
    result('step', 'latentpad', 'chromium', 'fused', 2, 2),
    result('step', 'latentpad', 'native', 'fused', 2, 2),
    result('step', 'pytorch', 'native', null, 1, 8),
    result('step', 'pytorch', 'native', null, 2, 6),
    result('step', 'jax-js-wasm', 'chromium', null, 1, 16),
    result('step', 'jax-js-wasm', 'chromium', null, 2, 12),
    result('step', 'jax-js-webgpu', 'chromium', null, 1, 1),
    result('step', 'jax-js-wasm', 'firefox', null, 1, 1),
    result('step', 'tfjs-wasm', 'chromium', null, 1, 100),
    result('step', 'tfjs-cpu', 'chromium', null, 1, 900),
    result('step', 'tfjs-wasm-transposed', 'chromium', null, 1, 32),
  ]);
  const about = (start) => {
    const { value, reached } = find(goals, start);
    return [value, reached];
  };
  assert.deepEqual(about('step, Chromium, 1 thread: times as fast as PyTorch'), [2, true]);
  assert.deepEqual(about('step, Chromium, 1 thread: times as fast as jax-js'), [4, true]);
  assert.deepEqual(about('step, Chromium, 1 thread: times as fast as TensorFlow.js'), [25, null]);
  assert.deepEqual(about('step, Chromium, 2 threads: times as fast as PyTorch'), [3, true]);
  assert.deepEqual(about('step, Chromium, 2 threads: times as fast as jax-js'), [6, true]);
  assert.deepEqual(about('step, Chromium: 2 threads'), [2, true]);
  assert.deepEqual(about('step, natively, 1 thread'), [null, false]);
  assert.deepEqual(about('step, natively, 2 threads'), [3, false]);
  assert.equal(find(goals, '  and as its layers').value, 8);
});

test("the time to a bound has a goal, and its share of PyTorch's", () => {
  const goals = evaluateGoals([
    result('time to 110 nats', 'latentpad', 'chromium', 'fused', 2, 3400),
    result('time to 110 nats', 'pytorch', 'native', null, 1, 8500),
  ]);
  const about = (start) => find(goals, start);
  assert.equal(about('seconds to 110 nats').reached, true);
  assert.deepEqual([about("  of PyTorch's time").value, about("  of PyTorch's time").reached], [0.4, false]);
});

test('a product below its share of the peak is reported', () => {
  const shape = gemmName(kLargeShapes[0]);
  const goals = evaluateGoals([
    result('madd peak', 'latentpad', 'firefox', 'fused', 1, 100, 'GFLOP/s'),
    { ...result(shape, 'latentpad', 'firefox', 'fused', 1, 79, 'GFLOP/s'), runs: [70, 79, 89] },
  ]);
  const about = goals.findIndex(({ name }) => name.startsWith(`${shape}, firefox`));
  assert.deepEqual(
    [goals[about], goals[about + 1]].map(({ value, reached }) => [value, reached]),
    [
      [0.89, true],
      [0.79, false],
    ],
  );
});

test('the first digit on a slow network and processor has a goal, in Chromium', () => {
  const work = 'first digit, 1.6 Mbit/s, 150 ms, CPU/4';
  const reached = (/** @type {[string, number][]} */ ...rows) =>
    find(evaluateGoals(rows.map(([where, ms]) => result(work, 'latentpad', where, 'fused', 2, ms))), work).reached;
  assert.deepEqual(
    [reached(['chromium', 3000]), reached(['chromium', 3001]), reached(['firefox', 100])],
    [true, false, false],
  );
});

test('a slow page is slow in its workers too, which start only after that', async () => {
  /** @type {[string, string, unknown][]} */
  const sent = [];
  const sessionOf = (/** @type {string} */ name) =>
    Object.assign(new EventEmitter(), {
      async send(/** @type {string} */ method, /** @type {unknown} */ params) {
        sent.push([name, method, params]);
        if (name === 'worker' && method.startsWith('Emulation')) throw new Error('not supported');
      },
    });
  const session = sessionOf('page');
  await slowDown({ createCDPSession: async () => session }, { bytesPerSecond: 200, latencyMs: 150, cpuSlowdown: 4 });
  session.emit('sessionattached', sessionOf('worker'));
  await new Promise((done) => setTimeout(done));
  const network = { offline: false, latency: 150, downloadThroughput: 200, uploadThroughput: 200 };
  const expected = (/** @type {string} */ name) => [
    [name, 'Network.enable', undefined],
    [name, 'Network.emulateNetworkConditions', network],
    [name, 'Emulation.setCPUThrottlingRate', { rate: 4 }],
  ];
  assert.deepEqual(sent, [
    ['page', 'Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }],
    ...expected('page'),
    ...expected('worker'),
    ['worker', 'Runtime.runIfWaitingForDebugger', undefined],
  ]);
});

test('the page has goals in each browser: the first digit, long tasks, a drag on the map', () => {
  const page = (where, value) => (work, unit) => result(work, 'latentpad', where, 'fused', 2, value[work], unit);
  const given = {
    chromium: {
      'first digit': 480,
      'first paint bytes': 750_000,
      'longest task over 50 ms': 0,
      'longest task over 50 ms, comparison in view': 61,
      'longest task over 50 ms, one processor busy': 0,
      'map drag, 1,000 digits, at rest': 17,
      'map drag, 10,000 digits, in training': 35,
      'pen to μ, 95th percentile, at rest': 34,
      'pen to μ, 95th percentile, in training': 65,
    },
    firefox: {
      'first digit': 501,
      'first paint bytes': 690_000,
      'longest wait for the thread over 50 ms': 0,
      'longest wait for the thread over 50 ms, comparison in view': 0,
      'longest wait for the thread over 50 ms, one processor busy': 58,
      'map drag, 1,000 digits, at rest': 17.5,
      'map drag, 10,000 digits, in training': 34,
      'pen to μ, 95th percentile, at rest': 32,
      'pen to μ, 95th percentile, in training': 67,
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
  assert.deepEqual(
    goals.filter(({ name }) => name.includes('one processor busy')).map((one) => one.reached),
    [true, false],
  );
});
