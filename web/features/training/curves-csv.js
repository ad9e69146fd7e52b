/** All curves as one table of RFC 4180: CRLF, a decimal point, units in the header. */

/** @typedef {import('../../core/model/curve.js').Curve} Curve */

const HEADER = ['run', 'digits', 'step', 'epoch', 'negative_elbo_nats', 'reconstruction_nats', 'kl_nats'];

/** @param {string} text */
const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** @param {number} value */
const written = (value) => (Number.isFinite(value) ? String(value) : '');

/**
 * @param {{run: string, digits: 'training' | 'held-out', curve: Curve}[]} series
 * @returns {string}
 */
export function curvesCsv(series) {
  const rows = series.flatMap(({ run, digits, curve }) =>
    curve.step.map((step, i) => [
      quoted(run),
      digits,
      ...[step, curve.epoch[i], curve.negativeElbo[i], curve.reconstruction[i], curve.kl[i]].map(written),
    ]),
  );
  return [HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
