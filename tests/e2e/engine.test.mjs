// The builds of the core in a browser: which one runs, its selection, and the fallback without threads.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { browserName } from './support/site.mjs';
import { newVisitor, createFixture } from './support/fixture.mjs';
import { isLong, whenLong } from '../support/long.mjs';
import { beforeWorker } from './support/before-worker.mjs';

const golden = JSON.parse(await readFile(new URL('../golden/checksums.json', import.meta.url), 'utf8'));
const NOT_ISOLATED = { 'Cross-Origin-Embedder-Policy': undefined, 'Cross-Origin-Opener-Policy': undefined };

const { openPage, serve, test, testIn, testOnceIn } = createFixture({ server: false, mayComplain: true });
let site;

/** Without the service worker, which fetches all builds and isolates pages that are not. */
const open = async ({ headers, intercept = () => false } = {}) => {
  await serve({
    headers,
    intercept(request, response) {
      if (!request.url.endsWith('/sw.js')) return intercept(request, response);
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end();
      return true;
    },
  });
  // The choice of an engine is saved.
  site = await (await openPage({}, { by: await newVisitor() })).ready();
};
const running = async () => JSON.parse(await site.value('engine'));
const says = (pattern) =>
  site.waitFor(
    (source) => new RegExp(source, 'i').test(document.querySelector('[data-testid="notice"]').textContent),
    pattern.source,
  );
const missing = (response) => response.writeHead(404).end() && true;

async function choose(id, value) {
  if (!(await site.page.$('.engine-choice[open]'))) await site.click('engine-choice');
  await site.page.select(`[data-testid="${id}"]`, value);
}

testIn(
  'firefox',
  'a browser without SIMD: another build, on one thread, as stated in the footer, and the pinned weights of the exact class',
  async () => {
    const files = new Set();
    const refusing = beforeWorker(`{
    const { validate } = WebAssembly, hasVectors = (bytes) => new Uint8Array(bytes.buffer ?? bytes).includes(0xfd);
    WebAssembly.validate = (bytes) => !hasVectors(bytes) && validate(bytes);
    WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('SIMD is not supported'); } };
  }`);
    await open({
      intercept: (request, response) =>
        (/latentpad-\w/.test(request.url) && !files.add(request.url)) || refusing(request, response),
    });
    assert.deepEqual(await running(), { arithmetic: 'exact', threads: 1, simd: false });
    assert.match(
      await (await site.$('engine')).evaluate((node) => node.textContent),
      /exact arithmetic, 1 thread without SIMD \(slower, with the same results\)$/,
    );
    assert.equal(await site.value('notice'), '');
    // Its glue and its module, which is fetched here only.
    assert.deepEqual(
      [...files].map((url) => url.match(/latentpad-([a-z]+)-[^/]*\.\w+$/)[1]),
      ['plain', 'plain'],
    );
    await choose('engine-arithmetic', 'exact');
    await site.waitFor(() => document.querySelector('#engine-no-simd').getClientRects().length > 0);
    const checksums = await site.page.evaluate(async () => {
      const client = window.latentpad,
        found = [];
      await client.createModel({ config: { hidden: [400], latentDim: 20 }, training: { seed: 1 } });
      // In pieces, because it is slow.
      for (let i = 0; i < 4; ++i) found.push((await client.step(5)).checksum);
      return found;
    });
    assert.equal(checksums.at(-1), golden['after 20 steps, seed 1'].exact);
    const asked = await site.page.evaluate(() => window.latentpad.choose({ threads: 2 }));
    assert.deepEqual([asked.threads, asked.fallback.code], [1, 'noSimd']);
    assert.deepEqual(site.errors, []);
  },
);

testOnceIn('firefox', 'isolated, but without SharedArrayBuffer: one thread, and no message', async () => {
  await open({ intercept: beforeWorker('delete globalThis.SharedArrayBuffer') });
  assert.ok(await site.page.evaluate(() => window.crossOriginIsolated));
  assert.deepEqual(await running(), { arithmetic: 'fused', threads: 1 });
  assert.equal(await site.value('notice'), '');
  assert.deepEqual(site.errors, []);
});

