import { reparameterize } from '../model/gaussian.js';

/** @typedef {import('./page-state.js').PageState} PageState */

/**
 * @param {Pick<PageState, 'code' | 'probe' | 'atMean' | 'epsilon' | 'sigmaScale'>} state
 * @returns {Float32Array | null}  the decoded z: the one set by hand, or the digit's
 */
export function shownZ({ code, probe, atMean, epsilon, sigmaScale }) {
  if (probe) return probe;
  if (!code) return null;
  // The code of an AE is a point.
  return atMean || code.logVar.length === 0 ? code.mu : reparameterize(code.mu, code.logVar, epsilon, sigmaScale);
}

/**
 * @param {Pick<PageState, 'code' | 'probe' | 'atMean' | 'epsilon'>} state
 * @returns {Float32Array | null}  the noise in the displayed z; null if z is set by hand, or is a point
 */
export function shownEpsilon({ code, probe, atMean, epsilon }) {
  if (probe || !code || code.logVar.length === 0) return null;
  return atMean ? new Float32Array(code.mu.length) : epsilon;
}

/** @param {Pick<PageState, 'model'>} state */
export const modelKindOf = ({ model }) => model?.config.model ?? 'vae';

/** @param {Pick<PageState, 'model'>} state */
export const latentDimOf = ({ model }) => model?.config.latentDim ?? 2;
