import { stalled } from '../../core/state/in-time.js';
import { networkError, PageError } from '../../core/texts/message-of.js';
import { gunzip, isGzip } from './gzip.js';
import { fromPlanes, isInPlanes } from './weight-planes.js';

/** A connection that has received nothing for this long is aborted. */
const STALL_MS = 20_000;

/** Also true if the browser has no digest: it is available in secure contexts only. @param {ArrayBuffer} bytes @param {string} sha256 */
async function hasDigest(bytes, sha256) {
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return sha256 === [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string | URL} url
 * @param {object} [options]
 * @param {boolean} [options.again]   bypasses the caches: their content may be wrong, and in Firefox a request waits
 *   for another to the same URL that is still filling them
 * @param {number} [options.stallMs]
 * @param {string} [options.sha256]   in hex, of the expected bytes; others are rejected
 * @param {boolean} [options.isPacked]   the file is one of weights, in planes (weight-planes.js) and a .gz file; a host may
 *   have declared the latter as an encoding, so that the browser has unpacked it
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchBytes(url, { again = false, stallMs = STALL_MS, sha256, isPacked = false } = {}) {
  const late = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => late.abort(stalled(stallMs)), stallMs);
  };
  /** @param {unknown} error @returns {never} */
  const broken = (error) => {
    throw error instanceof PageError ? error : networkError(error);
  };
  try {
    wait();
    const response = await fetch(url, { signal: late.signal, cache: again ? 'reload' : 'default' }).catch(broken);
    // Accepts only the complete file: 206 is a partial response.
    if (response.status !== 200) throw new PageError('http', { status: response.status }, `HTTP ${response.status}`);
    const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
    const parts = [];
    for (;;) {
      wait();
      const { done, value } = await reader.read().catch(broken);
      if (!done) {
        parts.push(value);
        continue;
      }
      const bytes = await new Blob(parts).arrayBuffer();
      const isUnpackable = isPacked && isGzip(bytes),
        unpacked = isUnpackable ? await gunzip(bytes) : bytes;
      if (!unpacked || (sha256 && !(await hasDigest(bytes, sha256)))) {
        const type = (response.headers.get('Content-Type') ?? '–').slice(0, 60),
          count = bytes.byteLength;
        throw new PageError('otherBytes', { count, type }, `expected other bytes than these ${count} of ${type}`);
      }
      return isPacked && isInPlanes(unpacked) ? fromPlanes(unpacked) : unpacked;
    }
  } finally {
    clearTimeout(timer);
  }
}
