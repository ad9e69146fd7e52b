// The training step of every competitor, and of latentpad in other sizes.
import { layerText } from '../../../web/core/model/layers.js';
import { kGrowthSizes, stepName } from '../growth.mjs';
import { latentpad } from '../measuring.mjs';
import { expectSameLosses, writeReference } from '../reference.mjs';
import { kDigits, kNet, kSetup } from '../setups.mjs';

/** Checks that the loss has decreased from its initial value: it must be between ln 2 per pixel and the cost of the mean digit. */
function expectLearning({ losses: [first], last }) {
  if (!(first > 150 && first < 700 && last < first && last > 60)) {
    throw new Error(`the loss went from ${first} to ${last}`);
  }
}

/** Options of the native program for the step of a net. */
const nativeArguments = ({ hidden, latentDim }) => {
  const layers = hidden.map(layerText).join(',');
  return ['--only', 'step', '--data', kDigits, '--hidden', layers, '--latent', `${latentDim}`];
};

/** Milliseconds of each step, or images per second. */
const inUnit = (times, unit, { batchSize }) =>
  unit === 'images/s' ? times.map((ms) => (batchSize * 1e3) / ms) : times;

/**
 * An entry for training steps.
 * @param {import('../measuring.mjs').Measuring} bench
 * @param {object} what
 * @param {string} what.work                             the name of the row
 * @param {import('../net-layers.mjs').Net} what.net
 * @param {typeof kSetup} [what.setup]
 * @param {import('../reference.mjs').Reference} [what.reference]  whose losses the first steps must have; peers need one
 * @param {number} [what.images]                         of the training set
 * @param {'ms' | 'images/s'} [what.unit]
 */
function entry(bench, one, { work, net, setup = kSetup, reference, images, unit = 'ms' }) {
  const row = { work, ...one, unit };
  const isNative = one.where === 'native' && one.who === 'latentpad';
  return {
    row,
    async measure() {
      let answer;
      if (isNative) {
        const { runs, losses } = await bench.askNative(row, nativeArguments(net), 'step');
        answer = { times: runs, losses };
      } else {
        answer = await bench.ask(one, { task: 'step', net, setup, reference, images, ...bench.turn });
        expectLearning(answer);
      }
      if (reference) row.lossDifference = expectSameLosses(answer.losses, reference);
      return inUnit(answer.times, unit, setup);
    },
  };
}

/**
 * Entries for a step in these competitors, by default of the reference network.
 * @param {import('../measuring.mjs').Measuring} bench
 * @param {Partial<Parameters<typeof entry>[2]>} [what]
 */
export function stepEntries(bench, competitors, what = {}) {
  return competitors.map((one) => entry(bench, one, { work: 'step', net: kNet, ...what }));
}

export const peer = (who, where, threads) => ({ who, where, arithmetic: null, threads });

/** jax-js by its device; TensorFlow.js by default and, if faster, with layers written for its fast kernels (page/tfjs-layers.mjs). */
const kPeers = [
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
  const reference = await writeReference('step', kNet, kSetup);
  await bench.inTurns(stepEntries(bench, [...own, ...(bench.mode.peers ? kPeers : [])], { reference }));
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
        {
          work: stepName(size),
          net: { hidden: [size.hidden], latentDim: size.latentDim },
          setup: { ...kSetup, batchSize: size.batchSize },
          images: size.images,
        },
      ),
    ),
  );
}
