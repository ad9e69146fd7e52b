/** Points of the latent map, and their interpolation between two states. */

/**
 * The position of every digit on the displayed plane. A code of one dimension has no second axis: its digits are placed
 * in rows by their label, so that they do not overlap.
 * @param {Float32Array} mu         [digit][dimension]
 * @param {import('./basis.js').Basis} basis
 * @param {Uint8Array} labels
 * @returns {Float32Array}          [digit][2]
 */
export function cloudPoints(mu, { first, second }, labels) {
  const latentDim = first.length;
  const count = Math.floor(mu.length / latentDim);
  const points = new Float32Array(2 * count);
  // Two axes use two dimensions of many: dimensions with weight 0 are skipped.
  const across = weightsOf(first),
    up = weightsOf(second);
  for (let i = 0; i < count; i++) {
    const at = i * latentDim;
    let x = 0,
      y = latentDim > 1 ? 0 : (4.5 - (labels[i] ?? 4.5)) * 0.5;
    for (let k = 0; k < across.length; k += 2) x += mu[at + across[k]] * across[k + 1];
    for (let k = 0; k < up.length; k += 2) y += mu[at + up[k]] * up[k + 1];
    points[2 * i] = x;
    points[2 * i + 1] = y;
  }
  return points;
}

/** @param {Float64Array} direction @returns {Float64Array}  dimension, weight, dimension, weight, … */
function weightsOf(direction) {
  return Float64Array.from([...direction.entries()].filter(([, weight]) => weight !== 0).flat());
}

/**
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} progress   0 … 1
 * @returns {Float32Array}
 */
export function blendPoints(from, to, progress) {
  if (progress >= 1 || from.length !== to.length) return to;
  const points = new Float32Array(to.length);
  for (let i = 0; i < to.length; i++) points[i] = from[i] + (to[i] - from[i]) * progress;
  return points;
}

/**
 * Decelerates, so that following elements do not stop abruptly.
 * @param {number} progress
 */
export const easeOut = (progress) => 1 - (1 - Math.min(1, Math.max(0, progress))) ** 3;

/**
 * A value that follows its target: `shown` is interpolated between its value when the target changed, and the target.
 * @template T
 * @param {T} value
 * @param {number} duration   milliseconds from one target to the next
 * @param {(from: T, to: T, progress: number) => T} blend   progress 0 … 1
 */
export function createEased(value, duration, blend) {
  let from = value,
    to = value,
    shown = value,
    startedAt = -Infinity;
  return {
    get target() {
      return to;
    },
    get shown() {
      return shown;
    },
    /** @param {T} wanted @param {number} now @param {boolean} jump   skip the animation */
    follow(wanted, now, jump) {
      if (wanted === to) return;
      from = jump ? wanted : shown;
      to = wanted;
      startedAt = now;
    },
    /** Updates `shown` for that time. @param {number} now @returns {boolean} whether it is still moving */
    advance(now) {
      const progress = easeOut((now - startedAt) / duration);
      shown = blend(from, to, progress);
      return progress < 1;
    },
  };
}
