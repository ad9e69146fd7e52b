/** Parses a latent value that the user entered. */
import { hasSpread } from './model-kind.js';

const DECIMAL = /^[+\-−]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param {string} text
 * @param {number} limit   the value is clamped to −limit … limit
 * @returns {{value: number | null, fault: null | 'number' | 'limit'}}
 *   fault 'limit': outside the range, clamped; 'number': not a number
 */
export function latentValue(text, limit) {
  const typed = text.trim();
  if (!DECIMAL.test(typed)) return { value: null, fault: 'number' };
  const number = Number(typed.replace('−', '-'));
  const value = Math.min(limit, Math.max(-limit, number));
  // No −0: its text would differ from 0 although its image does not.
  return { value: value || 0, fault: value === number ? null : 'limit' };
}

/** Range of a slider for codes close to the prior, and maximum value that can be entered. */
const REACH = 4,
  LIMIT = 6;

/**
 * The range of an AE's codes is not limited by a prior: its sliders cover its codes.
 * @param {string} kind
 * @param {Float32Array | null} mu   of the held-out digits
 * @returns {{reach: number, limit: number}}
 */
export function latentReach(kind, mu) {
  if (hasSpread({ model: kind }) || !mu) return { reach: REACH, limit: LIMIT };
  const far = mu.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const reach = Math.max(REACH, Number.isFinite(far) ? Math.ceil(far * 1.1) : 0);
  return { reach, limit: Math.ceil((reach * LIMIT) / REACH) };
}

/** Range of the prior, except for 3 in 1,000 samples. */
const PRIOR_REACH = 3;

/** The range over which one dimension is varied alone. @param {string} kind @param {Float32Array | null} mu  of the held-out digits */
export const traversalReach = (kind, mu) => (hasSpread({ model: kind }) ? PRIOR_REACH : latentReach(kind, mu).reach);
