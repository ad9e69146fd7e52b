// The training step of a convolutional VAE, in images per second.
import { kConvVae, kPeakWithConvVae } from '../conv-vae.mjs';
import { latentpad } from '../measuring.mjs';
import { writeReference } from '../reference.mjs';
import { kConvNet, kSetup } from '../setups.mjs';
import { kernelEntries } from './kernels.mjs';
import { peer, stepEntries } from './step.mjs';

const kBrowsers = ['chromium', 'firefox'];
const kThreads = [1, 2];

/**
 * jax-js and TensorFlow.js with convolutions as patches times a matrix (page/*-layers.mjs). TensorFlow.js's own are left out,
 * with the reason, as long as its WebAssembly backend lacks their gradient.
 */
const kPeers = [
  ...kThreads.map((threads) => peer('pytorch', 'native', threads)),
  ...['jax-js-wasm-patches', 'tfjs-wasm-patches'].flatMap((who) =>
    kBrowsers.flatMap((where) => kThreads.map((threads) => peer(who, where, threads))),
  ),
  peer('tfjs-wasm', 'chromium', 1),
];

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureConvVae(bench) {
  const places = [...kBrowsers, 'node', 'native'];
  const competitors = [...latentpad(places, ['fused'], kThreads), ...(bench.mode.peers ? kPeers : [])];
  const reference = await writeReference('conv-vae', kConvNet, kSetup);
  await bench.inTurns([
    ...stepEntries(bench, competitors, { work: kConvVae, net: kConvNet, reference, unit: 'images/s' }),
    ...kernelEntries(bench, latentpad(places, ['fused'], [1]), { work: 'madd peak' }, 'GFLOP/s', kPeakWithConvVae, [
      '--only',
      'madd peak',
    ]),
  ]);
}
