/** Points of the latent map on their way from one picture of the held-out digits to the next. */

/**
 * Two of the dimensions of every digit. A code of one dimension has no second axis: its digits are set
 * in rows by their label, so that they do not hide each other.
 * @param {Float32Array} mu         [digit][dimension]
 * @param {number} latentDim
 * @param {readonly [number, number]} axes
 * @param {Uint8Array} labels
 * @returns {Float32Array}          [digit][2]
 */
export function cloudPoints(mu, latentDim, axes, labels) {
  const count = Math.floor(mu.length / latentDim);
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    points[2 * i] = mu[i * latentDim + axes[0]];
    points[2 * i + 1] = latentDim > 1 ? mu[i * latentDim + axes[1]] : (4.5 - (labels[i] ?? 4.5)) * 0.5;
  }
  return points;
}

/**
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {number} progress   0 … 1
 * @returns {Float32Array}
 */
export function blendPoints(from, to, progress) {
  if (progress >= 1 || from.length !== to.length) return to;
  return to.map((value, i) => from[i] + (value - from[i]) * progress);
}

/**
 * Slow at the end, so that a thing which follows does not stop with a jerk.
 * @param {number} progress
 */
export const easeOut = (progress) => 1 - (1 - Math.min(1, Math.max(0, progress))) ** 3;

/**
 * A value that follows its target: `shown` is between where it was when the target changed, and the target.
 * @template T
 * @param {T} value
 * @param {number} duration   milliseconds from one target to the next
 * @param {(from: T, to: T, progress: number) => T} blend   progress 0 … 1
 */
export function createEased(value, duration, blend) {
  let from = value, to = value, shown = value, startedAt = -Infinity;
  return {
    get target() {
      return to;
    },
    get shown() {
      return shown;
    },
    /** @param {T} wanted @param {number} now @param {boolean} jump   be there at the next picture, without a way */
    follow(wanted, now, jump) {
      if (wanted === to) return;
      from = jump ? wanted : shown;
      to = wanted;
      startedAt = now;
    },
    /** Moves `shown` to its place at that time. @param {number} now @returns {boolean} whether it is still on its way */
    advance(now) {
      const progress = easeOut((now - startedAt) / duration);
      shown = blend(from, to, progress);
      return progress < 1;
    },
  };
}
