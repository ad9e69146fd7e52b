// The speed of the map: frames during a drag, with a thousand and with ten thousand digits, idle and during training.
import assert from 'node:assert/strict';
import { dragOnMap, giveManyDigits, kLongTask, kManyDigits, showsDigits } from '../../scripts/bench/map-drag.mjs';
import { browserName } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, testIn, testOnceIn } = createFixture();
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

/** Up to three drags, until none of the page's tasks is long: other work on the machine can only slow it down. */
async function drag() {
  let best = null;
  for (let attempt = 0; attempt < 3 && !(best?.processor <= kLongTask); attempt++) {
    const { result, processor } = await longestTask(dragOnce);
    if (!best || processor < best.processor) best = { ...result, processor };
  }
  return best;
}

const told = ({ median, frames, worst, long, processor }) =>
  `median ${median.toFixed(1)} ms of ${frames} frames, longest `
  + `${worst.toFixed(0)} ms; longest task ${processor.toFixed(1)} ms of the processor, by the clock over ${kLongTask} ms: [${long}]`;

/** The times between frames are only printed: they are the machine's. scripts/bench.sh has limits for them. */
async function measure(t, what) {
  for (const trains of [false, true]) {
    if (trains) {
      await site.click('train-play');
      await site.waitForValue('train-state', 'running');
    }
    const measured = await drag();
    t.diagnostic(`${browserName}, ${what}, ${trains ? 'training' : 'at rest'}: ${told(measured)}`);
    assert.ok(measured.frames > 1, told(measured));
    assert.equal(
      await site.page.$eval('[data-testid="latent-map"]', (map) => map.classList.contains('is-probed')),
      true,
    );
    // Beside other work its caches are cold: twice the time.
    assert.ok(measured.processor <= 2 * kLongTask, `no task is perceptibly long: ${told(measured)}`);
  }
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
}

whenLong(testOnceIn)(
  'firefox',
  'a drag is followed, without a long task, over the decoded grid, during training',
  async (t) => {
    site = await (await openPage()).ready();
    await site.page.select('[data-testid="map-grid"]', '20');
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.manifold === '20 3');
    await measure(t, '1 000 digits');
  },
);

whenLong(testIn)('chromium', 'the same with ten thousand digits on the map', async (t) => {
  site = await (await openPage()).ready();
  await site.page.evaluate(giveManyDigits, kManyDigits);
  await site.waitFor(showsDigits, kManyDigits.heldOut);
  await measure(t, '10 000 digits');
});
