/** Fetches and compiles the WebAssembly module. */
import { readBody } from './download.js';
import { EngineError, networkError } from './engine-error.js';

/**
 * @param {URL} url
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
async function readLocalFile(url) {
  // The names are variables, so that a bundler does not resolve Node's modules for a page.
  const [fs, path] = ['node:fs/promises', 'node:url'];
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ fs);
  const { fileURLToPath } = await import(/* webpackIgnore: true */ /* @vite-ignore */ path);
  return readFile(fileURLToPath(url));
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function fetchModule(url, cache, signal) {
  let response;
  try {
    response = await fetch(url, { cache, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new EngineError('unreachable', { reason: networkError(error) });
  }
  // The page's service worker returns this status if the host's bytes differ from the build's.
  if (response.status === 502 && response.statusText === 'Damaged')
    throw new EngineError('damaged', { reason: 'SHA-256' });
  if (response.status !== 200)
    throw new EngineError('missing', { file: url.pathname.split('/').pop() ?? '', status: response.status });
  return response;
}

/**
 * Fetches and compiles the module. If it is damaged, for example in a cache, it is fetched again without the cache.
 * @param {URL} url
 * @param {import('./download.js').LoadOptions} [loading]
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileModule(url, loading = {}) {
  const { signal } = loading;
  if (typeof WebAssembly !== 'object') throw new EngineError('noWebAssembly');
  if (url.protocol === 'file:') {
    const file = await readLocalFile(url).catch((error) => {
      throw new EngineError('unreachable', { reason: error });
    });
    return WebAssembly.compile(new Uint8Array(file));
  }
  const first = await fetchModule(url, 'default', signal);
  try {
    // compileStreaming() requires a MIME type that simple hosts do not send.
    return await WebAssembly.compile(await readBody(first, loading));
  } catch {
    signal?.throwIfAborted();
    const second = await fetchModule(url, 'reload', signal);
    try {
      return await WebAssembly.compile(await readBody(second, loading));
    } catch (error) {
      signal?.throwIfAborted();
      throw new EngineError('damaged', { reason: error });
    }
  }
}
