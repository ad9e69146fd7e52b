/** Unpacking what people drop on the page, within bounds. */
import { EngineError } from './engine-error.js';

/** @param {Uint8Array} bytes */
export const isGzip = (bytes) => bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks one gzip file. Stops as soon as it is longer than its own header says, so that a small file cannot fill the
 * memory.
 * @param {Uint8Array} packed
 * @param {(head: Uint8Array) => number} sizeFromHead  the whole size, from the first bytes (32 where there are as many)
 * @returns {Promise<Uint8Array>}
 */
export async function gunzip(packed, sizeFromHead) {
  const copy = new Uint8Array(packed);
  const stream = new Blob([copy]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  let limit = 0;
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch {
      throw new EngineError('gzipUnreadable');
    }
    if (part.done) break;
    chunks.push(part.value);
    size += part.value.length;
    if (limit === 0 && size >= 32) limit = sizeFromHead(join(chunks, size).subarray(0, 32));
    if (limit !== 0 && size > limit) {
      await reader.cancel();
      throw new EngineError('gzipTooLong', { expected: limit });
    }
  }
  return join(chunks, size);
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size
 */
function join(chunks, size) {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
