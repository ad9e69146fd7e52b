import { SETTINGS } from './core-description.js';
import { MAX_CLASSES } from './data-limits.js';
import { isEveryLabel } from './digit-labels.js';
import { withOrderingSeed } from './model-kind.js';
import { SETTINGS_TABLE, applies, isSame } from './settings.js';

/**
 * Converts the form's text to the engine's settings, or returns an error message for each invalid field.
 *
 * @typedef {Record<string, string>} ConfigText   text of the fields, by the names of settings; digits as in "017"
 * @typedef {import('./settings.js').Sentence} Sentence
 * @typedef {Record<string, Sentence>} ConfigErrors
 *
 * @typedef {object} ValidConfig
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {Required<import('../../engine/messages.js').TrainingConfig>} training
 */

/** The core's maxima. */
export const LIMITS = Object.freeze({
  layers: SETTINGS.hidden_layers.max,
  layerSize: SETTINGS.units.max,
  latentDim: SETTINGS.latent_dim.max,
  label: MAX_CLASSES - 1,
  seed: SETTINGS.seed.max,
});

/** The number of images with these labels. @param {readonly number[]} trainCounts @param {readonly number[]} labels */
function countOf(trainCounts, labels) {
  const counts = isEveryLabel(labels) ? trainCounts : labels.map((label) => trainCounts[label] ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * @param {ConfigText} text
 * @param {number | readonly number[]} trainCount   number of training digits, in total or by label: the maximum batch size
 * @returns {{value: ValidConfig, errors: null} | {value: null, errors: ConfigErrors}}
 */
export function validateConfig(text, trainCount) {
  /** @type {ConfigErrors} */
  const errors = {};
  /** @type {import('./settings.js').Values} */
  const values = {};
  for (const setting of SETTINGS_TABLE) {
    const { name, defaultValue, absent, read, error } = setting;
    // Settings that a kind of model does not have are not validated.
    if (text[name] === undefined && setting.isOptional) continue;
    if (!applies(setting, values)) {
      values[name] = absent;
      continue;
    }
    const value =
      text[name] === undefined && (setting.choices || name === 'digits')
        ? defaultValue
        : read(text[name] ?? '', values);
    if (value === undefined) errors[name] = error;
    else values[name] = value;
  }
  const { digits } = values;
  if (digits) {
    const count = typeof trainCount === 'number' ? trainCount : countOf(trainCount, digits);
    if (count === 0) errors.digits = { key: 'error.noDigits', params: {} };
    else if (!(values.batchSize <= count)) errors.batchSize = { key: 'error.whole', params: { low: 1, high: count } };
  }
  if (Object.keys(errors).length > 0) return { value: null, errors };
  /** @param {'config' | 'training'} part */
  const partOf = (part) =>
    Object.fromEntries(
      SETTINGS_TABLE
        // A new model starts with the defaults. A setting that can be changed at any time must be included to be reset.
        .filter(
          ({ of, name, isOptional, needsNewModel, defaultValue }) =>
            of === part && name in values && !(isOptional && needsNewModel && isSame(values[name], defaultValue)),
        )
        .map(({ name }) => [name, values[name]]),
    );
  const { config, training } = /** @type {ValidConfig} */ ({ config: partOf('config'), training: partOf('training') });
  return { errors: null, value: { config: withOrderingSeed(config, training), training } };
}
