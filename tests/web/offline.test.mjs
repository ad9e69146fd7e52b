// The page's side of the service worker: when it reloads, and above all when it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOffline } from '../../web/state/offline.js';

/** As much of a window as startOffline() looks at. */
function windowOf({ isolated = false, controller = null, framed = false, storage = new Map(), register = async () => {} } = {}) {
  const workers = Object.assign(new EventTarget(), { controller, register });
  const page = Object.assign(new EventTarget(), {
    navigator: { serviceWorker: workers },
    crossOriginIsolated: isolated,
    sessionStorage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) },
    time: 0,
    performance: { now: () => page.time },
    reloads: [],
    location: { href: 'https://host/app/#lang=ko', replace: (address) => page.reloads.push(address) },
    history: { replaceState: (state, title, address) => { page.location.href = `https://host/app/${address}`; } },
    asked: [],
    /** The service worker takes the page over. */
    control() {
      workers.controller = { postMessage: (address) => page.asked.push(address) };
      workers.dispatchEvent(new Event('controllerchange'));
    },
  });
  page.top = framed ? {} : page;
  return page;
}

function reloadsOf(options, before = () => {}) {
  const page = windowOf(options);
  startOffline(page);
  before(page);
  page.control();
  page.control();
  return page.reloads.length;
}

test('a page that nobody has touched is reloaded once, in one tab only once', () => {
  const storage = new Map();
  assert.equal(reloadsOf({ storage }), 1);
  assert.equal(reloadsOf({ storage }), 0);
});

test('the address stays as it was, and is another one in between, without which there would be no reload', () => {
  const page = windowOf();
  startOffline(page);
  page.control();
  assert.deepEqual(page.reloads, ['https://host/app/#lang=ko']);
  assert.notEqual(page.location.href.split('#')[0], 'https://host/app/');
});

test('no reload of a page that is isolated, in use, in a frame, late, or was answered by the worker already', () => {
  assert.equal(reloadsOf({ isolated: true }), 0);
  assert.equal(reloadsOf({ framed: true }), 0);
  assert.equal(reloadsOf({ controller: { postMessage() {} } }), 0);
  assert.equal(reloadsOf({}, (page) => { page.time = 6000; }), 0);
  for (const touch of ['pointerdown', 'keydown', 'wheel', 'dragenter']) {
    assert.equal(reloadsOf({}, (page) => page.dispatchEvent(new Event(touch))), 0, touch);
  }
});

test('no reload where it could not be remembered', () => {
  const forbidden = new Map();
  forbidden.set = forbidden.get = () => { throw new DOMException('storage is blocked', 'SecurityError'); };
  assert.equal(reloadsOf({ storage: forbidden }), 0);
  const forgetful = new Map();
  forgetful.set = () => {};
  assert.equal(reloadsOf({ storage: forgetful }), 0);
});

test('without service workers, or where they are refused, nothing happens', async () => {
  startOffline(Object.assign(windowOf(), { navigator: {} })).keep('main.js');
  const sandboxed = { get serviceWorker() { throw new DOMException('the context is sandboxed', 'SecurityError'); } };
  startOffline(Object.assign(windowOf(), { navigator: sandboxed })).keep('main.js');
  startOffline(windowOf({ register: () => Promise.reject(new TypeError('404')) })).keep('main.js');
  await new Promise(setImmediate); // An unhandled rejection would fail this test.
});

test('the files are asked for once all is loaded, and again of a newer worker', () => {
  const page = windowOf({ isolated: true });
  const offline = startOffline(page);
  page.control();
  assert.deepEqual(page.asked, []);
  offline.keep('main.js');
  assert.deepEqual(page.asked, ['main.js']);
  page.control();
  assert.deepEqual(page.asked, ['main.js', 'main.js']);
});

test('where the browser saves data, nothing is asked for ahead', () => {
  const page = windowOf({ isolated: true });
  page.navigator.connection = { saveData: true };
  const offline = startOffline(page);
  page.control();
  offline.keep('main.js');
  page.control();
  assert.deepEqual(page.asked, []);
});
