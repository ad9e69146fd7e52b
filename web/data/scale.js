/** Images scaled to another size. */

/**
 * The image scaled as a whole into a box and centred; each pixel of the box is the mean of the area that it covers.
 * @param {Uint8Array} from   width · height bytes
 * @param {{width: number, height: number}} size
 * @param {{width: number, height: number}} box
 * @returns {Uint8Array}      of the box; 0 beside the image
 */
export function scaleInto(from, size, box) {
  const scale = Math.min(box.width / size.width, box.height / size.height),
    left = (box.width - size.width * scale) / 2,
    top = (box.height - size.height * scale) / 2;
  const columns = Array.from({ length: box.width }, (_, x) => covered(x, left, scale, size.width)),
    rows = Array.from({ length: box.height }, (_, y) => covered(y, top, scale, size.height));
  const out = new Uint8Array(box.width * box.height);
  rows.forEach((shares, y) => {
    columns.forEach((parts, x) => {
      let sum = 0;
      for (const row of shares)
        for (const column of parts) sum += row.share * column.share * from[row.at * size.width + column.at];
      out[y * box.width + x] = Math.round(sum);
    });
  });
  return out;
}

/**
 * The pixels of the image that a pixel of the box covers, with their shares of its area.
 * @param {number} pixel @param {number} offset @param {number} scale @param {number} length
 */
function covered(pixel, offset, scale, length) {
  const from = Math.max(0, (pixel - offset) / scale),
    to = Math.min(length, (pixel + 1 - offset) / scale);
  const parts = [];
  for (let at = Math.floor(from); at < to; at++) {
    const share = (Math.min(at + 1, to) - Math.max(at, from)) * scale;
    if (share > 0) parts.push({ at, share });
  }
  return parts;
}
