/** Fetches files, such as weights and digits, with their progress. */
import { EngineError, invalidArgument, networkError } from './engine-error.js';
import { join } from './gunzip.js';
import { MAX_DIGIT_BYTES, MAX_INDEX_BYTES, MAX_WEIGHT_BYTES } from './limits.js';
import { checkedOptions } from './slices.js';

/** @typedef {{loaded: number, total: number | null}} LoadProgress  bytes; total: null if the host does not state it */

/**
 * @typedef {object} LoadOptions
 * @property {AbortSignal} [signal]   an abort ends the request and rejects with `signal.reason`
 * @property {(progress: LoadProgress) => void} [onProgress]  called for each part that arrives
 */

/**
 * Fetches a file of weights or digits of at most 512 MB.
 * @param {string | URL} url
 * @param {LoadOptions} [options]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}   its bytes, for loadModel() or loadDigits(). Errors: `fileMissing` with the HTTP status,
 *   `network`, `fileTooLarge`
 */
export async function download(url, options = {}) {
  const { signal, onProgress } = checkedOptions('download', options);
  return fetchFile(url, { signal, onProgress, most: Math.max(MAX_WEIGHT_BYTES, MAX_DIGIT_BYTES) });
}

/**
 * Fetches weights of at most 512 MB: a .safetensors file, or, from an address whose path ends with `.json`, the index of several
 * (`model.safetensors.index.json`). Its files are fetched from the same folder, and joined by `engine`.
 * @param {string | URL} url
 * @param {LoadOptions & {engine: WeightJoiner}} options   engine: of createEngine() or createClient(). Progress counts the bytes of all
 *   files but the index; of several, `total` is null
 * @returns {Promise<Uint8Array>}   the bytes of one .safetensors file, for loadModel(). Errors: as of download() and of joinWeights()
 */
export async function downloadWeights(url, options) {
  const { engine, signal, onProgress } = checkedOptions('downloadWeights', { ...options });
  if (typeof engine?.joinWeights !== 'function')
    throw invalidArgument('downloadWeights', 'the option engine, of createEngine() or createClient()', typeof engine);
  const address = absolute(url);
  if (!address?.pathname.endsWith('.json')) return download(url, { signal, onProgress });
  const index = await fetchFile(address, { signal, most: MAX_INDEX_BYTES });
  /** @type {[string, Uint8Array][]} */
  const files = [];
  let before = 0;
  for (const name of await engine.weightFiles({ index })) {
    const file = new URL(encodeURIComponent(name), address);
    const content = await fetchFile(file, { signal, onProgress, most: MAX_WEIGHT_BYTES, before });
    files.push([name, content]);
    before += content.length;
  }
  return engine.joinWeights({ index, files: Object.fromEntries(files) });
}

/** The address as fetch() resolves it in a page, a Worker or Node; null if fetch() rejects it. @param {string | URL} url */
function absolute(url) {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    return null;
  }
}

/**
 * An engine, or a client.
 * @typedef {object} WeightJoiner
 * @property {(weights: {index: Uint8Array}) => string[] | Promise<string[]>} weightFiles
 * @property {(weights: {index: Uint8Array, files: Record<string, Uint8Array>}) => Uint8Array | Promise<Uint8Array>} joinWeights
 */

/** @typedef {LoadOptions & {most?: number, before?: number}} BodyOptions   before: bytes of the files that were fetched before it */

/**
 * @param {string | URL} url
 * @param {BodyOptions} options
 */
async function fetchFile(url, { signal, ...options }) {
  const response = await fetch(url, { signal }).catch((error) => {
    throw signal?.aborted ? signal.reason : networkError(error);
  });
  // 206 is a part of the file.
  if (response.status !== 200) throw new EngineError('fileMissing', { file: `${url}`, status: response.status });
  return readBody(response, { signal, ...options });
}

/**
 * The body of a response.
 * @param {Response} response
 * @param {BodyOptions} [options]  most: bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function readBody(response, { signal, onProgress, most = Infinity, before } = {}) {
  // Of an encoded body the host states the length before decoding.
  const length = response.headers.get('Content-Encoding') ? null : response.headers.get('Content-Length'),
    total = length === null || before !== undefined ? null : Number(length);
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let loaded = before ?? 0;
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      loaded += value.length;
      if (loaded > most) break;
      onProgress?.({ loaded, total });
      signal?.throwIfAborted();
    }
  } catch (error) {
    await reader?.cancel().catch(() => {});
    throw signal?.aborted ? signal.reason : error instanceof TypeError ? networkError(error) : error;
  }
  if (loaded > most) {
    await reader?.cancel().catch(() => {});
    throw new EngineError('fileTooLarge', { megabytes: Math.ceil(loaded / 2 ** 20), most: most / 2 ** 20 });
  }
  return join(parts, loaded - (before ?? 0));
}
