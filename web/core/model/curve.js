/**
 * Measurements over training steps, limited in number: when full, every second one is dropped, so that an hour of
 * training still draws without delay. The last one is always retained.
 * @typedef {object} Curve
 * @property {number[]} step
 * @property {number[]} epoch
 * @property {number[]} negativeElbo
 * @property {number[]} reconstruction
 * @property {number[]} kl
 */

const FULL = 1200;

/** @returns {Curve} */
export function emptyCurve() {
  return { step: [], epoch: [], negativeElbo: [], reconstruction: [], kl: [] };
}

/**
 * @param {Curve} curve
 * @param {number} step
 * @param {{negativeElbo: number, reconstruction: number, kl: number}} terms
 * @param {number} [epoch]
 * @returns {Curve}  a new one
 */
export function appendToCurve(curve, step, terms, epoch = NaN) {
  if (step <= (curve.step.at(-1) ?? -1)) return curve;
  const count = curve.step.length;
  /** @type {(list: number[], value: number) => number[]} */
  const add = (list, value) => [...(count < FULL ? list : list.filter((_, i) => i % 2 === 0)), value];
  return {
    step: add(curve.step, step),
    epoch: add(curve.epoch, epoch),
    negativeElbo: add(curve.negativeElbo, terms.negativeElbo),
    reconstruction: add(curve.reconstruction, terms.reconstruction),
    kl: add(curve.kl, terms.kl),
  };
}

/**
 * The index of the last measurement at or before a step.
 * @param {Curve} curve
 * @param {number} step
 * @returns {number}  -1 before the first
 */
export function indexAt(curve, step) {
  let low = 0,
    high = curve.step.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve.step[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The measurements up to a step.
 * @param {Curve} curve
 * @param {number} step
 * @returns {Curve}
 */
export function curveUntil(curve, step) {
  const end = indexAt(curve, step) + 1;
  const { step: steps, epoch, negativeElbo, reconstruction, kl } = curve;
  return {
    step: steps.slice(0, end),
    epoch: epoch.slice(0, end),
    negativeElbo: negativeElbo.slice(0, end),
    reconstruction: reconstruction.slice(0, end),
    kl: kl.slice(0, end),
  };
}

/**
 * The range of a chart. In the first steps the loss falls steeply from far above; later they may be outside
 * the range.
 * @param {(number | null | undefined)[][]} series
 * @returns {[number, number]}
 */
export function curveRange(series) {
  let low = Infinity,
    high = -Infinity;
  for (const values of series) {
    const from = values.length > 12 ? Math.ceil(values.length * 0.08) : 0;
    values.forEach((value, i) => {
      if (value === null || value === undefined || !Number.isFinite(value)) return;
      low = Math.min(low, value);
      if (i >= from) high = Math.max(high, value);
    });
  }
  if (low > high) return [0, 1];
  const air = Math.max((high - low) * 0.08, Math.abs(high) * 0.004, 0.01);
  // Values that cannot be negative get no space below 0; the negative log of a density can be.
  return [low < 0 ? low - air : Math.max(0, low - air), high + air];
}
