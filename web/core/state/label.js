import { isConditional, labelCountOf } from '../model/model-kind.js';

/**
 * The label that a model is given for a chosen one: the same, or 0 if it is conditional and does not have that label. Other models
 * ignore labels.
 * @param {Parameters<typeof labelCountOf>[0] | undefined} config
 * @param {number} label
 */
export const labelFor = (config, label) =>
  config && isConditional(config) && label >= labelCountOf(config) ? 0 : label;
