import { SETTINGS } from './core-description.js';
import { MODEL_KINDS, hasCode, hasHidden, hasSpread } from './model-kind.js';

/**
 * The form's text → the engine's settings, or for each wrong field the key of a sentence that says what is allowed.
 *
 * @typedef {object} ConfigText  as typed
 * @property {string} model
 * @property {string} hidden
 * @property {string} latentDim
 * @property {string} activation
 * @property {string} beta
 * @property {string} betaWarmupSteps
 * @property {string} learningRate
 * @property {string} batchSize
 * @property {string} pixels
 * @property {string} seed
 * @property {string} [objective]
 * @property {string} [importanceSamples]
 * @property {string} [digits]   as in "017"
 *
 * @typedef {{key: string, params: Record<string, string | number>}} Sentence
 * @typedef {Partial<Record<keyof ConfigText, Sentence>>} ConfigErrors
 *
 * @typedef {object} ValidConfig
 * @property {{model: import('./model-kind.js').ModelKind, hidden: number[], latentDim: number, activation: 'relu' | 'tanh'}} config
 * @property {{batchSize: number, learningRate: number, beta: number, betaWarmupSteps: number, pixels: 'binarized' | 'thresholded' | 'grey', seed: number,
 *   objective: 'elbo' | 'iwae', importanceSamples: number, digits: number[]}} training
 */

/** The most of each, as the core has it. */
export const LIMITS = Object.freeze({
  layers: SETTINGS.hidden_layers.most, layerSize: SETTINGS.units.most, latentDim: SETTINGS.latent_dim.most, learningRate: SETTINGS.learning_rate.most,
  beta: SETTINGS.beta.most, betaWarmupSteps: SETTINGS.beta_warmup_steps.most, batchSize: SETTINGS.batch_size.most,
  importanceSamples: SETTINGS.importance_samples.most, seed: SETTINGS.seed.most,
});

const WHOLE = /^\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @param {string} text   "512, 256"; empty for no hidden layer
 * @returns {number[] | null}
 */
function hiddenSizes(text) {
  const parts = text.trim() === '' ? [] : text.trim().split(/\s*[,;]\s*|\s+/);
  const sizes = parts.map((part) => (WHOLE.test(part) ? Number(part) : NaN));
  const good = sizes.length <= LIMITS.layers && sizes.every((size) => size >= 1 && size <= LIMITS.layerSize);
  return good ? sizes : null;
}

/**
 * @param {ConfigText} text
 * @param {number | readonly number[]} trainCount   training digits there are, of all labels or of each: no batch can be larger
 * @returns {{value: ValidConfig, errors: null} | {value: null, errors: ConfigErrors}}
 */
export function validateConfig(text, trainCount) {
  /** @type {ConfigErrors} */
  const errors = {};
  /** @type {(field: keyof ConfigText, low: number, high: number) => number} */
  const whole = (field, low, high) => {
    const typed = (text[field] ?? '').trim();
    const value = WHOLE.test(typed) ? Number(typed) : NaN;
    if (!(value >= low && value <= high)) errors[field] = { key: 'error.whole', params: { low, high } };
    return value;
  };
  /** @type {(field: keyof ConfigText) => number} */
  const decimal = (field) => (DECIMAL.test((text[field] ?? '').trim()) ? Number(text[field]) : NaN);

  const kind = /** @type {import('./model-kind.js').ModelKind} */ (text.model);
  if (!MODEL_KINDS.includes(kind)) errors.model = { key: 'error.choice', params: {} };
  // What a kind of model does not have is not asked for.
  const hidden = hasHidden({ model: kind }) ? hiddenSizes(text.hidden) : [];
  if (!hidden) errors.hidden = { key: 'error.hidden', params: { layers: LIMITS.layers, size: LIMITS.layerSize } };
  const latentDim = hasCode({ model: kind }) ? whole('latentDim', 1, LIMITS.latentDim) : 0;
  const objective = hasSpread({ model: kind }) ? text.objective ?? 'elbo' : 'elbo';
  if (objective !== 'elbo' && objective !== 'iwae') errors.objective = { key: 'error.choice', params: {} };
  const importanceSamples = objective === 'iwae' ? whole('importanceSamples', 2, LIMITS.importanceSamples) : 1;
  // The bound of importance weighting has no KL of its own that β could weigh.
  const hasBeta = hasSpread({ model: kind }) && objective !== 'iwae';
  const beta = hasBeta ? decimal('beta') : 1;
  if (!(beta >= 0 && beta <= LIMITS.beta)) errors.beta = { key: 'error.beta', params: { high: LIMITS.beta } };
  const learningRate = decimal('learningRate');
  if (!(learningRate > 0 && learningRate <= LIMITS.learningRate)) {
    errors.learningRate = { key: 'error.learningRate', params: {} };
  }
  const betaWarmupSteps = hasBeta ? whole('betaWarmupSteps', 0, LIMITS.betaWarmupSteps) : 0;
  const digits = [...new Set(text.digits ?? '0123456789')].map(Number).sort((a, b) => a - b);
  const areLabels = digits.length > 0 && digits.every((digit) => Number.isInteger(digit));
  const count = typeof trainCount === 'number' ? trainCount : digits.reduce((sum, digit) => sum + (trainCount[digit] ?? 0), 0);
  if (!areLabels || count === 0) errors.digits = { key: areLabels ? 'error.noDigits' : 'error.digits', params: {} };
  const batchSize = whole('batchSize', 1, errors.digits ? LIMITS.seed : count);
  const seed = whole('seed', 0, LIMITS.seed);
  const { activation, pixels } = text;
  if (activation !== 'relu' && activation !== 'tanh') errors.activation = { key: 'error.choice', params: {} };
  if (pixels !== 'binarized' && pixels !== 'thresholded' && pixels !== 'grey') {
    errors.pixels = { key: 'error.choice', params: {} };
  }

  if (Object.keys(errors).length > 0) return { value: null, errors };
  return {
    errors: null,
    value: /** @type {ValidConfig} */ ({
      config: { model: kind, hidden, latentDim, activation },
      training: { batchSize, learningRate, beta, betaWarmupSteps, pixels, seed, objective, importanceSamples, digits },
    }),
  };
}
