import {
  decimal,
  labels,
  choice as oneOf,
  positive,
  rising,
  sizes,
  stochasticLayers,
  whole,
} from '../link/link-parse.js';
import { SETTINGS as RANGES } from './core-description.js';
import { ALL_DIGITS } from './digit-labels.js';
import { isConvolution, layerText, layersOf } from './layers.js';
import {
  FIRST_KIND,
  MODEL_KINDS,
  canHaveOrderings,
  canLearnPrior,
  hasClosedForm,
  hasCode,
  hasConvolutions,
  hasHidden,
  hasLearnedPrior,
  hasSpread,
  isHierarchical,
  kindName,
  kindOf,
} from './model-kind.js';

/**
 * The settings of a model and of its training, one row each. The form, the link, the validation, a run's name and the table in
 * web/README.md come from these rows. A row's label is the text `field.NAME`, its explanation `tip.NAME`. Limits are the
 * core's (src/models/settings.h).
 *
 * @typedef {Record<string, any>} Values   of settings, by their names
 * @typedef {{key: string, params: Record<string, string | number>}} Sentence
 *
 * @typedef {object} Setting
 * @property {string} name            the engine's name
 * @property {'config' | 'training'} of
 * @property {string} key             in the link, and of its control
 * @property {string} [id]            of its field, if it is not the key
 * @property {'model' | 'training' | 'more'} group   its part of the form
 * @property {boolean} [isCustom]     its field is in training.html, not generated from the row
 * @property {any} defaultValue              the value for a link without the key. It never changes, so that old links remain valid
 * @property {any} [initial]          value of the field until it applies, if it is not the default: the default is that of a model to
 *   which it does not apply
 * @property {(text: string, values?: Values) => any} read     parses a field's text; undefined if it is invalid, or with the
 *   settings before it
 * @property {Sentence} error         describes valid values
 * @property {import('../link/link-parse.js').Parser<any>} link
 * @property {(value: any) => string} [format]   in the link
 * @property {(value: any) => string} [typed]    in the field
 * @property {readonly Choice[]} [choices]
 * @property {'numeric' | 'decimal'} [inputMode]
 * @property {readonly any[]} [suggestions]   values that its field offers
 * @property {Slider} [slider]        a slider besides the field, for settings that act during training
 * @property {(values: Values) => boolean} [applies]   depending on the other settings; by default always
 * @property {any} [absent]           its value if it does not apply
 * @property {boolean} [needsNewModel]
 * @property {boolean} [isNamedOfShipped]   allowed in a link to shipped weights, although it needs a new model
 * @property {boolean} [isOptional]   may be missing; then it has the default
 * @property {string} [with]          settings with the same value are changed together
 * @property {(value: any, values: Values, name: (choice: string) => string) => string} [inName]   its part of a run's name if it is not the default
 *
 * @typedef {object} Slider           from 0 to 1
 * @property {(share: number) => number} valueAt
 * @property {(value: number) => number} shareOf
 *
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} [name]          the same in every language
 * @property {string} [text]          the key of a text
 * @property {(values: Values) => boolean} [applies]   with the settings before it; by default always
 */

/** Of a schedule; the core's limits. */
const MAX_CHANGES = 100,
  MAX_EPOCHS = RANGES.schedule_epochs.max;

const WHOLE = /^\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MAX_LAYERS = RANGES.hidden_layers.max,
  MAX_UNITS = RANGES.units.max,
  MAX_LATENT = RANGES.latent_dim.max;
/** Below the code; the core's limit. */
const MAX_LOWER_LAYERS = 7;

/** The layers of a convolutional VAE: half of width and height, twice. @type {readonly import('./layers.js').Layer[]} */
const CONVOLUTIONS = Object.freeze([
  { layer: 'conv2d', channels: 32, kernel: 4, stride: 2, padding: 1 },
  { layer: 'conv2d', channels: 64, kernel: 4, stride: 2, padding: 1 },
  256,
]);

