// The service worker: isolation on hosts that send no headers, offline visits, new versions.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStaticServer } from '../../scripts/serve.mjs';
import { writeServiceWorker } from '../../scripts/service-worker.mjs';
import { newVisitor, createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const plainHost = { 'Cross-Origin-Embedder-Policy': undefined, 'Cross-Origin-Opener-Policy': undefined };

const { openPage, serve, server, testIn, testOnceIn } = createFixture({ server: false });
let site;

/** Opens the page as a new visitor. `intercept` as in serve(). */
async function visit({ headers, intercept = () => false, folder = '', hash = '' } = {}) {
  await serve({
    headers,
    intercept(request, response) {
      // The folder of the host is not part of the paths of the build.
      if (folder && !request.url.startsWith(`/${folder}`)) return response.writeHead(404).end() && true;
      request.url = request.url.replace(folder, '');
      return intercept(request, response);
    },
  });
  site = await openPage({ hash }, { by: await newVisitor(), address: server.address + folder });
}

const isolated = () => site.page.evaluate(() => window.crossOriginIsolated);
/** Number of page loads in the window; requests by the service worker do not count. */
const loads = () => site.requests.filter((url) => url.split('#')[0] === site.page.url().split('#')[0]).length;
const isActive = () => site.waitFor(async () => (await navigator.serviceWorker.ready).active.state === 'activated');
/** The page is cached after all its dependencies. */
const allKept = () => site.waitFor(async () => (await caches.match(location.href)) !== undefined);

async function reload() {
  await site.page.reload({ waitUntil: 'load' });
  await site.ready();
}

/** Leaves the page and returns while the host is unreachable: an open page might still fetch files. */
async function comeBackOffline() {
  const address = site.page.url();
  await site.page.goto('about:blank');
  await server.close();
  await site.page.goto(address, { waitUntil: 'load' });
  await site.ready();
}

testOnceIn(
  'chromium',
  'a host without headers, in a folder: isolated after one reload, then available offline',
  async () => {
    await visit({ headers: plainHost, folder: 'deep/er/', hash: '#lang=ko' });
    await site.waitFor(() => window.crossOriginIsolated);
    await site.ready();
    assert.equal(loads(), 2);
    assert.equal(await site.page.evaluate(() => `${location.hash} ${document.documentElement.lang}`), '#lang=ko ko');
    await allKept();
    await comeBackOffline();
    assert.ok(await isolated());
    const [threads, processors] = await site.page.evaluate(async () => [
      (await window.latentpad.ready).threads,
      navigator.hardwareConcurrency,
    ]);
    assert.equal(threads > 1, processors > 1, 'threads run on isolation by the service worker');
    // Sections that have not been opened are available too.
    await (await site.$('compare')).evaluate((node) => node.scrollIntoView());
    await site.waitFor(() => document.querySelector('[data-testid="compare-scatter-ae"]')?.dataset.points === '1000');
  },
);

testOnceIn('chromium', 'a user who is drawing is not interrupted; the next visit is isolated', async () => {
  let release;
  const touched = new Promise((done) => {
    release = done;
  });
  await visit({
    headers: plainHost,
    intercept(request, response) {
      if (request.url !== '/sw.js') return false;
      void touched.then(async () => {
        response.writeHead(200, { 'Content-Type': 'text/javascript' });
        response.end(await readFile(new URL('../../dist/sw.js', import.meta.url)));
      });
      return true;
    },
  });
  await site.drawWithMouse([
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  release();
  await isActive();
  await site.ready();
  assert.equal(await isolated(), false);
  assert.equal(loads(), 1);
  await reload();
  assert.ok(await isolated());
  assert.equal(loads(), 2);
});

whenLong(testOnceIn)(
  'firefox',
  'a host with headers: never reloaded or claimed during the visit, and available offline',
  async () => {
    await visit();
    await site.ready();
    assert.ok(await isolated());
    await allKept();
    assert.equal(loads(), 1);
    // A request made while the worker claims a page may never be answered (Firefox 153).
    assert.equal(await site.page.evaluate(() => navigator.serviceWorker.controller), null);
    await comeBackOffline();
  },
);

testIn('firefox', 'a new version appears at the next load, and nothing of the old one remains', async () => {
  const newer = await mkdtemp(join(tmpdir(), 'latentpad-'));
  try {
    await cp(new URL('../../dist', import.meta.url), newer, { recursive: true });
    const page = await readFile(join(newer, 'index.html'), 'utf8');
    await writeFile(join(newer, 'index.html'), page.replace('<h1>latentpad', '<h1>newer'));
    writeServiceWorker(newer);
    const [answer] = (await createStaticServer(newer)).listeners('request');
    let isNewer = false;
    await visit({ intercept: (request, response) => isNewer && (answer(request, response), true) });
    await site.ready();
    await allKept();
    const old = await site.page.evaluate(() => caches.keys());
    isNewer = true;
    await reload();
    assert.equal(await site.page.$eval('h1', (name) => name.textContent), 'newer');
    await site.waitFor(async (name) => !(await caches.has(name)), old[0]);
    assert.equal((await site.page.evaluate(() => caches.keys())).length, 1);
    await allKept();
    await comeBackOffline();
    assert.equal(await site.page.$eval('h1', (name) => name.textContent), 'newer');
  } finally {
    await rm(newer, { recursive: true });
  }
});

/** Damages the cached copy of a file, or adds an entry for its URL to another cache. */
const damage = (pattern, how) =>
  site.page.evaluate(
    async ([source, way]) => {
      const [own] = (await caches.keys()).filter((name) => name.startsWith('latentpad ')),
        cache = await caches.open(own);
      const request = (await cache.keys()).find(({ url }) => new RegExp(source).test(url)),
        response = await cache.match(request);
      const bytes = new Uint8Array(await response.arrayBuffer()),
        { headers } = response;
      if (way === 'cut') await cache.put(request, new Response(bytes.slice(0, bytes.length / 2), { headers }));
      else if (way === 'emptied') await cache.put(request, new Response('', { headers }));
      else if (way === 'flipped')
        await cache.put(
          request,
          new Response(
            bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte)),
            { headers },
          ),
        );
      else {
        await cache.delete(request);
        await (
          await caches.open('somebody else')
        ).put(request, new Response(`window.pwned = 1;${new TextDecoder().decode(bytes)}`, { headers }));
      }
    },
    [pattern, how],
  );

whenLong(testOnceIn)(
  'chromium',
  'the browser’s cache is damaged, or another cache has the file: the page is as built',
  async () => {
    await visit();
    await site.ready();
    await allKept();
    // Each file is checked on its own: several at a reload.
    for (const damages of [
      [
        ['/main-', 'cut'],
        ['/worker-', 'flipped'],
        ['digits', 'cut'],
      ],
      [
        ['/dom-', 'emptied'],
        ['\\.wasm$', 'flipped'],
        ['vae-2d', 'flipped'],
      ],
      [
        ['/dom-', 'elsewhere'],
        ['/worker-', 'cut'],
        ['\\.wasm$', 'cut'],
      ],
    ]) {
      for (const [pattern, how] of damages) await damage(pattern, how);
      await reload();
      assert.equal(await site.page.evaluate(() => window.pwned), undefined, `${damages}`);
      assert.equal(await site.value('notice'), '', `${damages}`);
    }
    await allKept();
    await comeBackOffline();
    // Without a connection a damaged file is unavailable: the page reports it.
    await damage('/main-', 'cut');
    await site.page.reload({ waitUntil: 'load' });
    await site.waitFor(() => document.querySelector('#boot')?.classList.contains('is-shown'));
    assert.match(await site.page.$eval('#boot', (notice) => notice.innerText), /has not arrived/);
    site.errors = site.errors.filter(
      (line) =>
        !/ERR_|Failed to|error loading|Loading (module|failed)|NetworkError|ServiceWorker|JSHandle@error/i.test(line),
    );
  },
);

testOnceIn('firefox', 'no service worker available: one thread, and no message', async () => {
  await visit({
    headers: plainHost,
    intercept: (request, response) => request.url === '/sw.js' && response.writeHead(404).end() && true,
  });
  await site.ready();
  assert.equal(await isolated(), false);
  assert.equal(loads(), 1);
  // Chromium itself reports a missing script.
  site.errors = site.errors.filter((line) => !/bad HTTP response code/.test(line));
});
