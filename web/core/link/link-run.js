import { isConvolution } from '../model/layers.js';
import {
  FIRST_KIND,
  hasCode,
  hasConvolutions,
  hasHidden,
  defaultHidden,
  withOrderingSeed,
} from '../model/model-kind.js';
import { shippedModel } from '../model/shipped-models.js';
import {
  SETTINGS_TABLE,
  STANDARD_CONFIG,
  STANDARD_TRAINING,
  USUAL_LOWER_LAYERS,
  applies,
  isSame,
  settingOf,
} from '../model/settings.js';

/**
 * Determines the model that a link specifies.
 *
 * @typedef {import('./link-table.js').LinkValues} LinkValues
 * @typedef {import('../../engine/messages.js').ModelConfig} ModelConfig
 * @typedef {import('../../engine/messages.js').TrainingConfig} TrainingConfig
 *
 * @typedef {{weights: 'shipped', name: string, training: Partial<TrainingConfig>}
 *   | {weights: 'fresh', config: ModelConfig, training: TrainingConfig}
 *   | {weights: 'present', training: Partial<TrainingConfig>}} Plan
 */

/** A link with one of these keys specifies its own run. @type {readonly (keyof LinkValues)[]} */
const RUN_KEYS = [
  'weights',
  ...SETTINGS_TABLE.map(({ key }) => /** @type {keyof LinkValues} */ (key)),
  'steps',
  'play',
  'sum',
];
/** These keys need a new model, since the shipped one has its own values. */
const NEW_MODEL_KEYS = SETTINGS_TABLE.filter(
  ({ needsNewModel, isNamedOfShipped }) => needsNewModel && !isNamedOfShipped,
).map(({ key }) => /** @type {keyof LinkValues} */ (key));

/** Default k of a link that selects importance weighting without k. */
const USUAL_SAMPLES = 5;

/** @param {LinkValues} values @param {readonly (keyof LinkValues)[]} keys */
const namesAny = (values, keys) => keys.some((key) => values[key] !== undefined);

/** @param {LinkValues} values */
export const hasRun = (values) => namesAny(values, RUN_KEYS);

/**
 * The rest of a link whose run was restored from a snapshot: its target step, unless the run is past it.
 * @param {LinkValues} values
 * @param {number} step   of the restored run
 * @returns {LinkValues}
 */
export function restOfLink(values, step) {
  const rest = { ...values };
  for (const key of RUN_KEYS) delete rest[key];
  return values.steps !== undefined && values.steps >= step ? { ...rest, steps: values.steps, sum: values.sum } : rest;
}

/**
 * The training settings in the link.
 * @param {LinkValues} values
 * @returns {Partial<TrainingConfig>}
 */
export function trainingOf(values) {
  const { objective, k } = values;
  /** @type {Partial<TrainingConfig>} */
  const weighted =
    objective === 'iwae' || (objective === undefined && k !== undefined && k > 1)
      ? { objective: 'iwae', importanceSamples: k && k > 1 ? k : USUAL_SAMPLES, beta: 1, betaWarmupSteps: 0 }
      : { objective, importanceSamples: objective && 1 };
  const named = Object.fromEntries(
    SETTINGS_TABLE.filter(({ of }) => of === 'training').map(({ name, key }) => [
      name,
      values[/** @type {keyof LinkValues} */ (key)],
    ]),
  );
  const whole = { ...named, ...weighted, ...scheduleOf(values) };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

/** All settings of a schedule that the link names, so that none of another schedule remains. @param {LinkValues} values @returns {Partial<TrainingConfig>} */
function scheduleOf({ schedule, lrat, lrepochs, lrfactor }) {
  if (schedule === undefined) return {};
  const [epochs, factor] = ['scheduleEpochs', 'scheduleFactor'].map(settingOf),
    isEven = applies(epochs, { schedule, scheduleAt: lrat });
  return {
    schedule,
    scheduleAt: schedule === 'steps' ? (lrat ?? []) : [],
    scheduleEpochs: isEven ? lrepochs || epochs.initial : 0,
    scheduleFactor: schedule === 'steps' ? lrfactor || factor.initial : schedule === 'cosine' ? (lrfactor ?? 0) : 0,
  };
}

/**
 * @param {LinkValues} values
 * @param {{config: ModelConfig, training: TrainingConfig} | null} present  the current model; null on a newly opened page
 * @returns {Plan | null}   null if the link specifies no model
 */
export function planModel(values, present) {
  if (!hasRun(values)) return null;
  const training = trainingOf(values);
  if (shippedModel(values.weights)) return { weights: 'shipped', name: String(values.weights), training };
  const isNew = namesAny(values, NEW_MODEL_KEYS);
  if (values.weights === 'shipped' || (values.weights === undefined && !isNew && (!present || values.model))) {
    const kind = values.model ?? FIRST_KIND;
    return { weights: 'shipped', name: hasCode({ model: kind }) ? `${kind}-${values.latent ?? 2}d` : kind, training };
  }
  if (values.weights === undefined && !isNew) return { weights: 'present', training };
  const config = configOf(values, present?.config ?? { ...STANDARD_CONFIG, hidden: [...STANDARD_CONFIG.hidden] });
  const whole = { ...(present?.training ?? STANDARD_TRAINING), ...training };
  // Ignores settings that the kind does not have.
  const without = SETTINGS_TABLE.filter(
    (setting) =>
      setting.of === 'training'
      && (!setting.isOptional || setting.name in whole)
      && !applies(setting, { ...config, ...whole }),
  ).map(({ name, absent }) => [name, absent]);
  return {
    weights: 'fresh',
    config: withOrderingSeed(config, whole),
    training: { ...whole, ...Object.fromEntries(without) },
  };
}

/**
 * @param {LinkValues} values
 * @param {ModelConfig} base
 * @returns {ModelConfig}
 */
function configOf(values, base) {
  const {
    model: named,
    hidden,
    latent,
    act,
    likelihood,
    sigma,
    lower,
    inference,
    prior,
    components,
    orderings,
  } = values;
  const model = named ?? base.model;
  const isCoded = hasCode({ model });
  // Another kind of model has its own layers; one that has a code uses the default ones.
  const keeps = model === base.model || (isCoded && hasCode(base));
  const canKeep = keeps && (hasConvolutions({ model }) || !base.hidden.some(isConvolution));
  const defaultValue = canKeep ? base.hidden : (defaultHidden({ model }) ?? [...STANDARD_CONFIG.hidden]);
  const defaultLatent = isCoded ? (keeps && base.latentDim) || STANDARD_CONFIG.latentDim : 0;
  /** @type {ModelConfig} */
  const config = {
    model,
    hidden: hasHidden({ model }) ? (hidden ?? defaultValue) : [],
    latentDim: isCoded ? latent || defaultLatent : 0,
    activation: act ?? base.activation,
  };
  // Another likelihood does not inherit sigma.
  const optional = {
    likelihood: likelihood ?? base.likelihood,
    sigma: likelihood === undefined ? (sigma ?? base.sigma) : sigma,
    lowerLayers: lower?.length ? lower : (base.lowerLayers ?? [...USUAL_LOWER_LAYERS]),
    inference: inference ?? base.inference,
    prior: prior ?? base.prior,
    components: components ?? base.components,
    orderings: orderings ?? base.orderings,
  };
  for (const setting of SETTINGS_TABLE.filter(({ of, isOptional }) => of === 'config' && isOptional)) {
    const value = /** @type {any} */ (optional)[setting.name];
    if (value !== undefined && !isSame(value, setting.defaultValue) && applies(setting, config))
      /** @type {any} */ (config)[setting.name] = value;
  }
  return config;
}