/** @param {string} text */
const wholeNumber = (text) => (WHOLE.test(text.trim()) ? Number(text.trim()) : NaN);
/** @param {string} text */
const decimalNumber = (text) => (DECIMAL.test(text.trim()) ? Number(text.trim()) : NaN);
/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => (value >= low && value <= high ? value : undefined);

/** A whole number. @param {{min: number, max: number}} range @param {number} [minInLink] */
const count = ({ min, max }, minInLink = min) => ({
  read: (/** @type {string} */ text) => within(wholeNumber(text), min, max),
  error: { key: 'error.whole', params: { low: min, high: max } },
  link: whole(minInLink, max),
  inputMode: /** @type {const} */ ('numeric'),
});

/** A decimal number. @param {{min: number, max: number, isAboveMin: boolean}} range */
const number = ({ min, max, isAboveMin }) => ({
  read: (/** @type {string} */ text) => within(decimalNumber(text), isAboveMin ? Number.MIN_VALUE : min, max),
  error: { key: 'error.number', params: { low: min, high: max } },
  link: isAboveMin ? positive(max) : decimal(min, max),
  inputMode: /** @type {const} */ ('decimal'),
});

/** @param {readonly Choice[]} choices */
const menu = (choices) => ({
  choices,
  read: (/** @type {string} */ text, /** @type {Values | undefined} */ values) =>
    choices.find((choice) => choice.value === text && (!values || appliesTo(choice, values)))?.value,
  error: { key: 'error.choice', params: {} },
  link: oneOf(choices.map(({ value }) => value)),
});

/** "512, 256" or "conv32k4s2p1, 256"; empty for no hidden layer. @param {string} text @param {Values} [values] */
function readLayers(text, values) {
  const list = layersOf(text.trim() === '' ? [] : text.trim().split(/\s*[,;]\s*|\s+/), MAX_LAYERS, MAX_UNITS);
  const canConvolve = values === undefined || hasConvolutions({ model: values.model });
  return canConvolve || !list?.some(isConvolution) ? list : undefined;
}

/** "512, 256", without convolutions. @param {string} text */
function readSizes(text) {
  const list = readLayers(text);
  return list?.some(isConvolution) ? undefined : list;
}

/** "200, 100: 50 / 20": the hidden sizes and the latent size of each stochastic layer, from the pixels up. @param {string} text */
function readLowerLayers(text) {
  const parts = text.split('/').map((part) => part.split(':').map((one) => one.trim()));
  const inLink = parts.map((part) => {
    const [hidden, latent] = part.length === 1 ? ['', part[0]] : part;
    return part.length > 2 ? '' : `${readSizes(hidden)?.join('-') || 'none'}:${latent}`;
  });
  const isRead = parts.every((part) => part.length === 1 || readSizes(part[0]) !== undefined);
  return isRead ? lowerLayersInLink.parse(inLink.join(',')) : undefined;
}

/** "10, 20, 50": rising numbers of epochs; empty for none. @param {string} text */
function readEpochs(text) {
  const list = text.trim() === '' ? [] : text.trim().split(/\s*[,;]\s*|\s+/);
  return rising(MAX_CHANGES, MAX_EPOCHS).parse(list.map((one) => String(wholeNumber(one))).join('-') || 'none');
}

/** "017". @param {string} text */
function readDigits(text) {
  const digits = [...new Set(text)].map(Number).sort((a, b) => a - b);
  return digits.length > 0 && digits.every((digit) => Number.isInteger(digit)) ? digits : undefined;
}

const lowerLayersInLink = stochasticLayers(MAX_LOWER_LAYERS, MAX_LAYERS, MAX_UNITS, MAX_LATENT);
/** @typedef {{hidden: number[], latentDim: number}} StochasticLayer */
/** A stochastic layer below the code that suits the page's default code. @type {readonly StochasticLayer[]} */
export const USUAL_LOWER_LAYERS = Object.freeze([{ hidden: [128], latentDim: 32 }]);

const hasLikelihoods = (/** @type {{model: string}} */ kind) => kindOf(kind).likelihoods.length > 1;
const isKind =
  (/** @type {(kind: {model: string}) => boolean} */ has) =>
  (/** @type {Values} */ { model }) =>
    has({ model });
