import { standardGaussian } from './diagonal-mixture.js';
import { hasLearnedPrior } from './model-kind.js';

/**
 * p(z) of the engine's model with its present weights.
 * @param {{prior: () => Promise<import('./diagonal-mixture.js').Mixture>}} engine
 * @param {{latentDim: number, prior?: string}} config
 * @returns {Promise<import('./diagonal-mixture.js').Mixture>}
 */
export const priorOf = async (engine, config) =>
  hasLearnedPrior(config) ? engine.prior() : standardGaussian(config.latentDim);
