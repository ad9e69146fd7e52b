// The kernels separately: the engine's peak, its matrix products, and the parts of a step.
import { latentpad } from '../measuring.mjs';
import { kBandwidth, kPeakWithParts, kStepWithParts } from '../roofline.mjs';
import { gemmName, kLargeShapes, kParts, kSetup, kSmallShapes } from '../setups.mjs';
import { stepEntries } from './step.mjs';

/** The amount in a call that a rate of this unit counts, in units of 10⁶, so that amount / ms is the rate. */
const kAmounts = { 'GFLOP/s': ({ operations }) => operations * 1e-6, 'GB/s': ({ bytes }) => bytes * 1e-6 };

/**
 * The name of a workload in src/bench/workload.h.
 * @param {{work: string, name?: string, m?: number, n?: number, k?: number}} workload
 */
function nameOf({ work, name, m, n, k }) {
  return work === 'gemm' ? gemmName([m, n, k]) : (name ?? work);
}

/**
 * Entries for a workload in these competitors, all latentpad on one thread; work: the name of their rows;
 * nativeArguments: of the native program, which otherwise times all workloads.
 * @param {import('../measuring.mjs').Measuring} bench
 */
export function kernelEntries(bench, competitors, workload, unit, work = nameOf(workload), nativeArguments = []) {
  return competitors.map((one) => {
    const row = { work, ...one, unit };
    if (one.where === 'native') return bench.native(row, nativeArguments, nameOf(workload));
    return {
      row,
      async measure() {
        const { times, ...counts } = await bench.ask(one, { task: 'workload', workload, ...bench.turn });
        Object.assign(row, counts);
        const amount = kAmounts[unit]?.(counts);
        return amount === undefined ? times : times.map((ms) => amount / ms);
      },
    };
  });
}

function torchEntry(bench, [m, n, k]) {
  const one = { who: 'pytorch', where: 'native', arithmetic: null, threads: 1 };
  return {
    row: { work: gemmName([m, n, k]), ...one, unit: 'GFLOP/s' },
    measure: async () => (await bench.ask(one, { task: 'gemm', m, n, k, ...bench.turn })).rates,
  };
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureGemm(bench) {
  const competitors = latentpad(['chromium', 'firefox', 'node', 'native'], ['exact', 'fused'], [1]);
  await bench.inTurns([
    ...kernelEntries(bench, competitors, { work: 'madd peak' }, 'GFLOP/s'),
    ...[...kLargeShapes, ...kSmallShapes].flatMap(([m, n, k]) =>
      kernelEntries(bench, competitors, { work: 'gemm', m, n, k }, 'GFLOP/s'),
    ),
    ...['conv forward', 'conv transposed', 'conv gradient', 'conv direct'].flatMap((name) =>
      kernelEntries(bench, competitors, { work: 'convolution', name, batch: kSetup.batchSize }, 'GFLOP/s'),
    ),
    ...(bench.mode.peers ? kLargeShapes.map((shape) => torchEntry(bench, shape)) : []),
  ]);
}

/** The step, its parts, and what limits them, in the same turns. @param {import('../measuring.mjs').Measuring} bench */
export async function measureParts(bench) {
  const competitors = latentpad(['chromium', 'firefox', 'native'], ['fused'], [1]);
  await bench.inTurns([
    ...stepEntries(bench, competitors, { work: kStepWithParts }),
    ...kernelEntries(bench, competitors, { work: 'madd peak' }, 'GFLOP/s', kPeakWithParts),
    ...kernelEntries(bench, competitors, { work: 'bandwidth' }, 'GB/s', kBandwidth),
    ...kParts.flatMap((name) =>
      kernelEntries(bench, competitors, { work: 'part', name, batch: kSetup.batchSize }, 'ms'),
    ),
  ]);
}
