// The page as a user sees it: the time to the first digit, drawing, and long tasks during training.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { boundName, kBoundSamples } from '../growth.mjs';
import { percentile } from '../stats.mjs';
import { engineOf, kPatienceMs, kSlow, press, unknownEngine, loadPage } from '../page-loads.mjs';

const kWorker = { who: 'latentpad', where: 'chromium', arithmetic: 'fused' };
const kBrowsers = ['chromium', 'firefox'];
const kWatchMs = 5000;

/** Files sent uncompressed: hosts compress text and WebAssembly; these are compressed already, or numbers. */
const kSentAsTheyAre = new Set(['.gz', '.png', '.woff2', '.safetensors']);

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureDrawing(bench) {
  const one = { ...kWorker, threads: 1 };
  const row = (work, unit) => ({ work, ...one, unit });
  const runs = [];
  try {
    for (let run = 0; run < bench.mode.rounds; ++run) {
      runs.push((await bench.ask(one, { task: 'encodeDecode', count: 1000 })).times);
    }
    bench.add(
      row('encode+decode median', 'ms'),
      runs.map((times) => percentile(times, 0.5)),
    );
    bench.add(
      row('encode+decode p99', 'ms'),
      runs.map((times) => percentile(times, 0.99)),
    );
  } catch (error) {
    bench.leaveOut(row('encode+decode', 'ms'), error);
  }
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureBound(bench) {
  const entry = (samples, threads) => {
    const one = { ...kWorker, threads };
    return {
      row: { work: boundName(samples), ...one, unit: 'samples/s' },
      measure: async () => (await bench.ask(one, { task: 'bound', samples, ...bench.turn })).rates,
    };
  };
  await bench.inTurns([...kBoundSamples.map((samples) => entry(samples, 1)), entry(kBoundSamples.at(-1), 2)]);
}

/** Runs in the page before its own scripts. */
export function noteFirstDigit() {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-testid="reconstruction"]')?.dataset.value !== 'shown') return;
    window.firstDigit = { ms: performance.now(), at: performance.timeOrigin + performance.now() };
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-value'] });
}

/**
 * Runs in the page before its own scripts: records long tasks and, for browsers that do not report them, the time between
 * repeated calls on the thread.
 */
function noteLongTasks() {
  window.longTasks = [];
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    new PerformanceObserver((list) =>
      window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))),
    ).observe({ type: 'longtask' });
    return;
  }
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    if (now - last > 50) window.longTasks.push({ startTime: last, duration: now - last });
    last = now;
  }, 4);
}

async function bytesSent(path) {
  const name = path === '/' ? '/index.html' : path;
  const file = await readFile(new URL(`../../../dist${name}`, import.meta.url));
  return kSentAsTheyAre.has(extname(path)) ? file.length : gzipSync(file, { level: 9 }).length;
}

/** The first digit in Chromium with a network and processor as kSlow. */
export const slowDigitName = 'first digit, 1.6 Mbit/s, 150 ms, CPU/4';

