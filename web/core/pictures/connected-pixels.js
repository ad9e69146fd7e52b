/**
 * The connected regions of the pixels for which `isIn` holds, each as the positions of its pixels.
 * @param {(at: number) => boolean} isIn
 * @param {number} width
 * @param {number} height
 * @param {{isOverCorners?: boolean}} [options]   whether pixels that share only a corner are connected
 * @returns {number[][]}
 */
export function connectedPixels(isIn, width, height, { isOverCorners = true } = {}) {
  const isSeen = new Uint8Array(width * height);
  /** @type {number[][]} */
  const regions = [];
  for (let start = 0; start < isSeen.length; start++) {
    if (isSeen[start] || !isIn(start)) continue;
    const region = [start];
    isSeen[start] = 1;
    for (let i = 0; i < region.length; i++) {
      const x = region[i] % width,
        y = Math.floor(region[i] / width);
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const next = v * width + u;
          if (isSeen[next] || (!isOverCorners && u !== x && v !== y) || !isIn(next)) continue;
          isSeen[next] = 1;
          region.push(next);
        }
      }
    }
    regions.push(region);
  }
  return regions;
}
