// The service worker over a fake network and cache: the files it caches, its answers, and the requests it ignores.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

const source = await readFile(new URL('../../web/sw.js', import.meta.url), 'utf8');
const SCOPE = 'https://host/app/';
const LIST = 'latentpad-files.json';
const CONTENT = { '': '<h1>page</h1>', 'favicon.svg': '<svg/>', 'assets/main-1.js': 'main', 'assets/a-1.wasm': 'a' };

/** The part of the Cache API that the worker uses; with `full` it rejects writes. */
function createCaches() {
  const stores = new Map();
  const caches = {
    full: false,
    async open(name) {
      if (!stores.has(name)) stores.set(name, new Map());
      const store = stores.get(name);
      return {
        match: async (url) => store.get(url)?.clone(),
        async put(url, response) {
          if (caches.full) throw new DOMException('full', 'QuotaExceededError');
          store.set(url, response);
        },
        delete: async (url) => store.delete(url),
      };
    },
    async match(url) {
      for (const store of stores.values()) if (store.has(url)) return store.get(url).clone();
      return undefined;
    },
    keys: async () => [...stores.keys()],
    delete: async (name) => stores.delete(name),
    /** The cached paths, by name of the cache, without its list. */
    content: (name) =>
      [...(stores.get(name)?.keys() ?? [])]
        .map((url) => url.slice(SCOPE.length))
        .filter((path) => path !== LIST)
        .sort(),
  };
  return caches;
}

const digest = (text) => createHash('sha256').update(text).digest('base64');

/** A worker of one build. `network` answers by path; a missing path is a lost connection. */
function start({ content = CONTENT, network = { ...content }, caches = createCaches(), windows = 1 } = {}) {
  const files = Object.fromEntries(Object.entries(content).map(([path, text]) => [path, digest(text)]));
  const version = digest(JSON.stringify(files));
  const handlers = {};
  const asked = [];
  const self = {
    registration: { scope: SCOPE },
    clients: { matchAll: async () => Array.from({ length: windows }, () => ({ url: SCOPE })) },
    skipWaiting() {},
    addEventListener: (type, handler) => {
      handlers[type] = handler;
    },
  };
  const fetch = async (request, { cache = request.cache ?? 'default' } = {}) => {
    const path = (request.url ?? request).slice(SCOPE.length);
    asked.push(`${path} ${cache}`);
    const found = network[path];
    if (found === undefined) throw new TypeError('no connection');
    return found instanceof Response
      ? found.clone()
      : new Response(found, { headers: { 'Content-Security-Policy': 'strict' } });
  };
  const build = JSON.stringify({ version, files });
  runInNewContext(
    source.replace("{ version: '', files: {} }", () => build),
    { self, caches, fetch, crypto, btoa, Response, Headers, TextDecoder, URL, Uint8Array, ArrayBuffer, Map },
  );
  const dispatch = async (type, event) => {
    const pending = [];
    let answer = null;
    handlers[type]({
      ...event,
      waitUntil: (work) => pending.push(work),
      respondWith: (given) => {
        answer = given;
      },
    });
    const response = await answer;
    while (pending.length > 0) await pending.pop();
    return response;
  };
  return {
    caches,
    network,
    asked,
    name: `latentpad ${SCOPE} ${version}`,
    /** null if the worker leaves a request to the browser. */
    get: (path, { method = 'GET', headers = {}, cache = 'default' } = {}) =>
      dispatch('fetch', { request: { url: new URL(path, SCOPE).href, method, cache, headers: new Headers(headers) } }),
    settle: (script = 'assets/main-1.js') => dispatch('message', { data: SCOPE + script }),
  };
}

test('responses gain the headers for isolation and retain their own', async () => {
  const worker = start({
    network: {
      '': new Response('x', {
        status: 203,
        headers: { 'Content-Security-Policy': 'strict', 'Cross-Origin-Embedder-Policy': 'credentialless' },
      }),
    },
  });
  const { status, headers } = await worker.get('');
  assert.equal(status, 203);
  assert.equal(headers.get('Content-Security-Policy'), 'strict');
  assert.equal(headers.get('Cross-Origin-Embedder-Policy'), 'credentialless');
  assert.equal(headers.get('Cross-Origin-Opener-Policy'), 'same-origin');
  assert.equal(headers.get('Cross-Origin-Resource-Policy'), 'same-origin');
});