const isWeighted = (/** @type {Values} */ { model, objective }) => hasSpread({ model }) && objective === 'iwae';
/** The importance-weighted bound has no separate KL term for beta to scale. */
const hasBeta = (/** @type {Values} */ { model, objective }) => hasSpread({ model }) && objective !== 'iwae';
/** Whether the schedule of the learning rate has steps at equal distances, or an end. */
const hasScheduleEpochs = (/** @type {Values} */ { schedule, scheduleAt }) =>
  schedule === 'cosine' || (schedule === 'steps' && !String(scheduleAt ?? ''));
const hasScheduleFactor = (/** @type {Values} */ { schedule }) => schedule === 'cosine' || schedule === 'steps';
const { sigma } = RANGES;
const isSigma = (/** @type {number} */ value) =>
  value === 0 || (value >= sigma.min && value <= sigma.max) ? value : undefined;

/** A setting follows those that its `applies` depends on. @type {readonly Setting[]} */
export const SETTINGS_TABLE = Object.freeze(
  /** @type {Setting[]} */ ([
    {
      name: 'model',
      of: 'config',
      key: 'model',
      group: 'model',
      defaultValue: FIRST_KIND,
      needsNewModel: true,
      isNamedOfShipped: true,
      ...menu(MODEL_KINDS.map((kind) => ({ value: kind, name: kindName(kind) }))),
    },
    {
      name: 'hidden',
      of: 'config',
      key: 'hidden',
      group: 'model',
      defaultValue: Object.freeze([128, 64, 32]),
      needsNewModel: true,
      applies: isKind(hasHidden),
      absent: [],
      suggestions: [[128, 64, 32], [400], CONVOLUTIONS],
      read: readLayers,
      error: { key: 'error.hidden', params: { layers: MAX_LAYERS, size: MAX_UNITS } },
      link: sizes(MAX_LAYERS, MAX_UNITS),
      format: (list) => list.map(layerText).join('-') || 'none',
      typed: (list) => list.map(layerText).join(', '),
    },
    {
      name: 'latentDim',
      of: 'config',
      key: 'latent',
      group: 'model',
      defaultValue: 2,
      needsNewModel: true,
      applies: isKind(hasCode),
      absent: 0,
      ...count(RANGES.latent_dim, 0),
    },
    {
      name: 'lowerLayers',
      of: 'config',
      key: 'lower',
      id: 'lower-layers',
      group: 'more',
      defaultValue: Object.freeze([]),
      initial: USUAL_LOWER_LAYERS,
      needsNewModel: true,
      isOptional: true,
      applies: isKind(isHierarchical),
      absent: [],
      read: readLowerLayers,
      error: { key: 'error.lowerLayers', params: { most: MAX_LOWER_LAYERS, size: MAX_UNITS, latent: MAX_LATENT } },
      link: lowerLayersInLink,
      format: (/** @type {StochasticLayer[]} */ list) =>
        list.map(({ hidden, latentDim }) => `${hidden.join('-') || 'none'}:${latentDim}`).join(',') || 'none',
      typed: (/** @type {StochasticLayer[]} */ list) =>
        list.map(({ hidden, latentDim }) => `${[hidden.join(', '), latentDim].filter(String).join(': ')}`).join(' / '),
    },
    {
      name: 'inference',
      of: 'config',
      key: 'inference',
      group: 'more',
      defaultValue: 'bottom_up',
      needsNewModel: true,
      isOptional: true,
      applies: isKind(isHierarchical),
      absent: 'bottom_up',
      ...menu(['bottom_up', 'top_down'].map((value) => ({ value, text: `inference.${value}` }))),
      inName: (value, _, name) => name(`inference.${value}`),
    },
    {
      name: 'activation',
      of: 'config',
      key: 'act',
      id: 'activation',
      group: 'model',
      defaultValue: 'relu',
      needsNewModel: true,
      applies: isKind(hasHidden),
      absent: 'relu',
      ...menu([
        { value: 'relu', name: 'ReLU' },
        { value: 'tanh', name: 'tanh' },
      ]),
      inName: String,
    },
    {
      name: 'likelihood',
      of: 'config',
      key: 'likelihood',
      group: 'more',
      defaultValue: 'bernoulli',
      needsNewModel: true,
      isOptional: true,
      applies: isKind(hasLikelihoods),
      absent: 'bernoulli',
      ...menu(kindOf({ model: FIRST_KIND }).likelihoods.map((value) => ({ value, text: `likelihood.${value}` }))),
      inName: (value, _, name) => name(`likelihood.${value}`),
    },
    {
      name: 'sigma',
      of: 'config',
      key: 'sigma',
      group: 'more',
      defaultValue: 0,
      needsNewModel: true,
      isOptional: true,
      applies: ({ model, likelihood }) => hasLikelihoods({ model }) && likelihood === 'gaussian',
      absent: 0,
      read: (text) => isSigma(decimalNumber(text)),
      error: { key: 'error.sigma', params: { low: sigma.min, high: sigma.max } },
      inputMode: 'decimal',
      link: {
        parse: (text) => (text === 'learned' ? 0 : decimal(sigma.min, sigma.max).parse(text)),
        expects: { kind: 'sigma', params: { low: sigma.min, high: sigma.max } },
      },
      format: (value) => (value === 0 ? 'learned' : String(value)),
      inName: (value) => `σ ${value}`,
    },
    {
      name: 'prior',
      of: 'config',
      key: 'prior',
      group: 'more',
      defaultValue: 'standard',
      needsNewModel: true,
      isOptional: true,
      applies: isKind(canLearnPrior),
      absent: 'standard',
      ...menu([
        { value: 'standard', text: 'prior.standard' },
        { value: 'mixture', text: 'prior.mixture' },
        { value: 'vamp', name: 'VampPrior' },
      ]),
      inName: (value, { components = RANGES.components.defaultValue }, name) =>
        `${nameOfChoice('prior', value, name)} ${components}`,
    },
    {
      name: 'components',
      of: 'config',
      key: 'components',
      group: 'more',
      defaultValue: RANGES.components.defaultValue,
      needsNewModel: true,
      isOptional: true,
      applies: ({ model, prior }) => canLearnPrior({ model }) && hasLearnedPrior({ prior }),
      absent: RANGES.components.defaultValue,
      ...count(RANGES.components),
    },
    {
      name: 'orderings',
      of: 'config',
      key: 'orderings',
      group: 'more',
      defaultValue: RANGES.orderings.defaultValue,
      needsNewModel: true,
      isOptional: true,
      applies: isKind(canHaveOrderings),
      absent: RANGES.orderings.defaultValue,
      ...count(RANGES.orderings),
      inName: (value, _, name) => `${name('field.orderings')} ${value}`,
    },
    {
      name: 'seed',
      of: 'training',
      key: 'seed',
      group: 'model',
      isCustom: true,
      defaultValue: 1,
      needsNewModel: true,
      ...count(RANGES.seed),
    },
    {
      name: 'objective',
      of: 'training',
      key: 'objective',
      group: 'more',
      defaultValue: 'elbo',
      with: 'objective',
      applies: isKind(hasSpread),
      absent: 'elbo',
      ...menu([
        { value: 'elbo', name: 'ELBO' },
        { value: 'iwae', name: 'IWAE' },
      ]),
      inName: (_, { importanceSamples }) => `IWAE k ${importanceSamples}`,
    },
    {
      name: 'importanceSamples',
      of: 'training',
      key: 'k',
      id: 'samples',
      group: 'more',
      defaultValue: 1,
      initial: RANGES.importance_samples.defaultValue,
      with: 'objective',
      applies: isWeighted,
      absent: 1,
      ...count(RANGES.importance_samples, 1),
    },
    {
      name: 'estimator',
      of: 'training',
      key: 'estimator',
      group: 'more',
      defaultValue: 'reparameterized',
      with: 'objective',
      isOptional: true,
      applies: isKind(hasClosedForm),
      absent: 'reparameterized',
      ...menu([
        { value: 'reparameterized', text: 'estimator.reparameterized' },
        { value: 'stl', name: 'STL' },
        { value: 'dreg', name: 'DReG', applies: ({ objective }) => objective === 'iwae' },
      ]),
      error: { key: 'error.estimator', params: {} },
      inName: (value, _, name) => nameOfChoice('estimator', value, name),
    },
    {
      name: 'beta',
      of: 'training',
      key: 'beta',
      group: 'training',
      defaultValue: 1,
      with: 'objective',
      applies: hasBeta,
      absent: 1,
      ...number(RANGES.beta),
      // A third of the way is 1; the end is where the code collapses within seconds.
      slider: { valueAt: (share) => 20 * share ** 3, shareOf: (value) => Math.cbrt(value / 20) },
      inName: (value) => `β ${value}`,
    },
    {
      name: 'betaWarmupSteps',
      of: 'training',
      key: 'warmup',
      group: 'training',
      defaultValue: 0,
      with: 'objective',
      applies: hasBeta,
      absent: 0,
      ...count(RANGES.beta_warmup_steps),
      inName: (value, { beta }) => `β 0→${beta} : ${value}`,
    },
    {
      name: 'learningRate',
      of: 'training',
      key: 'lr',
      id: 'learning-rate',
      group: 'training',
      defaultValue: 0.001,
      ...number(RANGES.learning_rate),
      error: { key: 'error.learningRate', params: {} },
      slider: { valueAt: (share) => 10 ** (4 * share - 4.5), shareOf: (value) => (Math.log10(value) + 4.5) / 4 },
      inName: (value) => `η ${value}`,
    },
    {
      name: 'learningRateWarmupSteps',
      of: 'training',
      key: 'lrwarmup',
      id: 'rate-warmup',
      group: 'more',
      defaultValue: 0,
      isOptional: true,
      ...count(RANGES.learning_rate_warmup_steps),
      inName: (value, { learningRate }) => `η 0→${learningRate} : ${value}`,
    },
    {
      name: 'schedule',
      of: 'training',
      key: 'schedule',
      group: 'more',
      defaultValue: 'constant',
      with: 'schedule',
      isOptional: true,
      ...menu(['constant', 'steps', 'cosine', 'burda'].map((value) => ({ value, text: `schedule.${value}` }))),
      inName: (value, { scheduleEpochs, scheduleFactor, scheduleAt }, name) =>
        value === 'steps'
          ? `η ×${scheduleFactor} : ${scheduleAt?.length ? scheduleAt.join(' ') : scheduleEpochs}`
          : `η ${name(`schedule.${value}`)}${value === 'cosine' ? ` ${scheduleEpochs}` : ''}`,
    },
    {
      name: 'scheduleAt',
      of: 'training',
      key: 'lrat',
      id: 'schedule-at',
      group: 'more',
      defaultValue: Object.freeze([]),
      with: 'schedule',
      isOptional: true,
      applies: ({ schedule }) => schedule === 'steps',
      absent: [],
      read: readEpochs,
      error: { key: 'error.scheduleAt', params: { high: MAX_EPOCHS } },
      link: rising(MAX_CHANGES, MAX_EPOCHS),
      format: (list) => list.join('-') || 'none',
      typed: (list) => list.join(', '),
    },
    {
      name: 'scheduleEpochs',
      of: 'training',
      key: 'lrepochs',
      id: 'schedule-epochs',
      group: 'more',
      defaultValue: 0,
      initial: 10,
      with: 'schedule',
      isOptional: true,
      applies: hasScheduleEpochs,
      absent: 0,
      ...count({ min: 1, max: MAX_EPOCHS }, 0),
    },
    {
      name: 'scheduleFactor',
      of: 'training',
      key: 'lrfactor',
      id: 'schedule-factor',
      group: 'more',
      defaultValue: 0,
      initial: 0.1,
      with: 'schedule',
      isOptional: true,
      applies: hasScheduleFactor,
      absent: 0,
      ...number(RANGES.schedule_factor),
      read: (text, values) => {
        const value = within(decimalNumber(text), 0, 1);
        return value === 0 && values?.schedule === 'steps' ? undefined : value;
      },
      error: { key: 'error.scheduleFactor', params: {} },
    },
    {
      name: 'averageDecay',
      of: 'training',
      key: 'average',
      id: 'average-decay',
      group: 'more',
      defaultValue: 0,
      isOptional: true,
      ...number(RANGES.average_decay),
      inName: (value) => `EMA ${value}`,
    },
    {
      name: 'batchSize',
      of: 'training',
      key: 'batch',
      group: 'training',
      defaultValue: 128,
      ...count(RANGES.batch_size),
      inName: (value) => `n ${value}`,
    },
    {
      name: 'pixels',
      of: 'training',
      key: 'pixels',
      group: 'training',
      defaultValue: 'binarized',
      ...menu(['binarized', 'thresholded', 'grey'].map((value) => ({ value, text: `pixels.${value}` }))),
      inName: (value, _, name) => name(`pixels.${value}`),
    },
    {
      name: 'digits',
      of: 'training',
      key: 'digits',
      group: 'more',
      isCustom: true,
      defaultValue: ALL_DIGITS,
      needsNewModel: true,
      isNamedOfShipped: true,
      read: readDigits,
      error: { key: 'error.digits', params: {} },
      link: labels(false),
      format: (list) => list.join(''),
      typed: (list) => list.join(''),
      inName: (list) => `{${list.join(' ')}}`,
    },
  ]),
);

