/**
 * Encodes the ink of an image as a short text, for links: base64url of a version, the side (version 1: a square) or width and
 * height (version 2), and row by row the run lengths of sixteen grey levels. The page shows the decoded image, so that a link reproduces it bit for bit.
 */

const SQUARE = 1,
  RECTANGLE = 2;
const DARKEST = 15;
/** A run of up to 15 is stored with its grey level in one byte; a longer one continues in groups of seven bits. */
const LONG = 15;
const MAX_SIDE = 140;
/** An image with a longer text is halved in resolution; its maximum is then 6,536. */
const FINE_LETTERS = 2048;
const MAX_LETTERS = 8192;

/** @typedef {import('./prepare-digit.js').Ink} Ink */

/** @param {Ink} ink  sides of at most 140; a square of 140 may be halved to 70 */
export function encodePicture(ink) {
  const fine = textOf(ink);
  return fine.length <= FINE_LETTERS || ink.width < MAX_SIDE || ink.height < MAX_SIDE ? fine : textOf(halved(ink));
}

/** The image as decoded from a link. @param {Ink} ink  as of encodePicture */
export const asInLink = (ink) => decodePicture(encodePicture(ink)) ?? ink;

/** @param {Ink} ink @returns {Ink} each pixel is the mean of four */
function halved({ data, width }) {
  const side = width / 2;
  const out = Float32Array.from({ length: side * side }, (_, i) => {
    const at = 2 * Math.floor(i / side) * width + 2 * (i % side);
    return (data[at] + data[at + 1] + data[at + width] + data[at + width + 1]) / 4;
  });
  return { data: out, width: side, height: side };
}

/** @param {Ink} ink */
function textOf({ data, width, height }) {
  const bytes = width === height ? [SQUARE, width] : [RECTANGLE, width, height];
  for (let at = 0; at < data.length;) {
    const grey = Math.round(DARKEST * data[at]);
    let end = at + 1;
    while (end < data.length && Math.round(DARKEST * data[end]) === grey) end += 1;
    let rest = end - at - LONG;
    if (rest <= 0) bytes.push((grey << 4) | (end - at - 1));
    else {
      bytes.push((grey << 4) | LONG);
      for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
      bytes.push(rest);
    }
    at = end;
  }
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/**
 * @param {string} text
 * @returns {Ink | null}  null if the text is not from encodePicture
 */
export function decodePicture(text) {
  if (text.length > MAX_LETTERS || !/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  const [version, width] = bytes,
    height = version === SQUARE ? width : bytes[2];
  const isSide = (/** @type {number} */ side) => side >= 1 && side <= MAX_SIDE;
  if ((version !== SQUARE && version !== RECTANGLE) || !isSide(width) || !isSide(height)) return null;
  // Of each image there is one text.
  if (version === RECTANGLE && width === height) return null;
  const data = new Float32Array(width * height);
  let filled = 0;
  for (let at = version + 1; at < bytes.length;) {
    const grey = bytes[at] >> 4;
    let run = (bytes[at] & 15) + 1;
    if ((bytes[at++] & 15) === LONG) {
      run = LONG;
      for (let shift = 0, byte = 128; byte > 127; shift += 7) {
        if (at === bytes.length || shift > 14) return null;
        byte = bytes[at++];
        run += (byte & 127) << shift;
      }
    }
    if (filled + run > data.length) return null;
    data.fill(grey / DARKEST, filled, filled + run);
    filled += run;
  }
  return filled === data.length && data.some((value) => value > 0) ? { data, width, height } : null;
}
