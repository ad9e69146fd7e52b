#!/usr/bin/env node
// How long the page takes to read 60,000 images of 28 × 28 in each format, and to use them.
//
//   node scripts/data-loading.mjs [--count N] [--only FORMAT[,FORMAT…]]
//
// For each format, in a new Chromium: the file's size; the time from the choice of the file to the dialog's summary, and from
// "Use these images" to the end of the dialog; the longest task of the page's thread over 50 ms in that time (0: none) and
// the largest processor time of a task, which does not include waiting for a processor that a worker uses; and the largest
// memory of the page's process. The images and labels are the same in all formats, and the page's count is checked.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { barImages, idxBytes, npyBytes, pngBytes } from '../tests/support/data-files.mjs';
import { openSite } from './browsers.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '60000' }, only: { type: 'string' } } });
const kCount = Number(values.count),
  kSide = 28,
  kPatienceMs = 300_000;

const { images, labels } = barImages(kCount, kSide, kSide, 10);
const pixelsOf = (n) => images.subarray(n * kSide * kSide, (n + 1) * kSide * kSide);

const formats = {
  idx: () => ({
    'images-idx3-ubyte': idxBytes([kCount, kSide, kSide], images),
    'labels-idx1-ubyte': idxBytes([kCount], labels),
  }),
  'idx.gz': () =>
    Object.fromEntries(
      Object.entries(formats.idx()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes, { level: 1 })]),
    ),
  npz: () => ({
    'set.npz': zipSync(
      { 'x_train.npy': npyBytes([kCount, kSide, kSide], images), 'y_train.npy': npyBytes([kCount], labels) },
      { level: 1 },
    ),
  }),
  csv: () => ({
    'set.csv': Buffer.from(Array.from(labels, (label, n) => `${label},${pixelsOf(n).join(',')}\n`).join('')),
  }),
  'zip of PNG': () => ({
    'set.zip': zipSync(
      Object.fromEntries(Array.from(labels, (label, n) => [`${label}/${n}.png`, pngBytes(kSide, kSide, pixelsOf(n))])),
      { level: 0 },
    ),
  }),
};

/** The largest memory of the process that shows the page, in MB: that of the renderers with the most. */
async function peakMemory(browser) {
  const parent = String(browser.process().pid);
  let most = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [status, command] = await Promise.all(
      ['status', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    if (!command.includes('--type=renderer')) continue;
    const isOurs = await hasAncestor(pid, parent);
    if (isOurs) most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
  return most;
}

async function hasAncestor(pid, wanted) {
  for (let at = pid; at !== '0' && at !== '';) {
    if (at === wanted) return true;
    const status = await readFile(`/proc/${at}/status`, 'utf8').catch(() => '');
    at = /PPid:\s+(\d+)/.exec(status)?.[1] ?? '';
  }
  return false;
}

/** The largest processor time of a task of the page's thread, in ms, in a trace of the browser. */
async function longestProcessorTime(file) {
  const { traceEvents } = JSON.parse(await readFile(file, 'utf8'));
  const isPage = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && isPage.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

async function measure(files, folder) {
  const { browser, url, close } = await openSite();
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(() => {
      window.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
      }).observe({ type: 'longtask' });
    });
    await page.goto(`${url}#view=bench`, { waitUntil: 'load' });
    await page.waitForFunction(() => document.querySelector('[data-testid="latent-map"]')?.dataset.points === '1000');
    await page.click('[data-testid="load-data"]');
    const input = await page.waitForSelector('[data-testid="own-data-files"]');
    const paths = [];
    for (const [name, bytes] of Object.entries(files)) {
      paths.push(join(folder, name));
      await writeFile(paths.at(-1), bytes);
    }
    // What was loading the page is not measured.
    await new Promise((done) => setTimeout(done, 4000));
    await page.evaluate(() => (window.longest = 0));
    const trace = join(folder, 'trace.json');
    await page.tracing.start({ path: trace, categories: ['toplevel'] });
    const began = performance.now();
    await input.uploadFile(...paths);
    await page.waitForFunction(() => !document.querySelector('[data-testid="own-data-found"]').hidden, {
      timeout: kPatienceMs,
    });
    const read = performance.now();
    const summary = await page.$eval('[data-testid="own-data-summary"]', (node) => node.textContent);
    if (!summary.includes(kCount.toLocaleString('en'))) throw new Error(`not all images were read: ${summary}`);
    await page.click('[data-testid="own-data-use"]');
    await page.waitForFunction(() => !document.querySelector('dialog[data-testid="own-data"]').open, {
      timeout: kPatienceMs,
    });
    const used = performance.now();
    await new Promise((done) => setTimeout(done, 3000));
    const longest = await page.evaluate(() => window.longest);
    await page.tracing.stop();
    const processor = await longestProcessorTime(trace);
    return { read: read - began, use: used - read, longest, processor, memory: await peakMemory(browser) };
  } finally {
    await close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'latentpad-data-'));
try {
  console.log(`${kCount} images of ${kSide} × ${kSide}\n`);
  console.log('format        file, MB   read, s   use, s   longest task, ms   processor, ms   memory, MB');
  for (const [name, make] of Object.entries(formats)) {
    if (values.only && !values.only.split(',').includes(name)) continue;
    const files = make();
    const size = Object.values(files).reduce((sum, { length }) => sum + length, 0) / 2 ** 20;
    const { read, use, longest, processor, memory } = await measure(files, folder);
    console.log(
      `${name.padEnd(12)} ${size.toFixed(1).padStart(9)} ${(read / 1000).toFixed(2).padStart(9)} ${(use / 1000).toFixed(2).padStart(8)} ${longest.toFixed(0).padStart(18)} ${processor.toFixed(0).padStart(15)} ${memory.toFixed(0).padStart(12)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
