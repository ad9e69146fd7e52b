import { KINDS, SETTINGS } from './core-description.js';

/**
 * The kinds of models and their traits, as described by the core. No other module compares a kind's name: test a trait.
 * @typedef {typeof KINDS[number]['name']} ModelKind
 * @typedef {Record<keyof typeof KINDS[number]['traits'], boolean>} Traits
 * @typedef {{name: string, traits: Traits, minHidden: number, maxHidden: number, defaultUnits: number, likelihoods: readonly string[], priors: readonly string[]}} Kind
 */

/** @type {readonly ModelKind[]} */
export const MODEL_KINDS = Object.freeze(KINDS.map(({ name }) => name));

/** The default kind. @type {ModelKind} */
export const FIRST_KIND = MODEL_KINDS[0];

/** @type {Map<string, Kind>} */
const byName = new Map(KINDS.map((kind) => [kind.name, kind]));
/** For an unknown name. @type {Kind} */
const NONE = {
  name: '',
  traits: {
    code: false,
    posterior: false,
    conditional: false,
    exactLikelihood: false,
    hierarchical: false,
    closedForm: false,
    bound: false,
    generates: false,
    completes: false,
    convolutional: false,
  },
  minHidden: 0,
  maxHidden: 0,
  defaultUnits: 0,
  likelihoods: [],
  priors: [],
};

/** @param {{model: string}} config @returns {Kind} */
export const kindOf = ({ model }) => byName.get(model) ?? NONE;

/** Whether there is a code, and therefore a map and a reconstruction. @param {{model: string}} config */
export const hasCode = (config) => kindOf(config).traits.code;

/** Whether the code is a Gaussian rather than a point. @param {{model: string}} config */
export const hasSpread = (config) => kindOf(config).traits.posterior;

/** Whether it has several stochastic layers, of which the code is the top one. @param {{model: string}} config */
export const isHierarchical = (config) => kindOf(config).traits.hierarchical;

/** Whether the code is the only latent variable: p(x, z) and q(z | x) have closed forms. @param {{model: string}} config */
export const hasClosedForm = (config) => kindOf(config).traits.closedForm;

/** Whether encoder and decoder are conditioned on the digit's label. @param {{model: string}} config */
export const isConditional = (config) => kindOf(config).traits.conditional;

/** The number of labels 0, 1, … of a conditional model; 0 of others. @param {{model: string, labels?: number}} config @returns {number} */
export const labelCountOf = (config) => (isConditional(config) ? (config.labels ?? SETTINGS.labels.defaultValue) : 0);

/** Whether log p(x) can be computed exactly. @param {{model: string}} config */
export const isExact = (config) => kindOf(config).traits.exactLikelihood;

/** Whether it can be trained on several orderings of the pixels. @param {{model: string}} config */
export const canHaveOrderings = (config) => isExact(config) && hasHidden(config);

/** On how many orderings of the pixels it is trained. @param {{orderings?: number}} config @returns {number} */
export const orderingsOf = ({ orderings = SETTINGS.orderings.defaultValue }) => orderings;

/**
 * The configuration with the orderings of the run's seed, as in the program; as it is if there is one ordering.
 * @template {import('../../engine/messages.js').ModelConfig} T
 * @param {T} config
 * @param {{seed?: number}} training
 * @returns {T}
 */
export const withOrderingSeed = (config, { seed }) =>
  orderingsOf(config) > 1 ? { ...config, orderingSeed: seed } : config;

/** Whether p(x) is defined, exactly or by a bound. @param {{model: string}} config */
export const hasDensity = (config) => isExact(config) || kindOf(config).traits.bound;

/** The name of the prior N(0, I), which every kind can have. */
const STANDARD_PRIOR = KINDS[0].priors[0];

/** Whether p(z) can be learned with the model. @param {{model: string}} config */
export const canLearnPrior = (config) => kindOf(config).priors.length > 1;

/** Whether p(z) is learned, a mixture of Gaussians, and not N(0, I). @param {{prior?: string}} config */
export const hasLearnedPrior = ({ prior = STANDARD_PRIOR }) => prior !== STANDARD_PRIOR;

/** Whether its hidden layers may be convolutions. @param {{model: string}} config */
export const hasConvolutions = (config) => kindOf(config).traits.convolutional;

/** Whether it has hidden layers. @param {{model: string}} config */
export const hasHidden = (config) => kindOf(config).maxHidden > 0;

/** The default hidden layers of a kind; null if any are valid. @param {{model: string}} config @returns {number[] | null} */
export function defaultHidden(config) {
  const { minHidden, defaultUnits } = kindOf(config);
  if (!hasHidden(config)) return [];
  return minHidden > 0 ? [defaultUnits] : null;
}

/** The displayed name. @param {string} kind */
export const kindName = (kind) => kind.toUpperCase();
