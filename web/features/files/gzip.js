/** Files of the page's own site and the user's, before the engine reads them (which has limits for files of untrusted origin). */

/**
 * @param {ArrayBuffer} bytes
 * @returns {boolean}
 */
export function isGzip(bytes) {
  const head = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Unpacks a file of this site.
 * @param {ArrayBuffer} bytes
 * @returns {Promise<ArrayBuffer | null>}  null if the bytes are not one complete gzip file
 */
export function gunzip(bytes) {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(unpacked).arrayBuffer().catch(() => null);
}
