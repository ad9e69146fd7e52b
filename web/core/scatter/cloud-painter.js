import { DOT, GLYPH, markForms } from './mark-forms.js';

/**
 * Draws the digits of the map pixel by pixel: ten thousand digits take a few milliseconds, several times faster than
 * drawing as many images on a canvas, so that they can move in every frame.
 *
 * @typedef {object} Stamp   one digit
 * @property {number} side           device pixels
 * @property {Int16Array} columns    of its pixels that are not blank
 * @property {Int16Array} rows
 * @property {Uint8Array} alphas     of each
 * @property {Uint32Array} whole     each as it is stored
 */

/** Minimum visible alpha. */
const FAINT = 16;

/**
 * @param {HTMLCanvasElement[]} glyphs
 * @returns {Stamp[]}
 */
export function createStamps(glyphs) {
  return glyphs.map((glyph) => {
    const side = glyph.width;
    const context = /** @type {CanvasRenderingContext2D} */ (glyph.getContext('2d', { willReadFrequently: true }));
    const { data } = context.getImageData(0, 0, side, side);
    const inked = Array.from({ length: side * side }, (_, i) => i).filter((i) => data[4 * i + 3] > FAINT);
    const color = Uint8Array.from(inked.flatMap((i) => [...data.subarray(4 * i, 4 * i + 4)]));
    return {
      side,
      alphas: Uint8Array.from(inked, (i) => data[4 * i + 3]),
      whole: new Uint32Array(color.buffer),
      columns: Int16Array.from(inked, (i) => i % side),
      rows: Int16Array.from(inked, (i) => Math.floor(i / side)),
    };
  });
}

/**
 * @param {HTMLCanvasElement} canvas   nothing else is drawn on it
 * @param {{readonly clientWidth: number, readonly clientHeight: number}} [place]   the element that displays it, by default itself: it gets as many pixels as the device has there
 */
export function createCloudPainter(canvas, place = canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  /** @type {ImageData | null} */
  let image = null;
  let whole = new Uint32Array(0);

  /** Resizes the canvas to the device pixels and clears it. @param {number} ratio */
  function begin(ratio) {
    const width = Math.max(1, Math.round(place.clientWidth * ratio)),
      height = Math.max(1, Math.round(place.clientHeight * ratio));
    if (!image || image.width !== width || image.height !== height) {
      canvas.width = width;
      canvas.height = height;
      image = context.createImageData(width, height);
      whole = new Uint32Array(image.data.buffer);
    } else {
      whole.fill(0);
    }
    return image;
  }

  return {
    /**
     * @param {import('./plane.js').Plane} plane
     * @param {Pick<import('./scatter-axes.js').Frame, 'left' | 'top' | 'width' | 'height'>} frame
     * @param {{points: Float32Array, labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>, stamps: Stamp[], dots?: Stamp[], size?: number}} cloud
     *   dots: of the digits for whose stamps there is no room; size: the font size of the stamps. Without them, all are stamped
     */
    paint(plane, { left, top, width, height }, { points, labels, hiddenLabels, stamps, dots = [], size = 0 }) {
      const ratio = window.devicePixelRatio || 1;
      const picture = begin(ratio);
      const forms =
        stamps.length > 0 ? markForms(plane, { width, height }, { points, labels, hiddenLabels }, size) : [];
      const originX = plane.toX(0),
        originY = plane.toY(0),
        { scale } = plane;
      // The dots are below the glyphs.
      for (let form = size > 0 ? DOT : GLYPH; form <= GLYPH; form++) {
        const ofForm = form === DOT ? dots : stamps;
        for (let i = 0; i < forms.length; i++) {
          if (forms[i] !== form) continue;
          const stamp = ofForm[/** @type {Uint8Array} */ (labels)[i]];
          if (!stamp) continue;
          stampAt(
            picture,
            whole,
            stamp,
            Math.round((left + originX + points[2 * i] * scale) * ratio - stamp.side / 2),
            Math.round((top + originY - points[2 * i + 1] * scale) * ratio - stamp.side / 2),
          );
        }
      }
      context.putImageData(picture, 0, 0);
    },
  };
}

/**
 * Porter and Duff's "over" for colours that are not multiplied by their alpha, by the alphas above and below:
 * the combined alpha, and the share of the upper colour, of 256.
 */
const together = new Uint8Array(65536),
  upper = new Uint16Array(65536);
for (let above = 0; above < 256; above++) {
  for (let below = 0; below < 256; below++) {
    const all = above + (below * (255 - above)) / 255;
    together[(above << 8) | below] = Math.round(all);
    upper[(above << 8) | below] = all > 0 ? Math.round((256 * above) / all) : 0;
  }
}
/** Position of the alpha byte in a pixel, and of the other three: depends on the byte order. */
const ALPHA = new Uint8Array(Uint32Array.of(0x12345678).buffer)[3] === 0x12 ? 24 : 0;
const EVEN = 0x00ff00ff;

/**
 * @param {ImageData} picture
 * @param {Uint32Array} whole   its pixels
 * @param {Stamp} stamp
 * @param {number} x
 * @param {number} y
 */
function stampAt({ width, height }, whole, { side, columns, rows, alphas, whole: inks }, x, y) {
  const isInside = x >= 0 && y >= 0 && x + side <= width && y + side <= height;
  const base = y * width + x;
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k],
      row = rows[k];
    if (!isInside && (x + column < 0 || x + column >= width || y + row < 0 || y + row >= height)) continue;
    const at = base + row * width + column;
    const below = whole[at],
      alpha = alphas[k];
    if (alpha === 255 || below === 0) {
      whole[at] = inks[k];
      continue;
    }
    const pair = (alpha << 8) | ((below >>> ALPHA) & 255);
    const share = upper[pair],
      rest = 256 - share,
      ink = inks[k];
    // Two channels at once: each product fits into sixteen bits.
    const even = ((Math.imul(ink & EVEN, share) + Math.imul(below & EVEN, rest)) >>> 8) & EVEN;
    const odd = (Math.imul((ink >>> 8) & EVEN, share) + Math.imul((below >>> 8) & EVEN, rest)) & ~EVEN;
    whole[at] = ((even | odd) & ~(255 << ALPHA)) | (together[pair] << ALPHA);
  }
}
