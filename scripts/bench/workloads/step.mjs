// The training step of every competitor, and of latentpad in other sizes.
import { kGrowthSizes, stepName } from '../growth.mjs';
import { latentpad } from '../measuring.mjs';
import { kDigits, kNet, kSetup } from '../setups.mjs';

/** Checks that the loss has decreased from its initial value: it must be between ln 2 per pixel and the cost of the mean digit. */
function expectLearning({ first, last }) {
  if (!(first > 150 && first < 700 && last < first && last > 60)) {
    throw new Error(`the loss went from ${first} to ${last}`);
  }
}

/** @param {import('../measuring.mjs').Measuring} bench */
function entry(bench, one, work, net, setup, images = undefined) {
  return {
    row: { work, ...one, unit: 'ms' },
    async measure() {
      const answer = await bench.ask(one, { task: 'step', net, setup, images, ...bench.turn });
      expectLearning(answer);
      return answer.times;
    },
  };
}

/**
 * Entries for the step of the reference network; work: the name of their rows.
 * @param {import('../measuring.mjs').Measuring} bench
 */
export function stepEntries(bench, competitors, work = 'step') {
  return competitors.map((one) =>
    one.where === 'native' && one.who === 'latentpad'
      ? bench.native({ work, ...one, unit: 'ms' }, ['--only', 'step', '--data', kDigits], 'step')
      : entry(bench, one, work, kNet, kSetup),
  );
}

const peer = (who, where, threads) => ({ who, where, arithmetic: null, threads });

/** jax-js by its device; TensorFlow.js by default and, if faster, with layers written for its fast kernels (page/tfjs-worker.js). */
export const kPeers = [
  peer('pytorch', 'native', 1),
  peer('pytorch', 'native', 2),
  peer('jax-js-wasm', 'chromium', 1),
  peer('jax-js-wasm', 'chromium', 2),
  peer('jax-js-wasm', 'firefox', 1),
  peer('jax-js-webgpu', 'chromium', 1),
  peer('tfjs-wasm', 'chromium', 1),
  peer('tfjs-wasm', 'chromium', 2),
  peer('tfjs-wasm-transposed', 'chromium', 1),
  peer('tfjs-wasm-transposed', 'chromium', 2),
  peer('tfjs-webgl', 'chromium', 1),
  peer('tfjs-cpu', 'chromium', 1),
];

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureStep(bench) {
  const own = latentpad(['chromium', 'firefox', 'node', 'native'], ['exact', 'fused'], [1, 2]);
  await bench.inTurns(stepEntries(bench, [...own, ...(bench.mode.peers ? kPeers : [])]));
}

/**
 * The cost of a step for larger nets, batches and training sets, and with more threads.
 * @param {import('../measuring.mjs').Measuring} bench
 */
export async function measureScaling(bench) {
  await bench.inTurns(
    kGrowthSizes.map((size) =>
      entry(
        bench,
        { who: 'latentpad', where: 'chromium', arithmetic: 'fused', threads: size.threads },
        stepName(size),
        { hidden: [size.hidden], latentDim: size.latentDim },
        { ...kSetup, batchSize: size.batchSize },
        size.images,
      ),
    ),
  );
}
