// What a visitor feels: the first digit, drawing, and a page that stays awake while it trains.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { percentile } from './stats.mjs';

const kWorker = { who: 'latentpad', where: 'chromium', arithmetic: 'fused' };
/** For a page of which nothing came. */
const kUnknown = { who: 'latentpad', where: 'chromium', arithmetic: null, threads: 0 };
const kWatchMs = 5000;
const kPatienceMs = 30_000;

/** Files that are sent as they are: hosts compress text and WebAssembly, and these are compressed or numbers. */
const kSentAsTheyAre = new Set(['.gz', '.png', '.woff2', '.safetensors']);

/** @param {import('./measuring.mjs').Measuring} bench */
export async function measureDrawing(bench) {
  const one = { ...kWorker, threads: 1 };
  const row = (work, unit) => ({ work, ...one, unit });
  const runs = [];
  try {
    for (let run = 0; run < bench.mode.rounds; ++run) {
      runs.push((await bench.ask(one, { task: 'encodeDecode', count: 1000 })).times);
    }
    bench.add(row('encode+decode median', 'ms'), runs.map((times) => percentile(times, 0.5)));
    bench.add(row('encode+decode p99', 'ms'), runs.map((times) => percentile(times, 0.99)));
  } catch (error) {
    bench.leaveOut(row('encode+decode', 'ms'), error);
  }
}

/** @param {import('./measuring.mjs').Measuring} bench */
export async function measureBound(bench) {
  const entries = [1, 2].map((threads) => ({ ...kWorker, threads }));
  await bench.inTurns(entries.map((one) => ({
    row: { work: 'iwae bound', ...one, unit: 'samples/s' },
    measure: async () => (await bench.ask(one, { task: 'bound', samples: 5000, ...bench.turn })).rates,
  })));
}

/** Run in the page before anything of its own. */
export function noteFirstDigit() {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-testid="reconstruction"]')?.dataset.value !== 'shown') return;
    window.firstDigit = { ms: performance.now(), at: performance.timeOrigin + performance.now() };
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-value'] });
}

/** Run in the page before anything of its own. */
function noteLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration }))))
    .observe({ type: 'longtask' });
}

/** The engine that the page has chosen by itself. */
async function engineOf(page) {
  const reading = await page.waitForFunction(
    () => document.querySelector('[data-testid="engine"]')?.dataset.value,
    { timeout: kPatienceMs },
  );
  return { who: 'latentpad', where: 'chromium', ...JSON.parse(await reading.jsonValue()) };
}

/** A page in a profile of its own, with nothing cached. */
async function visit(bench, prepare, use) {
  const browser = await bench.browsers.browser('chromium');
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(prepare);
    await page.goto(bench.browsers.siteAddress, { waitUntil: 'load' });
    return await use(page);
  } finally {
    await context.close();
  }
}

async function bytesSent(path) {
  const name = path === '/' ? '/index.html' : path;
  const file = await readFile(new URL(`../../dist${name}`, import.meta.url));
  return kSentAsTheyAre.has(extname(path)) ? file.length : gzipSync(file, { level: 9 }).length;
}

/** From navigation to the first decoded digit, and all that was asked for until then. */
async function firstDigit(bench) {
  const asked = [];
  const note = ({ url }) => asked.push({ path: url.split(/[?#]/, 1)[0], at: Date.now() });
  bench.browsers.site.on('request', note);
  try {
    const { ms, at, one } = await visit(bench, noteFirstDigit, async (page) => {
      const found = await page.waitForFunction(() => window.firstDigit, { timeout: kPatienceMs });
      return { ...(await found.jsonValue()), one: await engineOf(page) };
    });
    const paths = new Set(asked.filter((request) => request.at <= at).map(({ path }) => path));
    const sizes = await Promise.all([...paths].map(bytesSent));
    return { one, ms, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    bench.browsers.site.off('request', note);
  }
}

/** @param {import('./measuring.mjs').Measuring} bench */
export async function measureFirstDigit(bench) {
  const visits = [];
  try {
    while (visits.length < bench.mode.visits) visits.push(await firstDigit(bench));
    const [{ one }] = visits;
    bench.add({ work: 'first digit', ...one, unit: 'ms' }, visits.map(({ ms }) => ms));
    bench.add({ work: 'first paint bytes', ...one, unit: 'bytes' }, visits.map(({ bytes }) => bytes));
  } catch (error) {
    bench.leaveOut({ work: 'first digit', ...kUnknown, unit: 'ms' }, error);
  }
}

/** The longest task of the page's own thread while it trains; 0: none was longer than 50 ms. */
async function longestTask(page) {
  const press = '[data-testid="train-play"]';
  const enabled = (selector) => document.querySelector(selector)?.disabled === false;
  await page.waitForFunction(enabled, { timeout: kPatienceMs }, press);
  // A task from before may be told of only now.
  const began = await page.evaluate(() => performance.now());
  await page.click(press);
  await new Promise((done) => { setTimeout(done, kWatchMs); });
  const { tasks, steps } = await page.evaluate((from) => ({
    tasks: window.longTasks.filter(({ startTime }) => startTime >= from).map(({ duration }) => duration),
    steps: Number(document.querySelector('[data-testid="train-step-count"]').dataset.value),
  }), began);
  if (!(steps > 100)) throw new Error(`it trained ${steps} steps in ${kWatchMs} ms`);
  return { one: await engineOf(page), longest: Math.max(0, ...tasks) };
}

/** @param {import('./measuring.mjs').Measuring} bench */
export async function measureLongTasks(bench) {
  const work = 'longest task over 50 ms';
  const watches = [];
  try {
    while (watches.length < bench.mode.watches) watches.push(await visit(bench, noteLongTasks, longestTask));
    bench.add({ work, ...watches[0].one, unit: 'ms' }, [Math.max(...watches.map(({ longest }) => longest))]);
  } catch (error) {
    bench.leaveOut({ work, ...kUnknown, unit: 'ms' }, error);
  }
}