test('an isolated page computes with fused arithmetic and as many threads as processors, up to 4', async () => {
  const files = new Set();
  await open({ intercept: ({ url }) => /latentpad-/.test(url) && !files.add(url) });
  const processors = await site.page.evaluate(() => navigator.hardwareConcurrency);
  const { arithmetic, threads } = await running();
  assert.deepEqual([arithmetic, threads], ['fused', Math.min(4, processors)]);
  const text = await (await site.$('engine')).evaluate((node) => node.textContent);
  assert.match(text, /^C\+\+ core \d+\.\d+\.\d+, fused arithmetic, (1 thread|\d threads)$/);
  // One build of the five: its glue and its module; the threads run the same glue.
  assert.equal(files.size, 2, [...files].join(' '));
  assert.deepEqual(site.errors, []);
});

testIn(
  'firefox',
  'another engine is selected during training: the model and its steps are preserved, the run continues, and the choice is saved',
  async () => {
    await open();
    await site.click('train-play');
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 5);
    const before = await site.number('train-step-count');
    await choose('engine-arithmetic', 'exact');
    await choose('engine-threads', '1');
    await site.waitForValue('engine', JSON.stringify({ arithmetic: 'exact', threads: 1 }));
    await site.waitFor(
      (step) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > step,
      before,
    );
    assert.equal(await site.value('train-state'), 'running');
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');

    const [step, checksum] = [await site.value('train-step-count'), await site.value('checksum')];
    await choose('engine-threads', 'auto');
    await site.waitFor(() => JSON.parse(document.querySelector('[data-testid="engine"]').dataset.value).threads > 1);
    assert.deepEqual([await site.value('train-step-count'), await site.value('checksum')], [step, checksum]);
    assert.equal(await site.value('train-state'), 'paused');
    await site.click('train-step');
    await site.waitForValue('train-step-count', String(Number(step) + 1));

    await site.page.reload({ waitUntil: 'load' });
    await site.ready();
    assert.equal((await running()).arithmetic, 'exact');
    assert.equal(await (await site.$('engine-arithmetic')).evaluate((node) => node.value), 'exact');
    assert.deepEqual(site.errors, []);
  },
);

test(
  '784-400-20 after 200 steps has the pinned weights; in each class after 20, with one thread and with three',
  { timeout: 600_000 },
  async () => {
    await open();
    for (const [variant, pinned] of Object.entries(golden['after 200 steps, seed 1'])) {
      // To the end with one thread (a short run: in one class); the others must have the weights of its earlier step.
      let early;
      for (const [threads, turns] of [
        [1, isLong || variant === 'exact' ? 10 : 2],
        [3, 2],
      ]) {
        const { info, checksums } = await site.page.evaluate(
          async (options, count) => {
            const client = window.latentpad;
            const chosen = await client.choose(options);
            await client.createModel({ config: { hidden: [400], latentDim: 20 }, training: { seed: 1 } });
            const found = [];
            for (let i = 0; i < count; ++i) found.push((await client.step(20)).checksum);
            return { info: chosen, checksums: found };
          },
          { variant, threads },
          turns,
        );
        assert.deepEqual([info.arithmetic, info.threads, info.fallback], [variant, threads, null]);
        assert.equal(checksums[0], golden['after 20 steps, seed 1'][variant], variant);
        if (turns === 10) assert.equal(checksums.at(-1), pinned, variant);
        if (threads > 1) assert.equal(checksums.at(-1), early, `${variant}, ${threads} threads`);
        early = checksums[1];
      }
    }
    const refused = await site.page.evaluate(() =>
      window.latentpad.choose({ threads: 9 }).catch((error) => error.message),
    );
    assert.match(refused, /expected threads 'auto' or from 1 to 8, got 9/);
    assert.equal((await site.page.evaluate(() => window.latentpad.step())).step, 41);
    assert.deepEqual(site.errors, []);
  },
);

