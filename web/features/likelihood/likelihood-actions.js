import { scoredPixels } from '../../core/model/likelihood.js';
import { latest } from '../../core/state/latest.js';
import { helpOf } from '../../core/texts/message-of.js';
import { hasClosedForm, hasSpread, isExact } from '../../core/model/model-kind.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {object} LikelihoodEngine   the required part of the engine
 * @property {(question: {pixels: Float32Array, label: number, samples: number, seed: number}) => Promise<Likelihood & {code: import('../../engine/messages.js').Code}>} digitLikelihood
 * @property {(question: {pixels: Float32Array, label: number, side: number}) => Promise<PosteriorGrid>} posteriorGrid
 * @property {(question: {pixels: Float32Array}) => Promise<{probabilities: Float32Array, logLikelihood: number}>} conditionals
 * @typedef {import('../../core/state/page-state.js').DigitTerms} DigitTerms
 * @typedef {import('../../core/state/page-state.js').Likelihood} Likelihood
 * @typedef {import('../../core/state/page-state.js').PosteriorGrid} PosteriorGrid
 */

/** Time without pen input before an evaluation. */
const REST_MS = 250;
/** Refresh interval during training. */
const TRAINING_MS = 3000;
const SAMPLES = 1000,
  SIDE = 64,
  SEED = 1;

/**
 * Evaluates the terms of the bound for the drawn digit after pen input stops: for its pixels thresholded at 0.5, or for grey
 * pixels if the likelihood is a density.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {LikelihoodEngine} engine
 */
export function createLikelihoodActions(store, engine) {
  /**
   * @param {Float32Array} pixels
   * @param {import('../../engine/messages.js').ModelConfig} config
   * @returns {Promise<DigitTerms>}
   */
  async function evaluate(pixels, config) {
    const kind = /** @type {DigitTerms['kind']} */ (config.model);
    /** @type {DigitTerms} */
    const terms = { pixels, kind, likelihood: null, klPerDimension: [], exact: null, posterior: null, failure: '' };
    const scored = scoredPixels(config, pixels);
    try {
      if (hasSpread(config)) {
        const { label } = store.get();
        const { code, ...likelihood } = await engine.digitLikelihood({
          pixels: scored,
          label,
          samples: SAMPLES,
          seed: SEED,
        });
        terms.likelihood = likelihood;
        // Of several layers the code's is one part of the KL, and the posterior of the code has no closed form.
        if (hasClosedForm(config)) terms.klPerDimension = [...code.kl];
        if (hasClosedForm(config) && config.latentDim === 2) {
          // Evaluated for the encoder's input pixels, since it is drawn under the encoder's ellipse.
          terms.posterior = await engine.posteriorGrid({ pixels, label, side: SIDE });
        }
      } else if (isExact(config)) {
        terms.exact = (await engine.conditionals({ pixels: scored })).logLikelihood;
      }
    } catch (error) {
      terms.failure = helpOf(error);
    }
    return terms;
  }

  const terms = latest(async () => {
    const { pixels, model } = store.get();
    if (!pixels || !model) return store.set({ digitTerms: null });
    const terms = await evaluate(pixels, model.config);
    // Discards the answer if the model has been replaced; the terms include their pixels, so a later change of the digit is detected.
    if (store.get().model?.config === model.config) store.set({ digitTerms: terms });
  });

  return {
    /** Evaluates the changed digit or model after a pause without changes. */
    refresh: () => void terms.request({ restMs: REST_MS }),
    /** Evaluates at intervals while the weights change. */
    follow: () => void terms.request({ everyMs: TRAINING_MS }),
  };
}
