// Complete trainings: the time to a held-out bound, and the memory used by training.
import { askNative } from '../competitors.mjs';
import { writeReference } from '../reference.mjs';
import { percentile } from '../stats.mjs';
import { kDigits, kNet, kRecipe, kSetup, kTimeTo, timeName } from '../setups.mjs';

const kFused = { who: 'latentpad', arithmetic: 'fused', threads: 2 };

/** Training itself, and the evaluations of the same run in a separate row. */
async function askSeeds(bench, one, setup) {
  const runs = [];
  for (let seed = 1; seed <= bench.mode.seeds; ++seed) {
    runs.push(await bench.ask(one, { task: 'timeTo', net: kNet, setup, seed, ...kTimeTo }));
  }
  bench.add(
    { work: timeName, ...one, unit: 'ms' },
    runs.map(({ trainingMs }) => trainingMs),
  );
  bench.add(
    { work: `${timeName}: evaluations`, ...one, unit: 'ms' },
    runs.map(({ evaluationMs }) => evaluationMs),
  );
  bench.add(
    { work: `${timeName}: epochs`, ...one, unit: 'epochs' },
    runs.map(({ epochs }) => epochs),
  );
}

async function askNativeSeeds(bench, one) {
  const runs = [];
  for (let seed = 1; seed <= bench.mode.seeds; ++seed) {
    const values = { '--time-to': kTimeTo.nats, '--learning-rate': kRecipe.learningRate, '--seed': seed };
    const args = ['--only', timeName, '--data', kDigits, ...Object.entries(values).flat().map(String)];
    const found = (await askNative(one, args)).find(({ work }) => work === timeName);
    if (!found) throw new Error('the native program does not measure it');
    runs.push(found.value);
  }
  bench.add({ work: timeName, ...one, unit: 'ms' }, runs);
}

/** The number of threads with which PyTorch is faster in the same training. */
async function fastestPyTorch(bench) {
  const reference = await writeReference('step', kNet, kSetup);
  const times = [];
  for (const threads of [1, 2]) {
    const one = { who: 'pytorch', where: 'native', arithmetic: null, threads };
    const answer = await bench.ask(one, { task: 'step', net: kNet, setup: kSetup, reference, ...bench.turn });
    times.push({ one, ms: percentile(answer.times, 0.5) });
  }
  return times[0].ms < times[1].ms ? times[0].one : times[1].one;
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureTimeTo(bench) {
  const attempt = async (one, ask) => {
    try {
      await ask();
    } catch (error) {
      bench.leaveOut({ work: timeName, ...one, unit: 'ms' }, error);
    }
  };
  for (const where of ['chromium', 'node']) {
    const one = { ...kFused, where };
    await attempt(one, () => askSeeds(bench, one, kRecipe));
  }
  const native = { ...kFused, where: 'native' };
  await attempt(native, () => askNativeSeeds(bench, native));
  if (!bench.mode.peers) return;
  const pytorch = { who: 'pytorch', where: 'native', arithmetic: null, threads: 0 };
  await attempt(pytorch, async () => askSeeds(bench, await fastestPyTorch(bench), kSetup));
}

/** The heap of a new engine. @param {import('../measuring.mjs').Measuring} bench */
export async function measureHeap(bench) {
  const one = { ...kFused, where: 'chromium' };
  const row = (work) => ({ work, ...one, unit: 'bytes' });
  const stepCounts = [200, bench.mode.steps];
  try {
    const engine = await bench.competitors.startAfresh(one);
    bench.add(row('heap at rest'), [engine.about.heapAtRest]);
    const { bytes } = await engine.ask({ task: 'heap', net: kNet, setup: kSetup, stepCounts });
    stepCounts.forEach((steps, index) => bench.add(row(`heap in training, ${steps} steps`), [bytes[index]]));
    await engine.close();
  } catch (error) {
    bench.leaveOut(row('heap in training'), error);
  }
}
