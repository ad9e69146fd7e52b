// The kernels separately: the engine's peak, its matrix products, and the parts of a step.
import { latentpad } from '../measuring.mjs';
import { gemmName, kLargeShapes, kParts, kSmallShapes } from '../setups.mjs';

/** @param {import('../measuring.mjs').Measuring} bench */
function kernelEntries(bench, places, work, workload, unit) {
  const own = latentpad(places, ['exact', 'fused'], [1]);
  const native = latentpad(['native'], ['exact', 'fused'], [1]);
  return [
    ...own.map((one) => ({
      row: { work, ...one, unit },
      async measure() {
        const { times, rates } = await bench.ask(one, { task: 'workload', workload, ...bench.turn });
        return unit === 'ms' ? times : rates;
      },
    })),
    ...native.map((one) => bench.native({ work, ...one, unit })),
  ];
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
  const places = ['chromium', 'firefox', 'node'];
  await bench.inTurns([
    ...kernelEntries(bench, places, 'madd peak', { work: 'madd peak' }, 'GFLOP/s'),
    ...[...kLargeShapes, ...kSmallShapes].flatMap((shape) => {
      const [m, n, k] = shape;
      return kernelEntries(bench, places, gemmName(shape), { work: 'gemm', m, n, k }, 'GFLOP/s');
    }),
    ...(bench.mode.peers ? kLargeShapes.map((shape) => torchEntry(bench, shape)) : []),
  ]);
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureParts(bench) {
  await bench.inTurns(
    kParts.flatMap((name) =>
      kernelEntries(bench, ['chromium'], name, { work: 'part', name, batch: 128 }, 'ms').filter(
        ({ row }) => row.arithmetic === 'fused',
      ),
    ),
  );
}
