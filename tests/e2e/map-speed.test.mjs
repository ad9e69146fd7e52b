// The speed of the map: frames during a drag, with a thousand and with ten thousand digits, idle and during training.
import assert from 'node:assert/strict';
import { dragOnMap, giveManyDigits, kLongTask, kManyDigits, showsDigits } from '../../scripts/bench/map-drag.mjs';
import { browserName } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';

/**
 * Frames are 17 ms apart on an idle machine, and up to twice that during training, as scripts/bench.sh measures. Other
 * work on the machine must not fail the test: it fails if a drag is not followed, and by the processor time.
 */
const MAX_AT_REST = 68,
  MAX_IN_TRAINING = 102;

const { openPage, test, testIn } = createFixture();
let site;

const dragOnce = () => site.page.evaluate(dragOnMap, kLongTask);

/**
 * The page's longest task during a drag, in milliseconds of processor time: by wall time, another process on the machine
 * makes any task long. Chromium only; otherwise 0.
 */
async function longestTask(work) {
  if (browserName !== 'chromium') return { result: await work(), processor: 0 };
  await site.page.tracing.start({ categories: ['toplevel'] });
  const result = await work();
  const { traceEvents } = JSON.parse(Buffer.from(await site.page.tracing.stop()).toString());
  const isMain = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ ph, name, pid, tid }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask' && isMain.has(`${pid} ${tid}`),
  );
  assert.ok(tasks.length > 50, `the trace contains ${tasks.length} tasks`);
  return { result, processor: Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000 };
}

/** The best of up to three: other work on the machine can only slow a drag down. */
async function drag(most) {
  let best = null;
  for (let attempt = 0; attempt < 3 && !(best?.median <= most && best.processor <= kLongTask); attempt++) {
    const { result, processor } = await longestTask(dragOnce);
    best =
      best && best.median < result.median
        ? { ...best, processor: Math.min(best.processor, processor) }
        : { ...result, processor: Math.min(best?.processor ?? Infinity, processor) };
  }
  return best;
}

const told = ({ median, frames, worst, long, processor }) =>
  `median ${median.toFixed(1)} ms of ${frames} frames, longest `
  + `${worst.toFixed(0)} ms; longest task ${processor.toFixed(1)} ms of the processor, by the clock over ${kLongTask} ms: [${long}]`;

async function measure(t, what) {
  const rest = await drag(MAX_AT_REST);
  t.diagnostic(`${browserName}, ${what}, at rest: ${told(rest)}`);
  assert.ok(rest.median <= MAX_AT_REST, `at rest: ${told(rest)}`);
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  const training = await drag(MAX_IN_TRAINING);
  t.diagnostic(`${browserName}, ${what}, training: ${told(training)}`);
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  assert.ok(training.median <= MAX_IN_TRAINING, `training: ${told(training)}`);
  // Beside other work its caches are cold: twice the time. scripts/bench.sh measures it.
  assert.ok(training.processor <= 2 * kLongTask, `no task is perceptibly long: ${told(training)}`);
}

test('a drag is rendered in each frame, over the decoded grid, during training', async (t) => {
  site = await (await openPage()).ready();
  await site.page.select('[data-testid="map-grid"]', '20');
  await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.manifold === '20 3');
  await measure(t, '1 000 digits');
});

testIn('chromium', 'the same with ten thousand digits on the map', async (t) => {
  site = await (await openPage()).ready();
  await site.page.evaluate(giveManyDigits, kManyDigits);
  await site.waitFor(showsDigits, kManyDigits.heldOut);
  await measure(t, '10 000 digits');
});
