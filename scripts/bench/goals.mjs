// The performance goals of latentpad, and whether a run of the benchmark met them.
import { kConvVae, sharesOfPeak } from './conv-vae.mjs';
import { boundName, kBoundSamples, kGrowthSteps, stepMadds, stepName } from './growth.mjs';
import { dragName, kManyDigits } from './map-drag.mjs';
import { penName } from './pen.mjs';
import { rooflines } from './roofline.mjs';
import { gemmName, kLargeShapes, kLossTolerance, kTimeTo, timeName } from './setups.mjs';
import { bestOf } from './stats.mjs';
import { kWatched, slowDigitName, watchName } from './workloads/page.mjs';

/**
 * @typedef {object} Goal
 * @property {string} name
 * @property {number | null} value  null: not measured in this run
 * @property {string} wanted        '' for a value without a goal
 * @property {boolean | null} reached
 */

const kMegabyte = 2 ** 20;

/** @param {string} name @param {number} value @param {'at least' | 'at most' | ''} sense @param {number} [bound] */
function goal(name, value, sense, bound = NaN) {
  const measured = Number.isFinite(value) ? value : null;
  if (sense === '') return { name, value: measured, wanted: '', reached: null };
  return {
    name,
    value: measured,
    wanted: `${sense} ${bound}`,
    reached: measured !== null && (sense === 'at least' ? measured >= bound : measured <= bound),
  };
}

/** @param {import('./measuring.mjs').Result[]} results */
function lookUp(results) {
  const all = (work, who, where, threads) =>
    results.filter(
      (row) =>
        row.work === work && row.who.startsWith(who) && row.where === where && row.threads === (threads ?? row.threads),
    );
  /** latentpad's value, NaN if it was not measured. */
  const ownRow = (work, where, arithmetic, threads) =>
    all(work, 'latentpad', where, threads).find((row) => row.arithmetic === arithmetic);
  const own = (...one) => ownRow(...one)?.value ?? NaN;
  /** Its best turn. */
  const ownBest = (...one) => {
    const row = ownRow(...one);
    return row ? bestOf(row) : NaN;
  };
  const least = (rows) => Math.min(...rows.map(({ value }) => value));
  return { all, own, ownBest, least };
}

/** @param {ReturnType<typeof lookUp>} look */
function stepGoals({ all, own, least }) {
  const chromium = (threads) => own('step', 'chromium', 'fused', threads);
  const firefox = (threads) => own('step', 'firefox', 'fused', threads);
  const native = (threads) => own('step', 'native', 'fused', threads);
  const pytorch = (threads) => least(all('step', 'pytorch', 'native', threads));
  const jaxjs = (threads) => least(all('step', 'jax-js-wasm', 'chromium', threads));
  const tfjs = all('step', 'tfjs', 'chromium');
  const asItIs = least(tfjs.filter(({ who }) => !who.endsWith('transposed')));
  const byHand = least(tfjs.filter(({ who }) => who.endsWith('transposed')));
  return [
    goal('step, Chromium, 1 thread: times as fast as PyTorch with 1', pytorch(1) / chromium(1), 'at least', 1.25),
    goal('step, Chromium, 1 thread: times as fast as jax-js with 1', jaxjs(1) / chromium(1), 'at least', 3.5),
    goal('step, Chromium, 1 thread: times as fast as TensorFlow.js', asItIs / chromium(1), ''),
    goal('  and as its layers written by hand for its fast kernels', byHand / chromium(1), ''),
    goal('step, Chromium, 2 threads: times as fast as PyTorch at its best', pytorch() / chromium(2), 'at least', 2.2),
    goal('step, Chromium, 2 threads: times as fast as jax-js at its best', jaxjs() / chromium(2), 'at least', 5),
    goal('step, Chromium, 2 threads: times as fast as TensorFlow.js', asItIs / chromium(2), ''),
    goal('  and as its layers written by hand for its fast kernels', byHand / chromium(2), ''),
    goal('step, Firefox, 1 thread: of the speed of Chromium', chromium(1) / firefox(1), 'at least', 0.9),
    goal('step, Firefox, 2 threads: of the speed of Chromium', chromium(2) / firefox(2), 'at least', 0.9),
    goal('step, natively, 1 thread: times as fast as PyTorch with 1', pytorch(1) / native(1), 'at least', 2.5),
    goal('step, natively, 2 threads: times as fast as PyTorch at its best', pytorch() / native(2), 'at least', 4),
    goal('  and as PyTorch with 2', pytorch(2) / native(2), ''),
    goal('step, Chromium: 2 threads against 1', chromium(1) / chromium(2), 'at least', 1.75),
  ];
}

/** The best of all turns, and the median. @param {ReturnType<typeof lookUp>} look */
function gemmGoals({ own, ownBest }) {
  return ['chromium', 'firefox', 'native'].flatMap((where) =>
    kLargeShapes.flatMap((shape) => {
      const share = (find) => find(gemmName(shape), where, 'fused', 1) / find('madd peak', where, 'fused', 1);
      return [
        goal(`${gemmName(shape)}, ${where}: of the engine's own peak, at best`, share(ownBest), 'at least', 0.88),
        goal('  and at the median', share(own), 'at least', 0.8),
      ];
    }),
  );
}