/** From navigation to the first decoded digit, and all requests until then. */
async function firstDigit(bench, where, slow) {
  const asked = [];
  const note = ({ url }) => asked.push({ path: url.split(/[?#]/, 1)[0], at: Date.now() });
  bench.browsers.site.on('request', note);
  try {
    const { ms, at, one } = await loadPage(bench, where, {
      prepare: noteFirstDigit,
      slow,
      async use(page) {
        const found = await page.waitForFunction(() => window.firstDigit, { timeout: kPatienceMs });
        return { ...(await found.jsonValue()), one: await engineOf(page, where) };
      },
    });
    const paths = new Set(asked.filter((request) => request.at <= at).map(({ path }) => path));
    const sizes = await Promise.all([...paths].map(bytesSent));
    return { one, ms, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    bench.browsers.site.off('request', note);
  }
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureFirstDigit(bench) {
  for (const where of kBrowsers) {
    const pageLoads = [];
    try {
      while (pageLoads.length < bench.mode.pageLoads) pageLoads.push(await firstDigit(bench, where));
      const [{ one }] = pageLoads;
      bench.add(
        { work: 'first digit', ...one, unit: 'ms' },
        pageLoads.map(({ ms }) => ms),
      );
      bench.add(
        { work: 'first paint bytes', ...one, unit: 'bytes' },
        pageLoads.map(({ bytes }) => bytes),
      );
    } catch (error) {
      bench.leaveOut({ work: 'first digit', ...unknownEngine(where), unit: 'ms' }, error);
    }
  }
  await measureSlowDigit(bench);
}

/** Firefox cannot be slowed down. @param {import('../measuring.mjs').Measuring} bench */
async function measureSlowDigit(bench) {
  try {
    const pageLoads = [];
    while (pageLoads.length < bench.mode.pageLoads) pageLoads.push(await firstDigit(bench, 'chromium', kSlow));
    bench.add(
      { work: slowDigitName, ...pageLoads[0].one, unit: 'ms' },
      pageLoads.map(({ ms }) => ms),
    );
  } catch (error) {
    bench.leaveOut({ work: slowDigitName, ...unknownEngine('chromium'), unit: 'ms' }, error);
  }
}

/** What else the machine does while the page trains. */
export const kWatched = [
  { compares: false, isBusy: false, situation: '' },
  { compares: true, isBusy: false, situation: ', comparison in view' },
  { compares: false, isBusy: true, situation: ', one processor busy' },
];

/**
 * The name of the measurement by browser: Firefox reports no tasks, so a timer is set every 4 ms, and
 * its maximum delay is reported.
 */
export const watchName = (where, situation) =>
  `${where === 'firefox' ? 'longest wait for the thread' : 'longest task'} over 50 ms${situation}`;

/** What a task of the page's thread computes itself, apart from its wait for a processor. */
export const taskTimeName = (situation) => `longest task, processor time${situation}`;

/**
 * The longest task of the page's thread by processor time, in ms, from a trace of Chromium.
 * @param {import('puppeteer-core').Page} page
 * @param {() => Promise<void>} use
 */
async function longestByProcessor(page, use) {
  await page.tracing.start({ categories: ['toplevel'] });
  await use();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
  const threads = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf),
  );
  const times = traceEvents
    .filter((event) => event.tdur && threads.has(threadOf(event)))
    .map(({ tdur }) => tdur / 1000);
  if (times.length === 0) throw new Error('the trace has no tasks of the page');
  return Math.max(...times);
}

/**
 * Trains for kWatchMs: one model, or all three in the comparison.
 * @returns {Promise<{one: object, longest: number, processor: number | null}>}  the longest task of the page's thread by the
 *   clock, 0 if none took more than 50 ms, and instead by processor time if `isTraced`, which a trace slows down
 */
async function longestTask(page, where, { compares, isTraced }) {
  const bar = compares ? 'compare' : 'train';
  if (compares) {
    await page.waitForFunction(() => document.querySelector('[data-testid="latent-map"]')?.dataset.points === '1000', {
      timeout: kPatienceMs,
    });
    await page.$eval('[data-testid="compare"]', (node) => node.scrollIntoView());
    await page.waitForFunction(
      () => document.querySelector('[data-testid="compare-scatter-ae"]')?.dataset.points === '1000',
      { timeout: kPatienceMs },
    );
  }
  const enabled = (selector) => document.querySelector(selector)?.disabled === false;
  await page.waitForFunction(enabled, { timeout: kPatienceMs }, `[data-testid="${bar}-play"]`);
  const progress = () =>
    page.$eval(`[data-testid="${compares ? 'compare-epoch' : 'train-step-count'}"]`, (node) =>
      Number(node.dataset.value),
    );
  const before = await progress();
  // An earlier task may be reported only now.
  const began = await page.evaluate(() => performance.now());
  const train = async () => {
    await press(page, `${bar}-play`);
    await new Promise((done) => {
      setTimeout(done, kWatchMs);
    });
  };
  let processor = null;
  if (isTraced) processor = await longestByProcessor(page, train);
  else await train();
  const tasks = await page.evaluate(
    (from) => window.longTasks.filter(({ startTime }) => startTime >= from).map(({ duration }) => duration),
    began,
  );
  const trained = (await progress()) - before;
  if (!(trained > (compares ? 0 : 100)))
    throw new Error(`it trained ${trained} ${compares ? 'epochs' : 'steps'} in ${kWatchMs} ms`);
  return { one: await engineOf(page, where), longest: Math.max(0, ...tasks), processor };
}

/** @param {import('../measuring.mjs').Measuring} bench */
export async function measureLongTasks(bench) {
  for (const where of kBrowsers) {
    for (const { compares, isBusy, situation } of kWatched) {
      const work = watchName(where, situation);
      const watches = [];
      const watch = (isTraced) =>
        loadPage(bench, where, {
          // Where training and the comparison are on one page.
          hash: '#view=bench',
          prepare: noteLongTasks,
          use: (page) => longestTask(page, where, { compares, isTraced }),
        });
      const other = isBusy ? spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }) : null;
      try {
        while (watches.length < bench.mode.watches) watches.push(await watch(false));
        const [{ one }] = watches;
        bench.add({ work, ...one, unit: 'ms' }, [Math.max(...watches.map(({ longest }) => longest))]);
        if (where === 'chromium')
          bench.add({ work: taskTimeName(situation), ...one, unit: 'ms' }, [(await watch(true)).processor]);
      } catch (error) {
        bench.leaveOut({ work, ...unknownEngine(where), unit: 'ms' }, error);
      } finally {
        other?.kill('SIGKILL');
      }
    }
  }
}
