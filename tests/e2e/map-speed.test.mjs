// The map under the hand: frames while one drags, with a thousand and with ten thousand digits, at rest and in training.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { browserName } from './support/site.mjs';
import { stage } from './support/stage.mjs';

/**
 * Frames are 17 ms apart on a machine of its own, and up to twice that in training; what was measured is printed. Other
 * work beside the test must not fail it: it fails where a drag is no longer followed, and by the processor's own time.
 */
const MOST_AT_REST = 68, MOST_IN_TRAINING = 102, LONGEST_TASK = 50;
/** A set as large as MNIST: a sixth of it is held out. */
const DIGITS = 60_000, HELD_OUT = 10_000;

/** IDX files (yann.lecun.com/exdb/mnist) of so many digits, the packed ones over and over. */
async function idxFiles() {
  const engine = await createEngine();
  const digits = await engine.loadDigits({ bytes: await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url)) });
  const given = digits.images(0, digits.count);
  const images = Buffer.alloc(16 + 784 * DIGITS), labels = Buffer.alloc(8 + DIGITS);
  [0x803, DIGITS, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  [0x801, DIGITS].forEach((value, i) => labels.writeUInt32BE(value, 4 * i));
  for (let i = 0; i < DIGITS; i++) {
    const from = i % digits.count;
    images.set(given.subarray(784 * from, 784 * (from + 1)), 16 + 784 * i);
    labels[8 + i] = digits.labels[from];
  }
  return { '/many-images': images, '/many-labels': labels };
}

const files = await idxFiles();
const { openPage, test } = stage({
  server: {
    intercept(request, response) {
      if (!files[request.url]) return false;
      response.end(files[request.url]);
      return true;
    },
  },
});
let site;

/** Drags on the map for 1.5 s, a pointer event for each frame, and returns how far apart frames were and which tasks took too long. */
const dragOnce = () => site.page.evaluate(async (longest) => {
  const map = document.querySelector('[data-testid="latent-map"]');
  map.scrollIntoView({ block: 'center' });
  const box = map.getBoundingClientRect();
  const long = [];
  const observer = PerformanceObserver.supportedEntryTypes.includes('longtask')
    ? new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration).filter((duration) => duration > longest))) : null;
  const frame = () => new Promise(requestAnimationFrame);
  const tell = (type, u, v) => map.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, pointerType: 'mouse', button: 0, bubbles: true, clientX: box.left + u * box.width, clientY: box.top + v * box.height,
  }));
  // A pointer that only exists in a test cannot be captured.
  map.setPointerCapture = () => {};
  await frame();
  observer?.observe({ entryTypes: ['longtask'] });
  tell('pointerdown', 0.5, 0.5);
  const times = [await frame()];
  while (times.at(-1) - times[0] < 1500) {
    const angle = times.length / 15;
    tell('pointermove', 0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle));
    times.push(await frame());
  }
  tell('pointerup', 0.5, 0.5);
  delete map.setPointerCapture;
  observer?.disconnect();
  const apart = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
  return { median: apart[apart.length >> 1], frames: apart.length, worst: apart.at(-1), long: long.map(Math.round) };
}, LONGEST_TASK);

/**
 * What a drag takes of the page's thread in its longest task, in milliseconds of the processor: by the clock, a machine
 * that is busy besides makes a long task of any. Chromium only, which tells it; else 0.
 */
async function longestTask(work) {
  if (browserName !== 'chromium') return { result: await work(), processor: 0 };
  await site.page.tracing.start({ categories: ['toplevel'] });
  const result = await work();
  const { traceEvents } = JSON.parse(Buffer.from(await site.page.tracing.stop()).toString());
  const isMain = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ ph, name, pid, tid }) => ph === 'X' && name === 'ThreadControllerImpl::RunTask' && isMain.has(`${pid} ${tid}`));
  assert.ok(tasks.length > 50, `the trace tells of ${tasks.length} tasks`);
  return { result, processor: Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000 };
}

/** The best of up to three: what else the machine does can only make a drag slower. */
async function drag(most) {
  let best = null;
  for (let attempt = 0; attempt < 3 && !(best?.median <= most && best.processor <= LONGEST_TASK); attempt++) {
    const { result, processor } = await longestTask(dragOnce);
    best = best && best.median < result.median ? { ...best, processor: Math.min(best.processor, processor) }
      : { ...result, processor: Math.min(best?.processor ?? Infinity, processor) };
  }
  return best;
}

const told = ({ median, frames, worst, long, processor }) => `median ${median.toFixed(1)} ms of ${frames} frames, longest ` +
  `${worst.toFixed(0)} ms; longest task ${processor.toFixed(1)} ms of the processor, by the clock over ${LONGEST_TASK} ms: [${long}]`;

async function measure(t, what) {
  const rest = await drag(MOST_AT_REST);
  t.diagnostic(`${browserName}, ${what}, at rest: ${told(rest)}`);
  assert.ok(rest.median <= MOST_AT_REST, `at rest: ${told(rest)}`);
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  const training = await drag(MOST_IN_TRAINING);
  t.diagnostic(`${browserName}, ${what}, training: ${told(training)}`);
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  assert.ok(training.median <= MOST_IN_TRAINING, `training: ${told(training)}`);
  assert.ok(training.processor <= LONGEST_TASK, `no task takes so long that one feels it: ${told(training)}`);
}

test('a drag is answered in each frame, over the decoded grid, while training runs', async (t) => {
  site = await (await openPage()).ready();
  await site.page.select('[data-testid="map-grid"]', '20');
  await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.manifold === '20 3');
  await measure(t, '1 000 digits');
});

test('so it is with ten thousand digits on the map', async (t) => {
  site = await (await openPage()).ready();
  await site.page.evaluate(async () => {
    const transfer = new DataTransfer();
    for (const name of ['many-images', 'many-labels']) transfer.items.add(new File([await (await fetch(`/${name}`)).arrayBuffer()], name));
    const input = document.querySelector('[data-testid="load-digits"]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await site.waitFor((count) => document.querySelector('[data-testid="latent-map"]').dataset.points === String(count), HELD_OUT);
  await measure(t, '10 000 digits');
});
