import { signal } from '@preact/signals-core';

/**
 * Formats numbers in the page's language, independent of the browser's: a true minus sign, groups of three digits, and
 * the same number of decimals within a column.
 */

const language = signal('en');
/** Creating a format takes longer than using it a hundred times. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} wanted */
export function setNumberLanguage(wanted) {
  if (wanted !== language.peek()) formats.clear();
  language.value = wanted;
}

/**
 * @param {number} value
 * @param {string} name      of the format
 * @param {Intl.NumberFormatOptions} options
 */
function write(value, name, options) {
  // Read first: the caller depends on the language.
  const locale = language.value;
  if (!Number.isFinite(value)) return '–';
  let format = formats.get(name);
  if (!format) formats.set(name, (format = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options })));
  return format.format(value).replace('-', '−');
}

/**
 * @param {number} value
 * @param {number} [decimals]
 */
export const formatNumber = (value, decimals = 2) =>
  write(value, `decimals ${decimals}`, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** More decimals than these do not explain a result: float32 has no more digits. */
const MAX_DECIMALS = 7;

/**
 * The fewest decimals of the printed operands with which a reader gets the printed result. Rounded to as few decimals as the
 * result, 0.02 · 66 prints as 1.13.
 * @param {number[]} operands
 * @param {(printed: number[]) => number} compute
 * @param {number} result
 * @param {number} [decimals]  of the printed result
 */
export function decimalsFor(operands, compute, result, decimals = 2) {
  // Less than half a unit of the last decimal; at exactly half, rounding is a matter of convention.
  const shown = Number(result.toFixed(decimals)),
    tolerance = 0.4999 / 10 ** decimals;
  for (let count = decimals; count < MAX_DECIMALS; count++) {
    const printed = operands.map((value) => Number(value.toFixed(count)));
    if (Math.abs(compute(printed) - shown) < tolerance) return count;
  }
  return MAX_DECIMALS;
}

/**
 * @param {number} value
 * @param {number} [decimals]
 * @returns {string}  with a + unless negative
 */
export function formatSigned(value, decimals = 2) {
  const text = formatNumber(value, decimals);
  return text.startsWith('−') || text === '–' ? text : `+${text}`;
}

/** @param {number} value @returns {string} 12,345 */
export const formatCount = (value) => write(value, 'count', { maximumFractionDigits: 0 });

/** @param {number} value @returns {string} with as many decimals as needed: a limit, a factor, a tick */
export const formatAmount = (value) => write(value, 'amount', { maximumSignificantDigits: 12 });

/**
 * @param {number} share
 * @param {number} [decimals]
 * @returns {string}  of 0.45, 45%
 */
export const formatPercent = (share, decimals = 0) =>
  write(share, `percent ${decimals}`, {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });

/** @param {number} value @param {number} decimals @returns {string} as in a text field: without groups */
export const formatTyped = (value, decimals) =>
  write(value, `typed ${decimals}`, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  });

/** @param {number} epoch @returns {string} 1234.50 */
export const formatEpoch = (epoch) => formatTyped(epoch, 2);
