/** Parses a latent value that the user entered. */
import { hasLearnedPrior, hasSpread } from './model-kind.js';

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

/** Whether the KL term keeps the codes near N(0, I). @param {{model: string, prior?: string}} config */
const isNearOrigin = (config) => hasSpread(config) && !hasLearnedPrior(config);

/**
 * The range of codes that no N(0, I) limits, of an AE or with a learned prior: its sliders cover its codes.
 * @param {{model: string, prior?: string}} config
 * @param {Float32Array | null} mu   of the held-out digits
 * @returns {{reach: number, limit: number}}
 */
export function latentReach(config, mu) {
  if (isNearOrigin(config) || !mu) return { reach: REACH, limit: LIMIT };
  const far = mu.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const reach = Math.max(REACH, Number.isFinite(far) ? Math.ceil(far * 1.1) : 0);
  return { reach, limit: Math.ceil((reach * LIMIT) / REACH) };
}

/** Range of N(0, I), except for 3 in 1,000 samples. */
const PRIOR_REACH = 3;

/**
 * The range over which one dimension is varied alone.
 * @param {{model: string, prior?: string}} config
 * @param {Float32Array | null} mu   of the held-out digits
 */
export const traversalReach = (config, mu) => (isNearOrigin(config) ? PRIOR_REACH : latentReach(config, mu).reach);
