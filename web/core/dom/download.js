/**
 * @param {string} name
 * @param {Uint8Array | string} bytes
 * @param {string} [type]
 */
export function download(name, bytes, type = 'application/octet-stream') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type }));
  link.download = name;
  link.click();
  // Not immediately: some browsers start reading only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
