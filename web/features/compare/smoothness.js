/** How evenly the pictures change on straight ways through the latent space. */

/** @typedef {{z: Float32Array, paths: number, frames: number}} Walks */

/**
 * Straight ways between codes, each in so many frames from one code to the other.
 * @param {Float32Array} codes     [digit][dimension]
 * @param {number} latentDim
 * @param {{paths?: number, frames?: number}} [size]
 * @returns {Walks}                 z: [path][frame][dimension]
 */
export function walks(codes, latentDim, { paths = 32, frames = 11 } = {}) {
  const count = Math.floor(codes.length / latentDim);
  const usable = count < 2 ? 0 : Math.min(paths, Math.floor(count / 2));
  const z = new Float32Array(usable * frames * latentDim);
  for (let path = 0; path < usable; path++) {
    // The digits are in no order: neighbours are as good as pairs drawn at random, and always the same.
    const from = 2 * path * latentDim, to = (2 * path + 1) * latentDim;
    for (let frame = 0; frame < frames; frame++) {
      const part = frame / (frames - 1);
      for (let d = 0; d < latentDim; d++) {
        z[(path * frames + frame) * latentDim + d] = codes[from + d] * (1 - part) + codes[to + d] * part;
      }
    }
  }
  return { z, paths: usable, frames };
}

/**
 * @param {Float32Array} images   [path][frame][pixel]
 * @param {Walks} walked
 * @returns {number | null}       mean over paths of largest step / mean step between neighbouring frames, a step being
 *   the Euclidean distance of two pictures: 1 when they change evenly, frames − 1 when all changes in one jump
 */
export function unevenness(images, { paths, frames }) {
  if (paths === 0) return null;
  const size = images.length / (paths * frames);
  let sum = 0;
  for (let path = 0; path < paths; path++) {
    let most = 0, length = 0;
    for (let frame = 1; frame < frames; frame++) {
      const here = (path * frames + frame) * size;
      let squares = 0;
      for (let i = here; i < here + size; i++) squares += (images[i] - images[i - size]) ** 2;
      const step = Math.sqrt(squares);
      most = Math.max(most, step);
      length += step;
    }
    // Two codes alike: nothing changes, and evenly so.
    sum += length > 0 ? (most * (frames - 1)) / length : 1;
  }
  return sum / paths;
}
