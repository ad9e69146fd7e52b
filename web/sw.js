/**
 * The service worker: what a plain static host does not do by itself. It adds the headers that isolate the page, without
 * which there are no threads, and keeps the build's files for visits without a connection.
 *
 * A file is kept only if its bytes are those that the build wrote, so no error page, nothing cut off on its way and
 * nothing of another build gets in. What lies in assets/ has the hash of its content in its name and comes from what is
 * kept; all else, the page first of all, is asked for each time, so that a new version shows at the next visit.
 */

/** Filled in by the build: every file with its SHA-256; '' is the page. @type {{version: string, files: Record<string, string>}} */
const build = { version: '', files: {} };

const files = new Map(Object.entries(build.files));
const PAGE = '';
const ISOLATION = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

/** The page's types, with which this file is checked, know no service worker. @type {any} */
const worker = self;
/** @type {string} */
const scope = worker.registration.scope;
// Caches belong to the whole host, on which there may be more than one latentpad.
const PREFIX = `latentpad ${scope} `;
const CACHE = PREFIX + build.version;

/** Where a file lies below this worker's folder; null if it is elsewhere. @param {string} address */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  const whole = origin + pathname;
  if (!whole.startsWith(scope)) return null;
  const path = whole.slice(scope.length);
  return path === 'index.html' ? PAGE : path;
}

/** @param {string} path */
const isHashed = (path) => path.startsWith('assets/');

/** What is kept of any build: this one's, or else, before that is complete, the last one's. @param {string} path */
async function kept(path) {
  try {
    return (await (await caches.open(CACHE)).match(scope + path)) ?? (await caches.match(scope + path));
  } catch {
    return undefined; // Storage can be forbidden or broken; then everything comes from the network.
  }
}

/** Whether the file could be kept. @param {string} path @param {Response} response */
async function keep(path, response) {
  try {
    if (!response.ok) return false;
    const bytes = await response.arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    if (btoa(String.fromCharCode(...hash)) !== files.get(path)) return false;
    await (await caches.open(CACHE)).put(scope + path, new Response(bytes, { headers: response.headers }));
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {any} event  the FetchEvent
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function answer(event, path) {
  const { request } = event;
  // So asks whoever has found a copy damaged.
  const isPastCaches = isHashed(path) && ['reload', 'no-store'].includes(request.cache);
  const known = isHashed(path) && !isPastCaches ? await kept(path) : undefined;
  if (known) return known;
  try {
    const response = await fetch(request);
    if (path !== PAGE && files.has(path)) event.waitUntil(keep(path, response.clone()));
    return response;
  } catch (error) {
    const last = isPastCaches ? undefined : await kept(path);
    if (last) return last;
    throw error;
  }
}

/** The same response with the headers that it lacks for isolation; the host's own stay. @param {Response} response */
function isolated(response) {
  if (response.status === 0) return response; // A redirection, which only the browser can read.
  const headers = new Headers(response.headers);
  for (const [name, value] of ISOLATION) if (!headers.has(name)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Whether the file is there now. @param {string} path @param {RequestInit} [options] */
async function obtain(path, options) {
  try {
    if (await (await caches.open(CACHE)).match(scope + path)) return true;
    const before = isHashed(path) ? await caches.match(scope + path) : undefined;
    return await keep(path, before ?? (await fetch(scope + path, options)));
  } catch {
    return false;
  }
}

/** Keeps whatever is missing, one file after the other, the page last: where it is, all that it needs is too. */
async function complete() {
  for (const path of files.keys()) if (path !== PAGE && !(await obtain(path))) return false;
  return obtain(PAGE, { cache: 'no-cache' });
}

/** Completes this build's files and drops those of older ones, unless a window may still be showing one of these. */
async function settle() {
  const isComplete = await complete();
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.filter((/** @type {{url: string}} */ { url }) => url.startsWith(scope)).length > 1) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  if (!isComplete) old.pop();
  await Promise.all(old.map((name) => caches.delete(name)));
}

worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== 'GET' || request.headers.has('range')) return;
  const path = pathOf(request.url);
  // Files in assets/ that are not of this build belong to a newer page, and need the headers too.
  if (path === null || !(files.has(path) || isHashed(path))) return;
  event.respondWith(answer(event, path).then(isolated));
});

// A page that has loaded all it needs at first sends its script's address. One of another build has its own worker.
worker.addEventListener('message', (/** @type {any} */ event) => {
  const path = pathOf(event.data);
  if (path !== null && files.has(path)) event.waitUntil(settle().catch(() => {}));
});
