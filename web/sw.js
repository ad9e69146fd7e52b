/**
 * The service worker adds what a plain static host lacks: the headers that isolate the page, without
 * which there are no threads, and a cache of the build's files for offline visits.
 *
 * A file is stored and served only if its bytes are those of the build: never an error page, a truncated
 * file, a file damaged in storage or a file of another build. Only caches with this latentpad's name are read.
 * Files in assets/ have the hash of their content in the name and are served from the cache; all others, including the page, are
 * requested each time, so that a new version appears at the next visit.
 *
 * The name of a cache ends in the SHA-256 of its build's list of files, and the cache contains the list. So files of an older build,
 * which a window may still show, are verified by their SHA-256 as well.
 */

/** Filled in by the build: every file with its SHA-256; '' is the page. @type {{version: string, files: Record<string, string>}} */
const build = { version: '', files: {} };

/** Of all cached files of a build. @typedef {Map<string, string>} Sums  path → SHA-256, in base64 */

/** @type {Sums} */
const files = new Map(Object.entries(build.files));
const PAGE = '',
  LIST = 'latentpad-files.json';
const ISOLATION = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];

/** The page's types, used to check this file, do not include service workers. @type {any} */
const worker = self;
/** @type {string} */
const scope = worker.registration.scope;
// Caches belong to the whole origin, which may host several copies of latentpad.
const PREFIX = `latentpad ${scope} `;
const CACHE = PREFIX + build.version;

/** The path of a file below this worker's scope; null if it is elsewhere. @param {string} address */
function pathOf(address) {
  const { origin, pathname } = new URL(address);
  const whole = origin + pathname;
  if (!whole.startsWith(scope)) return null;
  const path = whole.slice(scope.length);
  return path === 'index.html' ? PAGE : path;
}

/** @param {string} path */
const isHashed = (path) => path.startsWith('assets/');

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
}

/** The list of an older build, by its cache's name; null for other caches. @type {Map<string, Promise<Sums | null>>} */
const lists = new Map();

/** @param {string} name @returns {Promise<Sums | null>} */
async function readList(name) {
  const response = await (await caches.open(name)).match(scope + LIST);
  const bytes = await response?.arrayBuffer();
  if (!bytes || name !== PREFIX + (await sha256(bytes))) return null;
  return new Map(Object.entries(JSON.parse(new TextDecoder().decode(bytes))));
}

/** The caches of all builds with their expected files, this build's first. @returns {Promise<[string, Sums][]>} */
async function builds() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  for (const name of older)
    if (!lists.has(name))
      lists.set(
        name,
        readList(name).catch(() => null),
      );
  const known = await Promise.all(
    older.map(
      async (name) =>
        /** @type {[string, Sums | null]} */ ([name, await /** @type {Promise<Sums | null>} */ (lists.get(name))]),
    ),
  );
  // An unchanged file also belongs to this build, even if the list of its own build is lost.
  return [
    [CACHE, files],
    ...known.map(
      ([name, sums]) =>
        /** @type {[string, Sums]} */ ([
          name,
          new Map([...(sums ?? []), ...[...files].filter(([path]) => isHashed(path))]),
        ]),
    ),
  ];
}

/**
 * Returns a cached file of this build, or of an older one, if its bytes match. Damaged files are deleted.
 * @param {string} path
 * @param {[string, Sums][]} places
 * @returns {Promise<Response | undefined>}
 */
async function find(path, places) {
  for (const [name, sums] of places) {
    const sum = sums.get(path);
    if (sum === undefined) continue;
    const cache = await caches.open(name),
      response = await cache.match(scope + path);
    if (!response) continue;
    const bytes = await response.arrayBuffer().catch(() => new ArrayBuffer(0));
    if ((await sha256(bytes)) === sum) return new Response(bytes, { headers: response.headers });
    await cache.delete(scope + path);
  }
  return undefined;
}

/** Returns a cached file of any build. @param {string} path */
async function kept(path) {
  try {
    return await find(path, await builds());
  } catch {
    return undefined; // Storage can be forbidden or broken; then everything comes from the network.
  }
}

/** Returns whether the file could be stored. @param {string} path @param {Response} response */
async function keep(path, response) {
  try {
    if (!response.ok) return false;
    const bytes = await response.arrayBuffer();
    if ((await sha256(bytes)) !== files.get(path)) return false;
    await (await caches.open(CACHE)).put(scope + path, new Response(bytes, { headers: response.headers }));
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches a hashed file of this build from the network. The HTTP cache, or a proxy,
 * may have other bytes: then it is fetched once more without caches; if the bytes still differ, that is an error.
 * @param {any} request
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function fetchWhole(request, path) {
  for (const again of [false, true]) {
    const response = await fetch(request, again ? { cache: 'reload' } : undefined);
    // A redirect or a missing file: the browser reports it to the page.
    if (!response.ok) return response;
    const bytes = await response.arrayBuffer();
    if ((await sha256(bytes)) === files.get(path))
      return new Response(bytes, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
  }
  // Not a network error: the page then reports a damaged file, not a failed fetch.
  return new Response(null, { status: 502, statusText: 'Damaged' });
}

/**
 * @param {any} event  the FetchEvent
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function answer(event, path) {
  const { request } = event;
  // The page requests a file this way after it found a damaged copy.
  const isPastCaches = isHashed(path) && ['reload', 'no-store'].includes(request.cache);
  const known = isHashed(path) && !isPastCaches ? await kept(path) : undefined;
  if (known) return known;
  try {
    const response = isHashed(path) && files.has(path) ? await fetchWhole(request, path) : await fetch(request);
    if (path !== PAGE && files.has(path)) event.waitUntil(keep(path, response.clone()));
    return response;
  } catch (error) {
    // The cache has already been searched for a hashed file.
    const last = isHashed(path) ? undefined : await kept(path);
    if (last) return last;
    throw error;
  }
}

/** Adds the missing headers for isolation to a response; the host's own headers are preserved. @param {Response} response */
function isolated(response) {
  if (response.status === 0) return response; // A redirect, which only the browser can read, or an error.
  const headers = new Headers(response.headers);
  for (const [name, value] of ISOLATION) if (!headers.has(name)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Returns whether the file is now available. @param {string} path @param {[string, Sums][]} older @param {RequestInit} [options] */
async function obtain(path, older, options) {
  try {
    if (await find(path, [[CACHE, files]])) return true;
    const before = isHashed(path) ? await find(path, older) : undefined;
    return await keep(path, before ?? (await fetch(scope + path, options)));
  } catch {
    return false;
  }
}

/** Stores missing files one after the other, the page last: if it is stored, all its dependencies are. */
async function complete() {
  const older = (await builds()).slice(1);
  await (await caches.open(CACHE)).put(scope + LIST, new Response(JSON.stringify(build.files)));
  for (const path of files.keys()) if (path !== PAGE && !(await obtain(path, older))) return false;
  return obtain(PAGE, older, { cache: 'no-cache' });
}

/** Completes this build's files and deletes those of older ones, unless a window may still show one of these. */
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

// A page that has loaded its initial files sends its script's URL. A page of another build has its own worker.
worker.addEventListener('message', (/** @type {any} */ event) => {
  const path = pathOf(event.data);
  if (path !== null && files.has(path)) event.waitUntil(settle().catch(() => {}));
});