/** @type {ReadonlyMap<string, Setting>} */
const BY_NAME = new Map(SETTINGS_TABLE.map((setting) => [setting.name, setting]));

/** @param {string} name */
export function settingOf(name) {
  const setting = BY_NAME.get(name);
  if (!setting) throw new Error(`settingOf: expected the name of a setting, got ${name}`);
  return setting;
}

/** Whether a setting applies to a model with these values. @param {Setting} setting @param {Values} values */
export const applies = ({ applies: test = () => true }, values) => test(values);

/** @param {Choice} choice @param {Values} values   of the settings before */
export function appliesTo({ applies: test = () => true }, values) {
  return test(values);
}

/**
 * The name of a choice of a setting.
 * @param {string} name
 * @param {string} value
 * @param {(key: string) => string} textOf   the text of a key
 */
export function nameOfChoice(name, value, textOf) {
  const choice = settingOf(name).choices?.find((one) => one.value === value);
  return choice?.name ?? (choice?.text ? textOf(choice.text) : value);
}

/** Whether both are the same value. @param {any} a @param {any} b @returns {boolean} */
export const isSame = (a, b) =>
  Array.isArray(a)
    ? a.length === b?.length && a.every((one, i) => isSame(one, b[i]))
    : a !== null && typeof a === 'object'
      ? [...new Set([...Object.keys(a), ...Object.keys(b ?? {})])].every((key) => isSame(a[key], b?.[key]))
      : a === b;

/** The defaults of all settings of a model, or of its training. @param {'config' | 'training'} part @returns {Values} */
const defaultsOf = (part) =>
  Object.freeze(
    Object.fromEntries(
      SETTINGS_TABLE.filter(({ of, isOptional, name }) => of === part && !isOptional && name !== 'digits').map(
        ({ name, defaultValue }) => [name, defaultValue],
      ),
    ),
  );

/** The configuration of a new model for a link without settings. */
export const STANDARD_CONFIG = /** @type {Readonly<import('../../engine/messages.js').ModelConfig>} */ (
  defaultsOf('config')
);
/** Its default training settings. */
export const STANDARD_TRAINING = /** @type {Readonly<import('../../engine/messages.js').TrainingConfig>} */ (
  defaultsOf('training')
);

/** The settings of a part of the form that is generated from rows. @param {Setting['group']} group */
export const rowsOf = (group) => SETTINGS_TABLE.filter((setting) => setting.group === group && !setting.isCustom);
