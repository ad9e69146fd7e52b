/**
 * The latest measurements of a run and of the pinned runs, newest first.
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {{negativeElbo: number, reconstruction: number, kl: number} | null} Terms
 * @typedef {{step: number, epoch: number, train: Terms, heldOut: Terms, pinned: Terms[]}} CurveRow
 *
 * @param {Curve} train
 * @param {Curve} heldOut
 * @param {readonly Curve[]} pinned
 * @param {number} most
 * @returns {{rows: CurveRow[], total: number}}
 */
export function latestRows(train, heldOut, pinned, most) {
  /** @type {Map<number, CurveRow>} */
  const rows = new Map();
  /** @param {Curve} curve @param {(row: CurveRow, terms: Terms) => void} put */
  function add(curve, put) {
    curve.step.forEach((step, i) => {
      const row = rows.get(step) ?? {
        step,
        epoch: curve.epoch[i],
        train: null,
        heldOut: null,
        pinned: pinned.map(() => null),
      };
      put(row, { negativeElbo: curve.negativeElbo[i], reconstruction: curve.reconstruction[i], kl: curve.kl[i] });
      rows.set(step, row);
    });
  }
  add(train, (row, terms) => {
    row.train = terms;
  });
  add(heldOut, (row, terms) => {
    row.heldOut = terms;
  });
  pinned.forEach((curve, index) =>
    add(curve, (row, terms) => {
      row.pinned[index] = terms;
    }),
  );
  const sorted = [...rows.values()].sort((a, b) => b.step - a.step);
  return { rows: sorted.slice(0, most), total: sorted.length };
}