/** @param {import('./roofline.mjs').Roofline[]} found */
function rooflineGoals(found) {
  return [
    ['chromium', 0.65],
    ['firefox', 0.65],
    ['native', 0.55],
  ].map(([where, bound]) => {
    const share = found.find((roofline) => roofline.where === where)?.step.share;
    return goal(`step, ${where}, 1 thread: of its roofline limit`, share ?? NaN, 'at least', Number(bound));
  });
}

const kMillion = 1e6;

/**
 * The convolutional VAE against the peers in the same browser, each at its best, and how well all agree.
 * @param {import('./measuring.mjs').Result[]} results
 */
function convVaeGoals(results) {
  const rates = (who, where) =>
    results.filter((row) => row.work === kConvVae && row.who.startsWith(who) && row.where === where);
  const most = (rows) => (rows.length > 0 ? Math.max(...rows.map(({ value }) => value)) : NaN);
  const differences = results.flatMap(({ lossDifference }) => lossDifference ?? []);
  return [
    ...[
      ['Chromium', 'chromium'],
      ['Firefox', 'firefox'],
    ].flatMap(([browser, where]) => [
      ...sharesOfPeak(results)
        .filter(({ row }) => row.who === 'latentpad' && row.where === where)
        .map(({ row: { threads }, share }) =>
          goal(`conv vae, ${browser}, ${threads} thread${threads > 1 ? 's' : ''}: of the multiply-add peak`, share, ''),
        ),
      goal(
        `conv vae, ${browser}: times as fast as jax-js`,
        most(rates('latentpad', where)) / most(rates('jax-js', where)),
        '',
      ),
      goal('  and as TensorFlow.js', most(rates('latentpad', where)) / most(rates('tfjs', where)), ''),
    ]),
    goal(
      "losses of the first steps: greatest difference from latentpad's, parts in a million",
      kMillion * Math.max(...differences),
      'at most',
      kMillion * kLossTolerance,
    ),
  ];
}

/** Time relative to arithmetic when one size grows. @param {ReturnType<typeof lookUp>} look */
function growthGoals({ own }) {
  const time = (size) => own(stepName(size), 'chromium', 'fused', size.threads);
  const rate = (samples) => own(boundName(samples), 'chromium', 'fused', 1);
  const costs = (name, ratio) => goal(`${name}: time over its share of the arithmetic`, ratio, 'at most', 1.1);
  return [
    ...kGrowthSteps.map(({ name, from, to }) => costs(name, time(to) / time(from) / (stepMadds(to) / stepMadds(from)))),
    ...kBoundSamples
      .slice(1)
      .map((samples, i) =>
        costs(`importance samples ${kBoundSamples[i]} to ${samples}`, rate(kBoundSamples[i]) / rate(samples)),
      ),
  ];
}

/** The page's goals, for each browser. @param {ReturnType<typeof lookUp>} look */
function pageGoals({ all, least }) {
  const slow = least(all(slowDigitName, 'latentpad', 'chromium'));
  const ofBrowsers = [
    ['Chromium', 'chromium'],
    ['Firefox', 'firefox'],
  ].flatMap(([browser, where]) => {
    const found = (work) => least(all(work, 'latentpad', where));
    return [
      goal(`first digit decoded on a cold cache, ${browser}, ms`, found('first digit'), 'at most', 500),
      goal('  bytes until then, compressed', found('first paint bytes'), 'at most', 700_000),
      ...kWatched.map(({ situation }) =>
        goal(
          `training, ${browser}: ${watchName(where, situation)}, ms`,
          found(watchName(where, situation)),
          'at most',
          0,
        ),
      ),
      ...[false, true].map((trains) =>
        goal(`${penName(trains)}, ${browser}, ms`, found(penName(trains)), 'at most', trains ? 66 : 33),
      ),
      // At 60 frames a second they are 16.7 ms apart.
      ...[1000, kManyDigits.heldOut].flatMap((points) =>
        [false, true].map((trains) =>
          goal(
            `${dragName(points, trains)}, ${browser}: from frame to frame, ms`,
            found(dragName(points, trains)),
            'at most',
            trains ? 34 : 17,
          ),
        ),
      ),
    ];
  });
  return [goal(`${slowDigitName}, Chromium, ms`, slow, 'at most', 3000), ...ofBrowsers];
}

/** @param {import('./measuring.mjs').Result[]} results @returns {Goal[]} */
export function evaluateGoals(results) {
  const look = lookUp(results);
  const { own } = look;
  const timeTo = own(timeName, 'chromium', 'fused', 2);
  const timeOfPyTorch = look.least(look.all(timeName, 'pytorch', 'native'));
  const heaps = results.filter(({ work }) => work.startsWith('heap in training')).map(({ value }) => value);
  return [
    ...stepGoals(look),
    ...gemmGoals(look),
    ...rooflineGoals(rooflines(results)),
    goal(`seconds to ${kTimeTo.nats} nats, Chromium, 2 threads`, timeTo / 1e3, 'at most', 3.5),
    goal("  of PyTorch's time", timeTo / timeOfPyTorch, 'at most', 0.35),
    goal('heap in training, MiB', Math.max(...heaps) / kMegabyte, 'at most', 96),
    goal('heap in training, growth in MiB', (heaps.at(-1) - heaps[0]) / kMegabyte, 'at most', 0),
    goal('encode + decode, 99th percentile, ms', own('encode+decode p99', 'chromium', 'fused', 1), 'at most', 2),
    ...pageGoals(look),
    ...convVaeGoals(results),
    ...growthGoals(look),
  ];
}