testOnceIn(
  'chromium',
  'a page that is not isolated computes with one thread, explains it beside the choice, and reports nothing else',
  async () => {
    await open({ headers: NOT_ISOLATED });
    assert.deepEqual(await running(), { arithmetic: 'fused', threads: 1 });
    assert.equal(await site.value('notice'), '');
    const options = await site.page.$$eval('[data-testid="engine-threads"] option', (list) =>
      list.map(({ value, disabled }) => [value, disabled]),
    );
    assert.deepEqual(options.slice(0, 2), [
      ['auto', false],
      ['1', false],
    ]);
    assert.ok(options.slice(2).every(([, disabled]) => disabled));
    assert.equal(await site.page.$eval('#engine-not-isolated', (node) => node.hidden), false);
    assert.equal(await site.page.$eval('#engine-no-fused', (node) => node.hidden), true);

    // Threads selected on an earlier visit are not available.
    await site.page.evaluate(() => localStorage.setItem('latentpad.engine', 'exact 2'));
    await site.page.reload({ waitUntil: 'load' });
    await site.ready();
    assert.deepEqual(await running(), { arithmetic: 'exact', threads: 1 });
    await says(/more were asked for/);
  },
);

testIn('chromium', 'the glue of the threads is missing: one thread is used and the page reports it', async () => {
  await open({ intercept: (request, response) => /-threads-[^/]*\.js/.test(request.url) && missing(response) });
  assert.deepEqual(await running(), { arithmetic: 'fused', threads: 1 });
  await says(/threads could not be started/);
});

testIn('firefox', 'the module with threads is truncated: one thread is used and the page reports it', async () => {
  await open({
    intercept(request, response) {
      if (!/-threads-[^/]*\.wasm/.test(request.url)) return false;
      response.writeHead(200, { 'Content-Type': 'application/wasm' });
      response.end(Buffer.from('0061736d01000000ff', 'hex'));
      return true;
    },
  });
  assert.deepEqual(await running(), { arithmetic: 'fused', threads: 1 });
  await says(/threads could not be started \(The engine arrived damaged/);
});

testOnceIn(
  'firefox',
  'the threads’ workers are blocked: one thread is used and the page reports it, without uncaught errors',
  async () => {
    await open({
      intercept: (request, response) =>
        /thread-worker/.test(request.url)
        && response.writeHead(404, { 'Content-Type': 'text/javascript' }).end()
        && true,
    });
    assert.deepEqual(await running(), { arithmetic: 'fused', threads: 1 });
    await says(/threads could not be started/);
    assert.deepEqual(
      site.errors.filter((error) => !/404/.test(error)),
      [],
    );
  },
);

// Firefox did not return from one in twenty `new Worker` within a worker.
whenLong(testIn)('firefox', 'threads start every time', async () => {
  await open();
  // In Firefox, one start in twenty never completed if a worker created the threads.
  for (let i = 0; i < (browserName === 'firefox' ? 12 : 4); ++i) {
    const { threads, fallback } = await site.page.evaluate(() => window.latentpad.choose({ threads: 3 }));
    assert.deepEqual([threads, fallback], [3, null], `start ${i}`);
  }
  assert.deepEqual(site.errors, []);
});

testIn('chromium', 'an engine that is missing on the host cannot be selected; the current one continues', async () => {
  await open({
    intercept: (request, response) => /exact-threads-[^/]*\.|latentpad-exact-/.test(request.url) && missing(response),
  });
  const checksum = await site.value('checksum');
  const before = await running();
  await choose('engine-arithmetic', 'exact');
  await says(/missing on this host|failed|error/);
  assert.deepEqual(await running(), before);
  assert.equal(await (await site.$('engine-arithmetic')).evaluate((node) => node.value), 'auto');
  await site.click('train-step');
  await site.waitForValue('train-step-count', '1');
  assert.notEqual(await site.value('checksum'), checksum);
});
