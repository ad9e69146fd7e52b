// The workloads of src/bench/workload.h, from a separate module: the page's modules do not contain them.

const kModules = {
  exact: () => import('../../build/wasm/latentpad-bench-exact.mjs'),
  fused: () => import('../../build/wasm/latentpad-bench-fused.mjs'),
};

/**
 * What the steps of a training draw: training_batch() of src/bench/training_batch.h.
 * @returns {Promise<(images: Uint8Array, pixels: number, seed: number, step: number, batch: number, latentDim: number) =>
 *   {x: Float32Array, epsilon: Float32Array}>}
 */
export async function loadTrainingBatches() {
  const { default: create } = await kModules.exact();
  return (await create()).trainingBatch;
}

/**
 * On one thread.
 * @param {'exact' | 'fused'} arithmetic
 * @returns {Promise<(request: {work: 'madd peak'} | {work: 'bandwidth'} | {work: 'gemm', m: number, n: number, k: number} |
 *   {work: 'part', name: string, batch: number} | {work: 'convolution', name: string, batch: number}) =>
 *   {name(): string, operations(): number, bytes(): number, run(): void, delete(): void}>}  run() does the work once;
 *   its operations and bytes are those of workload.h
 */
export async function loadWorkloads(arithmetic) {
  const { default: create } = await kModules[arithmetic]();
  const { Workload } = await create();
  return (request) => {
    if (request.work === 'madd peak') return Workload.maddPeak();
    if (request.work === 'bandwidth') return Workload.bandwidth();
    if (request.work === 'gemm') return Workload.gemm(request.m, request.n, request.k);
    if (request.work === 'convolution') return Workload.convolution(request.name, request.batch);
    if (request.work === 'part') return Workload.part(request.name, request.batch);
    throw new Error(
      `loadWorkloads: expected "madd peak", "bandwidth", "gemm", "convolution" or "part", got ${JSON.stringify(request)}`,
    );
  };
}
