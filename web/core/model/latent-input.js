/** A latent number as someone types it. */
import { hasSpread } from './model-kind.js';

const DECIMAL = /^[+\-−]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param {string} text
 * @param {number} limit   the value is brought to −limit … limit
 * @returns {{value: number | null, fault: null | 'number' | 'limit'}}
 *   fault 'limit': beyond it, brought back; 'number': not a number, which has no nearest one
 */
export function latentValue(text, limit) {
  const typed = text.trim();
  if (!DECIMAL.test(typed)) return { value: null, fault: 'number' };
  const number = Number(typed.replace('−', '-'));
  const value = Math.min(limit, Math.max(-limit, number));
  // No −0: it would be another z by its text and the same by its picture.
  return { value: value || 0, fault: value === number ? null : 'limit' };
}

/** How far a slider goes for codes that keep near the prior, and how far one may type. */
const REACH = 4, LIMIT = 6;

/**
 * The codes of an AE are not kept near 0: its sliders go as far as its codes do.
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

/** What the prior reaches, but for 3 in 1,000. */
const PRIOR_REACH = 3;

/** How far one dimension is varied alone. @param {string} kind @param {Float32Array | null} mu  of the held-out digits */
export const traversalReach = (kind, mu) => (hasSpread({ model: kind }) ? PRIOR_REACH : latentReach(kind, mu).reach);
