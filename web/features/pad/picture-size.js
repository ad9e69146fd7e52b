/**
 * Reads the size of an image from its first bytes, so that one that is too large is never decoded.
 * @param {Uint8Array} bytes  the file, or its beginning
 * @returns {{width: number, height: number} | null}  null for another format than PNG, GIF, JPEG, WebP, BMP, AVIF and HEIC
 */
export function pictureSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @param {string} letters @param {number} at */
  const says = (letters, at) =>
    bytes.length >= at + letters.length && [...letters].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  const long = bytes.length >= 30;
  if (says('PNG\r\n', 1) && long) return { width: view.getUint32(16), height: view.getUint32(20) };
  if (says('GIF8', 0) && long) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (says('BM', 0) && long)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
  if (says('RIFF', 0) && says('WEBP', 8) && long) return webpSize(view, bytes);
  if (says('ftyp', 4)) return boxedSize(view, says);
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpegSize(view) : null;
}

/** @param {DataView} view @param {Uint8Array} bytes */
function webpSize(view, bytes) {
  const kind = String.fromCharCode(...bytes.subarray(12, 16));
  const whole = (/** @type {number} */ at) => view.getUint16(at, true) + 65536 * bytes[at + 2];
  if (kind === 'VP8X') return { width: 1 + whole(24), height: 1 + whole(27) };
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  const bits = view.getUint32(21, true);
  return kind === 'VP8L' ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) } : null;
}

/**
 * For AVIF and HEIC: the largest of the images, since thumbnails and transparency have boxes of their own.
 * @param {DataView} view
 * @param {(letters: string, at: number) => boolean} says
 */
function boxedSize(view, says) {
  let largest = null;
  for (let at = 8; at + 16 <= view.byteLength; at++) {
    if (!says('ispe', at)) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

/** Follows the markers to the first frame header. @param {DataView} view */
function jpegSize(view) {
  for (let at = 2; at + 9 < view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}
