// The performance goals of latentpad, and whether a run of the benchmark met them.
import { dragName, kManyDigits } from './map-drag.mjs';
import { penName } from './pen.mjs';
import { gemmName, kLargeShapes, kTimeTo, stepMadds, stepName } from './setups.mjs';
import { watchName } from './workloads/page.mjs';

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
  const own = (work, where, arithmetic, threads) =>
    all(work, 'latentpad', where, threads).find((row) => row.arithmetic === arithmetic)?.value ?? NaN;
  const least = (rows) => Math.min(...rows.map(({ value }) => value));
  return { all, own, least };
}

/** @param {ReturnType<typeof lookUp>} look */
function stepGoals({ all, own, least }) {
  const chromium = (threads) => own('step', 'chromium', 'fused', threads);
  const firefox = (threads) => own('step', 'firefox', 'fused', threads);
  const native = (threads) => own('step', 'native', 'fused', threads);
  const pytorch = (threads) => least(all('step', 'pytorch', 'native', threads));
  const tfjs = all('step', 'tfjs', 'chromium');
  const asItIs = least(tfjs.filter(({ who }) => !who.endsWith('transposed')));
  const byHand = least(tfjs.filter(({ who }) => who.endsWith('transposed')));
  return [
    goal('step, Chromium, 1 thread: times as fast as PyTorch with 1', pytorch(1) / chromium(1), 'at least', 1.4),
    goal('step, Chromium, 1 thread: times as fast as TensorFlow.js', asItIs / chromium(1), 'at least', 16),
    goal('  and as its layers written by hand for its fast kernels', byHand / chromium(1), ''),
    goal('step, Chromium, 2 threads: times as fast as PyTorch at its best', pytorch() / chromium(2), 'at least', 2.6),
    goal('step, Chromium, 2 threads: times as fast as TensorFlow.js', asItIs / chromium(2), 'at least', 32),
    goal('  and as its layers written by hand for its fast kernels', byHand / chromium(2), ''),
    goal('step, Firefox, 1 thread: of the speed of Chromium', chromium(1) / firefox(1), 'at least', 0.9),
    goal('step, Firefox, 2 threads: of the speed of Chromium', chromium(2) / firefox(2), 'at least', 0.9),
    goal('step, natively, 1 thread: times as fast as PyTorch with 1', pytorch(1) / native(1), 'at least', 2),
    goal('step, natively, 2 threads: times as fast as PyTorch at its best', pytorch() / native(2), 'at least', 3.5),
    goal('  and as PyTorch with 2', pytorch(2) / native(2), ''),
    goal('step, Chromium: 2 threads against 1', chromium(1) / chromium(2), 'at least', 1.8),
  ];
}

/** @param {ReturnType<typeof lookUp>} look */
function gemmGoals({ own }) {
  return ['chromium', 'firefox', 'native'].flatMap((where) =>
    kLargeShapes.map((shape) =>
      goal(
        `${gemmName(shape)}, ${where}: of the engine's own peak`,
        own(gemmName(shape), where, 'fused', 1) / own('madd peak', where, 'fused', 1),
        'at least',
        0.85,
      ),
    ),
  );
}

/** Time relative to arithmetic when the batch or the hidden layer doubles. @param {ReturnType<typeof lookUp>} look */
function scalingGoals({ own }) {
  const time = (hidden, batch) => own(stepName(hidden, batch), 'chromium', 'fused', 1);
  const doublings = [
    ['batch 64 to 128', [400, 64], [400, 128]],
    ['batch 128 to 256', [400, 128], [400, 256]],
    ['batch 256 to 512', [400, 256], [400, 512]],
    ['hidden 200 to 400', [200, 128], [400, 128]],
    ['hidden 400 to 800', [400, 128], [800, 128]],
  ];
  return doublings.map(([name, from, to]) =>
    goal(
      `${name}: time over its share of the arithmetic`,
      time(...to) / time(...from) / (stepMadds(...to) / stepMadds(...from)),
      'at most',
      1,
    ),
  );
}

/** The page's goals, for each browser. @param {ReturnType<typeof lookUp>} look */
function pageGoals({ all, least }) {
  return [
    ['Chromium', 'chromium'],
    ['Firefox', 'firefox'],
  ].flatMap(([browser, where]) => {
    const found = (work) => least(all(work, 'latentpad', where));
    return [
      goal(`first digit decoded on a cold cache, ${browser}, ms`, found('first digit'), 'at most', 600),
      goal('  bytes until then, compressed', found('first paint bytes'), 'at most', 900_000),
      ...[false, true].map((compares) =>
        goal(
          `training, ${browser}: ${watchName(where, compares)}, ms`,
          found(watchName(where, compares)),
          'at most',
          0,
        ),
      ),
      ...[false, true].map((trains) =>
        goal(`${penName(trains)}, ${browser}, ms`, found(penName(trains)), 'at most', trains ? 100 : 50),
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
}

/** @param {import('./measuring.mjs').Result[]} results @returns {Goal[]} */
export function evaluateGoals(results) {
  const look = lookUp(results);
  const { own } = look;
  const seconds = own(`time to ${kTimeTo.nats} nats`, 'chromium', 'fused', 2) / 1e3;
  const heaps = results.filter(({ work }) => work.startsWith('heap in training')).map(({ value }) => value);
  return [
    ...stepGoals(look),
    ...gemmGoals(look),
    goal(`seconds to ${kTimeTo.nats} nats, Chromium, 2 threads`, seconds, 'at most', 6),
    goal('heap in training, MiB', Math.max(...heaps) / kMegabyte, 'at most', 96),
    goal('heap in training, growth in MiB', (heaps.at(-1) - heaps[0]) / kMegabyte, 'at most', 0),
    goal('encode + decode, 99th percentile, ms', own('encode+decode p99', 'chromium', 'fused', 1), 'at most', 2),
    ...pageGoals(look),
    ...scalingGoals(look),
  ];
}