test('requests outside the page are left to the browser', async () => {
  const worker = start();
  assert.equal(await worker.get('assets/main-1.js', { method: 'POST' }), null);
  assert.equal(await worker.get('assets/main-1.js', { headers: { Range: 'bytes=0-1' } }), null);
  for (const path of ['other.html', 'neighbour/', 'constructor', '../', 'https://elsewhere/app/favicon.svg']) {
    assert.equal(await worker.get(path), null, path);
  }
  assert.deepEqual(worker.asked, []);
});

test('hashed files come from the cache; the page and files without a hash from the network, if there is one', async () => {
  const worker = start();
  await worker.settle();
  worker.asked.length = 0;
  for (const path of ['', 'favicon.svg', 'assets/main-1.js']) assert.equal((await worker.get(path)).status, 200, path);
  assert.deepEqual(worker.asked, [' default', 'favicon.svg default']);
  for (const path of Object.keys(worker.network)) delete worker.network[path];
  for (const [path, text] of Object.entries({ ...CONTENT, 'index.html?from=link': CONTENT[''] })) {
    assert.equal(await (await worker.get(path)).text(), text, path);
  }
});

test('only the bytes of the build are cached', async () => {
  const damaged = { 'assets/main-1.js': 'mai', 'favicon.svg': new Response('not found', { status: 404 }) };
  const worker = start({ network: { ...CONTENT, ...damaged, 'assets/newer-2.js': 'newer' } });
  for (const path of ['assets/main-1.js', 'favicon.svg', 'assets/newer-2.js', 'assets/a-1.wasm'])
    await worker.get(path);
  await worker.settle();
  assert.deepEqual(worker.caches.content(worker.name), ['assets/a-1.wasm'], 'and no page without its files');
});

test('a fetch past the caches goes to the network and replaces the cached file', async () => {
  const worker = start();
  await worker.get('assets/a-1.wasm');
  await worker.get('assets/a-1.wasm');
  await worker.get('assets/a-1.wasm', { cache: 'reload' });
  assert.deepEqual(worker.asked, ['assets/a-1.wasm default', 'assets/a-1.wasm reload']);
  delete worker.network['assets/a-1.wasm'];
  await assert.rejects(worker.get('assets/a-1.wasm', { cache: 'reload' }), /no connection/);
  assert.equal((await worker.get('assets/a-1.wasm')).status, 200);
});

test('a new build reuses unchanged files and deletes the old ones, unless another window uses them', async () => {
  const content = { ...CONTENT, '': '<h1>newer</h1>', 'assets/main-2.js': 'newer' };
  delete content['assets/main-1.js'];
  const old = start();
  await old.settle();
  await old.caches.open('someone else’s');
  const newer = start({ content, caches: old.caches });
  await newer.settle('assets/main-2.js');
  assert.deepEqual(newer.asked, ['favicon.svg default', 'assets/main-2.js default', ' no-cache']);
  assert.deepEqual(await old.caches.keys(), ['someone else’s', newer.name]);

  const busy = start();
  await busy.settle();
  const beside = start({ content, caches: busy.caches, windows: 2 });
  await beside.settle('assets/main-2.js');
  assert.deepEqual(await busy.caches.keys(), [busy.name, beside.name]);
});

test('a page of another build does not affect this worker; the last build is retained until a new one is complete', async () => {
  const old = start();
  await old.settle();
  const newer = start({ content: { ...CONTENT, '': 'newer' }, network: {}, caches: old.caches });
  await newer.settle('assets/main-0.js');
  assert.deepEqual(newer.asked, []);
  await newer.settle();
  assert.deepEqual(await old.caches.keys(), [old.name, newer.name]);
  assert.equal(await (await newer.get('')).text(), CONTENT['']);
});

test('full or forbidden storage: everything comes from the network', async () => {
  const worker = start();
  worker.caches.full = true;
  await worker.settle();
  assert.equal(await (await worker.get('assets/main-1.js')).text(), 'main');
  worker.caches.open =
    worker.caches.match =
    worker.caches.keys =
      () => Promise.reject(new DOMException('forbidden', 'SecurityError'));
  await worker.settle();
  assert.equal(await (await worker.get('assets/main-1.js')).text(), 'main');
});

