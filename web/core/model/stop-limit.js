/** Maximum number of epochs in a stop rule. */
export const MAX_EPOCHS = 100_000;

/**
 * @param {string} text   empty for no limit
 * @returns {{value: number | null, error: null} | {value: null, error: {key: string, params: Record<string, number>}}}
 */
export function parseLimit(text) {
  const typed = text.trim();
  if (typed === '') return { value: null, error: null };
  const value = /^\d+$/.test(typed) ? Number(typed) : NaN;
  if (value >= 1 && value <= MAX_EPOCHS) return { value, error: null };
  return { value: null, error: { key: 'error.limit', params: { low: 1, high: MAX_EPOCHS } } };
}
