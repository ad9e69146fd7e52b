/** Numbers as text: a true minus sign, and the same number of decimals wherever they stand in a column. */

/**
 * @param {number} value
 * @param {number} [decimals]
 * @returns {string}
 */
export function formatNumber(value, decimals = 2) {
  if (!Number.isFinite(value)) return '–';
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/**
 * @param {number} value
 * @param {number} [decimals]
 * @returns {string}  with a + before what is not negative
 */
export function formatSigned(value, decimals = 2) {
  const text = formatNumber(value, decimals);
  return text.startsWith('−') || text === '–' ? text : `+${text}`;
}

/**
 * @param {number} value
 * @returns {string}  12 345, grouped by narrow spaces
 */
export function formatCount(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/**
 * @param {number} epoch
 * @returns {string}  000.00, so that it does not jump while it counts
 */
export function formatEpoch(epoch) {
  return epoch.toFixed(2).padStart(6, '0');
}

/**
 * @param {number} value
 * @returns {string}  as many decimals as it has, and the same in every locale
 */
export const formatTick = (value) => String(Number(value.toPrecision(8))).replace('-', '−');