/** A worker whose build is cached completely, and its cache. */
async function settled(options) {
  const worker = start(options);
  await worker.settle();
  worker.asked.length = 0;
  return { worker, cache: await worker.caches.open(worker.name) };
}
const DAMAGED = {
  cut: (text) => text.slice(0, text.length / 2),
  empty: () => '',
  'other bytes': (text) => `${text.slice(0, -1)}?`,
};

test('a file damaged in storage is not served: it is deleted, fetched again and cached', async () => {
  for (const [how, change] of Object.entries(DAMAGED)) {
    for (const path of ['assets/main-1.js', 'assets/a-1.wasm']) {
      const { worker, cache } = await settled();
      await cache.put(SCOPE + path, new Response(change(CONTENT[path])));
      assert.equal(await (await worker.get(path)).text(), CONTENT[path], `${path}: ${how}`);
      assert.equal(await (await worker.get(path)).text(), CONTENT[path]);
      assert.deepEqual(worker.asked, [`${path} default`], 'fetched once');
      assert.equal(await (await cache.match(SCOPE + path)).text(), CONTENT[path]);
    }
  }
});

test('without a connection a damaged file is an error, and so is a damaged page', async () => {
  for (const path of ['assets/main-1.js', '']) {
    const { worker, cache } = await settled({ network: { ...CONTENT } });
    await cache.put(SCOPE + path, new Response('<h1>other</h1>'));
    for (const one of Object.keys(worker.network)) delete worker.network[one];
    await assert.rejects(worker.get(path), /no connection/);
    assert.equal(await cache.match(SCOPE + path), undefined);
  }
});

test('another cache on the same host is never read', async () => {
  const caches = createCaches();
  for (const name of ['somebody else’s', 'latentpad https://host/ 1', `latentpad ${SCOPE}deeper/ 1`]) {
    for (const path of Object.keys(CONTENT))
      await (await caches.open(name)).put(SCOPE + path, new Response('window.pwned = 1'));
  }
  const worker = start({ caches });
  for (const [path, text] of Object.entries(CONTENT)) assert.equal(await (await worker.get(path)).text(), text, path);
  await worker.settle();
  const offline = start({ caches, network: {} });
  for (const [path, text] of Object.entries(CONTENT)) assert.equal(await (await offline.get(path)).text(), text, path);
});

test('a cache with this name and a list that does not match is verified by the sums of this build only', async () => {
  const caches = createCaches(),
    name = `latentpad ${SCOPE} ${digest('a list')}`,
    forged = await caches.open(name);
  const files = { '': digest('forged'), 'assets/late-0.js': digest('forged') };
  await forged.put(SCOPE + LIST, new Response(JSON.stringify(files)));
  for (const path of [...Object.keys(files), 'assets/main-1.js'])
    await forged.put(SCOPE + path, new Response('forged'));
  const worker = start({ caches, network: {} });
  for (const path of ['', 'assets/late-0.js', 'assets/main-1.js'])
    await assert.rejects(worker.get(path), /no connection/, path);
});

test('a window of the last build gets its late files from the cache, unless they are damaged', async () => {
  const content = { ...CONTENT, 'assets/late-1.js': 'late', 'assets/later-1.js': 'later' };
  const { worker: old, cache } = await settled({ content });
  await cache.put(`${SCOPE}assets/later-1.js`, new Response('lat'));
  const newer = start({ content: { ...CONTENT, '': 'newer' }, network: {}, caches: old.caches, windows: 2 });
  assert.equal(await (await newer.get('assets/late-1.js')).text(), 'late');
  await assert.rejects(newer.get('assets/later-1.js'), /no connection/);
});

test('network bytes that differ from the build’s: fetched once past the caches, then an error', async () => {
  const worker = start({ network: { ...CONTENT, 'assets/main-1.js': '<h1>log in to this network</h1>' } });
  const refused = await worker.get('assets/main-1.js');
  assert.deepEqual([refused.ok, refused.statusText], [false, 'Damaged']);
  assert.deepEqual(worker.asked, ['assets/main-1.js default', 'assets/main-1.js reload']);
  worker.network['assets/main-1.js'] = CONTENT['assets/main-1.js'];
  assert.equal(await (await worker.get('assets/main-1.js')).text(), 'main');
  const missing = start({ network: { ...CONTENT, 'assets/main-1.js': new Response('none', { status: 404 }) } });
  assert.equal((await missing.get('assets/main-1.js')).status, 404);
});
