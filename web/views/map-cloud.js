/**
 * The cloud, pixel by pixel: ten thousand digits are set on the screen in a few milliseconds, several times faster than
 * a canvas copies as many pictures, so that they can move with every frame.
 *
 * @typedef {object} Stamp   one digit
 * @property {number} side           device pixels
 * @property {Int16Array} columns    of its pixels that are not blank
 * @property {Int16Array} rows
 * @property {Uint8Array} color      red, green, blue, alpha of each
 * @property {Uint32Array} whole     the same, as they are stored
 */

/**
 * @param {HTMLCanvasElement[]} glyphs
 * @returns {Stamp[]}
 */
export function createStamps(glyphs) {
  return glyphs.map((glyph) => {
    const side = glyph.width;
    const context = /** @type {CanvasRenderingContext2D} */ (glyph.getContext('2d', { willReadFrequently: true }));
    const { data } = context.getImageData(0, 0, side, side);
    const inked = Array.from({ length: side * side }, (_, i) => i).filter((i) => data[4 * i + 3] > 8);
    const color = Uint8Array.from(inked.flatMap((i) => [...data.subarray(4 * i, 4 * i + 4)]));
    return {
      side, color, whole: new Uint32Array(color.buffer),
      columns: Int16Array.from(inked, (i) => i % side), rows: Int16Array.from(inked, (i) => Math.floor(i / side)),
    };
  });
}

/**
 * @param {HTMLCanvasElement} canvas   nothing else is drawn on it
 */
export function createCloudPainter(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  /** @type {ImageData | null} */
  let image = null;
  let whole = new Uint32Array(0);

  /** As many pixels as the screen has under the canvas, all blank. @param {number} ratio */
  function begin(ratio) {
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio)), height = Math.max(1, Math.round(canvas.clientHeight * ratio));
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
     * @param {import('../lib/plane.js').Plane} plane
     * @param {import('./map-scatter.js').Frame} frame
     * @param {{points: Float32Array, labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>, stamps: Stamp[]}} cloud
     */
    paint(plane, { left, top, width, height }, { points, labels, hiddenLabels, stamps }) {
      const ratio = window.devicePixelRatio || 1;
      const picture = begin(ratio);
      const count = labels && stamps.length > 0 ? Math.min(labels.length, points.length / 2) : 0;
      const shown = stamps.map((stamp, digit) => (hiddenLabels.has(digit) ? null : stamp));
      const originX = plane.toX(0), originY = plane.toY(0), { scale } = plane;
      for (let i = 0; i < count; i++) {
        const stamp = shown[/** @type {Uint8Array} */ (labels)[i]];
        if (!stamp) continue;
        const x = originX + points[2 * i] * scale, y = originY - points[2 * i + 1] * scale;
        // Not clipped but left out: half a digit at the edge could be read as another.
        if (!(x >= 0 && x <= width && y >= 0 && y <= height)) continue;
        stampAt(picture, whole, stamp, Math.round((left + x) * ratio - stamp.side / 2), Math.round((top + y) * ratio - stamp.side / 2));
      }
      context.putImageData(picture, 0, 0);
    },
  };
}

/**
 * @param {ImageData} picture
 * @param {Uint32Array} whole   its pixels
 * @param {Stamp} stamp
 * @param {number} x
 * @param {number} y
 */
function stampAt({ data, width, height }, whole, { columns, rows, color, whole: inks }, x, y) {
  for (let k = 0; k < columns.length; k++) {
    const column = x + columns[k], row = y + rows[k];
    if (column < 0 || column >= width || row < 0 || row >= height) continue;
    const at = row * width + column;
    const alpha = color[4 * k + 3];
    if (alpha === 255 || whole[at] === 0) {
      whole[at] = inks[k];
      continue;
    }
    // Porter and Duff's "over" of colours that are not multiplied by their alpha.
    const below = data[4 * at + 3] * (255 - alpha), all = alpha * 255 + below;
    for (let c = 0; c < 3; c++) data[4 * at + c] = (color[4 * k + c] * alpha * 255 + data[4 * at + c] * below) / all;
    data[4 * at + 3] = all / 255;
  }
}
