/** Getting the WebAssembly module, with errors that say what to do. */
import { EngineError, networkError } from './engine-error.js';

/**
 * @param {URL} url
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
async function readLocalFile(url) {
  // Named at run time, so that no bundler looks for Node's modules in a page.
  const [fs, path] = ['node:fs/promises', 'node:url'];
  const { readFile } = await import(/* @vite-ignore */ fs);
  const { fileURLToPath } = await import(/* @vite-ignore */ path);
  return readFile(fileURLToPath(url));
}

/**
 * @param {URL} url
 * @param {RequestCache} cache
 * @returns {Promise<Response>}
 */
async function fetchModule(url, cache) {
  let response;
  try {
    response = await fetch(url, { cache });
  } catch (error) {
    throw new EngineError('unreachable', { reason: networkError(error) });
  }
  // What the page's service worker answers where the host sends other bytes than the build wrote.
  if (response.status === 502 && response.statusText === 'Damaged') throw new EngineError('damaged', { reason: 'SHA-256' });
  if (response.status !== 200) throw new EngineError('missing', { file: url.pathname.split('/').pop() ?? '', status: response.status });
  return response;
}

/**
 * Fetches and compiles the module. A damaged copy, say from a cache, is fetched once more past the cache.
 * @param {URL} url
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileModule(url) {
  if (typeof WebAssembly !== 'object') throw new EngineError('noWebAssembly');
  if (url.protocol === 'file:') {
    const file = new Uint8Array(await readLocalFile(url));
    return WebAssembly.compile(file);
  }
  const first = await fetchModule(url, 'default');
  try {
    // Not the streaming way: it insists on a MIME type that simple hosts do not send.
    return await WebAssembly.compile(await first.arrayBuffer());
  } catch {
    const second = await fetchModule(url, 'reload');
    try {
      return await WebAssembly.compile(await second.arrayBuffer());
    } catch (error) {
      throw new EngineError('damaged', { reason: error });
    }
  }
}
