/**
 * The digit whose mark is nearest to a point of the map. Ten thousand digits take well under a millisecond.
 * @param {import('../../core/scatter/plane.js').Plane} plane
 * @param {{width: number, height: number}} frame   no mark is drawn outside
 * @param {{points: Float32Array, labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>}} cloud
 * @param {number} x       in the picture
 * @param {number} y
 * @param {number} reach   maximum distance
 * @returns {number}  its index, −1 if no mark is within reach
 */
export function nearestMark(plane, { width, height }, { points, labels, hiddenLabels }, x, y, reach) {
  const count = labels ? Math.min(labels.length, points.length / 2) : 0;
  const originX = plane.toX(0),
    originY = plane.toY(0),
    { scale } = plane;
  let nearest = -1,
    least = reach * reach;
  for (let i = 0; i < count; i++) {
    const markX = originX + points[2 * i] * scale,
      markY = originY - points[2 * i + 1] * scale;
    const away = (markX - x) ** 2 + (markY - y) ** 2;
    // A code that is not a number is at no distance.
    if (!(away <= least) || (away === least && nearest >= 0)) continue;
    if (!(markX >= 0 && markX <= width && markY >= 0 && markY <= height)) continue;
    if (hiddenLabels.has(/** @type {Uint8Array} */ (labels)[i])) continue;
    nearest = i;
    least = away;
  }
  return nearest;
}
