import { standardGaussian } from '../model/diagonal-mixture.js';
import { reparameterize } from '../model/gaussian.js';
import { FIRST_KIND, hasLearnedPrior } from '../model/model-kind.js';

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

/**
 * The configuration of the page's model; before there is one, of a VAE.
 * @param {Pick<PageState, 'model'>} state
 * @returns {{model: string} & Partial<import('../../engine/messages.js').ModelConfig>}
 */
export const configOf = ({ model }) => model?.config ?? { model: FIRST_KIND };

/** @param {Pick<PageState, 'model'>} state */
export const modelKindOf = (state) => configOf(state).model;

/** @param {Pick<PageState, 'model'>} state */
export const latentDimOf = ({ model }) => model?.config.latentDim ?? 2;

/**
 * p(z) of the page's model.
 * @param {Pick<PageState, 'model' | 'prior'>} state
 * @returns {import('../model/diagonal-mixture.js').Mixture | null}   null while a learned one is not known yet
 */
export const shownPrior = (state) =>
  state.model && hasLearnedPrior(state.model.config) ? state.prior : standardGaussian(latentDimOf(state));

/** The chosen component of a learned prior, while z is still the one of its choice. @param {Pick<PageState, 'component' | 'probe'>} state */
export const chosenComponent = ({ component, probe }) => (component && component.z === probe ? component.index : null);
