// The page's side of the service worker: when it reloads, and when it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOffline } from '../../../../web/features/offline/offline.js';

/** The part of a window that startOffline() uses. */
function windowOf({ isolated = false, controller = null, framed = false, storage = new Map(), register } = {}) {
  const registration = Object.assign(new EventTarget(), { installing: null, waiting: null, active: null });
  const workers = {
    controller,
    register:
      register
      ?? (async (address) => {
        assert.equal(address, './sw.js', 'beside index.html');
        return registration;
      }),
  };
  const page = Object.assign(new EventTarget(), {
    navigator: { serviceWorker: workers },
    crossOriginIsolated: isolated,
    sessionStorage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) },
    time: 0,
    performance: { now: () => page.time },
    reloads: [],
    location: { href: 'https://host/app/#lang=ko', replace: (address) => page.reloads.push(address) },
    history: {
      replaceState: (state, title, address) => {
        page.location.href = `https://host/app/${address}`;
      },
    },
    asked: [],
    /** A service worker is found, installed and becomes the active one. */
    async activate(name = 'first') {
      const worker = Object.assign(new EventTarget(), {
        state: 'installing',
        postMessage: (address) => page.asked.push(`${name}: ${address}`),
      });
      registration.installing = worker;
      await new Promise(setImmediate);
      registration.dispatchEvent(new Event('updatefound'));
      Object.assign(registration, { installing: null, active: worker });
      for (const state of ['installed', 'activating', 'activated']) {
        worker.state = state;
        worker.dispatchEvent(new Event('statechange'));
      }
    },
  });
  page.top = framed ? {} : page;
  return page;
}

async function reloadsOf(options, before = () => {}) {
  const page = windowOf(options);
  startOffline(page);
  before(page);
  await page.activate();
  await page.activate('second');
  return page.reloads.length;
}

test('a page without user input is reloaded once, and only once per tab', async () => {
  const storage = new Map();
  assert.equal(await reloadsOf({ storage }), 1);
  assert.equal(await reloadsOf({ storage }), 0);
});

test('the URL is restored, and differs in between, without which there would be no reload', async () => {
  const page = windowOf();
  startOffline(page);
  await page.activate();
  assert.deepEqual(page.reloads, ['https://host/app/#lang=ko']);
  assert.notEqual(page.location.href.split('#')[0], 'https://host/app/');
});

test('no reload of a page that is isolated, in use, in a frame, late, or already answered by the worker', async () => {
  assert.equal(await reloadsOf({ isolated: true }), 0);
  assert.equal(await reloadsOf({ framed: true }), 0);
  assert.equal(await reloadsOf({ controller: { postMessage() {} } }), 0);
  assert.equal(
    await reloadsOf({}, (page) => {
      page.time = 6000;
    }),
    0,
  );
  for (const touch of ['pointerdown', 'keydown', 'wheel', 'dragenter']) {
    assert.equal(await reloadsOf({}, (page) => page.dispatchEvent(new Event(touch))), 0, touch);
  }
});

test('no reload if it cannot be recorded', async () => {
  const forbidden = new Map();
  forbidden.set = forbidden.get = () => {
    throw new DOMException('storage is blocked', 'SecurityError');
  };
  assert.equal(await reloadsOf({ storage: forbidden }), 0);
  const forgetful = new Map();
  forgetful.set = () => {};
  assert.equal(await reloadsOf({ storage: forgetful }), 0);
});

test('without service workers, or if they are refused, nothing happens', async () => {
  startOffline(Object.assign(windowOf(), { navigator: {} })).keep('main.js');
  const sandboxed = {
    get serviceWorker() {
      throw new DOMException('the context is sandboxed', 'SecurityError');
    },
  };
  startOffline(Object.assign(windowOf(), { navigator: sandboxed })).keep('main.js');
  startOffline(windowOf({ register: () => Promise.reject(new TypeError('404')) })).keep('main.js');
  await new Promise(setImmediate); // An unhandled rejection would fail this test.
});

test('a worker that was active before registration also reloads the page, if the page did not come from it', async () => {
  const page = windowOf({
    register: async () =>
      Object.assign(new EventTarget(), {
        active: Object.assign(new EventTarget(), { state: 'activated', postMessage() {} }),
      }),
  });
  startOffline(page);
  await new Promise(setImmediate);
  assert.equal(page.reloads.length, 1);
});

test('the files are requested once all is loaded, once from each worker', async () => {
  const page = windowOf({ isolated: true });
  const offline = startOffline(page);
  await page.activate();
  assert.deepEqual(page.asked, []);
  offline.keep('main.js');
  assert.deepEqual(page.asked, ['first: main.js']);
  await page.activate('second');
  assert.deepEqual(page.asked, ['first: main.js', 'second: main.js']);
});

test('loading may complete before there is a worker', async () => {
  const page = windowOf({ isolated: true });
  startOffline(page).keep('main.js');
  assert.deepEqual(page.asked, []);
  await page.activate();
  assert.deepEqual(page.asked, ['first: main.js']);
});

test('if the browser saves data, nothing is prefetched', async () => {
  const page = windowOf({ isolated: true });
  page.navigator.connection = { saveData: true };
  const offline = startOffline(page);
  await page.activate();
  offline.keep('main.js');
  await page.activate('second');
  assert.deepEqual(page.asked, []);
});
