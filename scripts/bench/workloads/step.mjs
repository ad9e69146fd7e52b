// The training step of every competitor, and of latentpad in other sizes.
import { latentpad } from '../measuring.mjs';
import { kDigits, kNet, kSetup, stepName } from '../setups.mjs';

/** Checks that the loss has decreased from its initial value: it must be between ln 2 per pixel and the cost of the mean digit. */
function expectLearning({ first, last }) {
  if (!(first > 150 && first < 700 && last < first && last > 60)) {
    throw new Error(`the loss went from ${first} to ${last}`);
  }
}

/** @param {import('../measuring.mjs').Measuring} bench */
function entry(bench, one, work, net, setup) {
  return {
    row: { work, ...one, unit: 'ms' },
    async measure() {
      const answer = await bench.ask(one, { task: 'step', net, setup, ...bench.turn });
      expectLearning(answer);
      return answer.times;
    },
  };
}

const peer = (who, where, threads) => ({ who, where, arithmetic: null, threads });

/** TensorFlow.js by default and, if faster, with layers written for its fast kernels (page/tfjs-worker.js). */
export const kPeers = [
  peer('pytorch', 'native', 1),
  peer('pytorch', 'native', 2),
  peer('tfjs-wasm', 'chromium', 1),
  peer('tfjs-wasm', 'chromium', 2),
  peer('tfjs-wasm-transposed', 'chromium', 1),
  peer('tfjs-wasm-transposed', 'chromium', 2),
  peer('tfjs-webgl', 'chromium', 1),
  peer('tfjs-cpu', 'chromium', 1),
];

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureStep(bench) {
  const own = latentpad(['chromium', 'firefox', 'node'], ['exact', 'fused'], [1, 2]);
  const native = latentpad(['native'], ['exact', 'fused'], [1, 2]);
  const competitors = [...own, ...(bench.mode.peers ? kPeers : [])];
  await bench.inTurns([
    ...competitors.map((one) => entry(bench, one, 'step', kNet, kSetup)),
    ...native.map((one) => bench.native({ work: 'step', ...one, unit: 'ms' }, ['--only', 'step', '--data', kDigits])),
  ]);
}

/**
 * The cost of a step for larger nets, batches or numbers of threads.
 * @param {import('../measuring.mjs').Measuring} bench
 */
export async function measureScaling(bench) {
  const measured = (threads, hidden, batch) =>
    entry(
      bench,
      { who: 'latentpad', where: 'chromium', arithmetic: 'fused', threads },
      stepName(hidden, batch),
      { ...kNet, hidden: [hidden] },
      { ...kSetup, batchSize: batch },
    );
  await bench.inTurns([
    measured(1, 400, 128),
    measured(2, 400, 128),
    measured(3, 400, 128),
    ...[64, 256, 512].map((batch) => measured(1, 400, batch)),
    ...[200, 800].map((hidden) => measured(1, hidden, 128)),
  ]);
}
