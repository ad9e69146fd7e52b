/** Fetches files, such as weights and digits, with their progress. */
import { EngineError, networkError } from './engine-error.js';
import { join } from './gunzip.js';
import { MAX_DIGIT_BYTES, MAX_WEIGHT_BYTES } from './limits.js';
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
  const response = await fetch(url, { signal }).catch((error) => {
    throw signal?.aborted ? signal.reason : networkError(error);
  });
  // 206 is a part of the file.
  if (response.status !== 200) throw new EngineError('fileMissing', { file: `${url}`, status: response.status });
  return readBody(response, { signal, onProgress, most: Math.max(MAX_WEIGHT_BYTES, MAX_DIGIT_BYTES) });
}

/**
 * The body of a response.
 * @param {Response} response
 * @param {LoadOptions & {most?: number}} [options]  most: bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function readBody(response, { signal, onProgress, most = Infinity } = {}) {
  // Of an encoded body the host states the length before decoding.
  const length = response.headers.get('Content-Encoding') ? null : response.headers.get('Content-Length'),
    total = length === null ? null : Number(length);
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let loaded = 0;
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
  return join(parts, loaded);
}
