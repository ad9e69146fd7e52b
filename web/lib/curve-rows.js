/**
 * The latest measurements of a run, side by side, newest first.
 * @typedef {import('./curve.js').Curve} Curve
 * @typedef {{negativeElbo: number, reconstruction: number, kl: number} | null} Terms
 *
 * @param {Curve} train
 * @param {Curve} heldOut
 * @param {number} most
 * @returns {{rows: {step: number, epoch: number, train: Terms, heldOut: Terms}[], total: number}}
 */
export function latestRows(train, heldOut, most) {
  /** @type {Map<number, {step: number, epoch: number, train: Terms, heldOut: Terms}>} */
  const rows = new Map();
  for (const [name, curve] of /** @type {const} */ ([['train', train], ['heldOut', heldOut]])) {
    curve.step.forEach((step, i) => {
      const row = rows.get(step) ?? { step, epoch: curve.epoch[i], train: null, heldOut: null };
      row[name] = { negativeElbo: curve.negativeElbo[i], reconstruction: curve.reconstruction[i], kl: curve.kl[i] };
      rows.set(step, row);
    });
  }
  const sorted = [...rows.values()].sort((a, b) => b.step - a.step);
  return { rows: sorted.slice(0, most), total: sorted.length };
}
