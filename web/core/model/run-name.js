import { layerText } from './layers.js';
import { kindName } from './model-kind.js';
import { SETTINGS_TABLE, applies, isSame } from './settings.js';

/**
 * A short name of a run's settings, the same in every language: “VAE 128–64–2, β 4, #3”. Defaults are
 * omitted.
 * @param {import('../../engine/messages.js').ModelConfig} config
 * @param {import('../../engine/messages.js').TrainingConfig} training
 * @param {(choice: string) => string} [nameOf]   the text of a choice, by its key
 * @returns {string}
 */
export function runName(config, training, nameOf = (key) => key.replace(/^.*\./, '')) {
  const values = { ...config, ...training },
    { model, hidden, latentDim, seed } = values;
  const layers = [...(values.lowerLayers ?? []), { hidden, latentDim }];
  const sizes = layers
    .flatMap((layer) => [...layer.hidden.map(layerText), ...(layer.latentDim > 0 ? [layer.latentDim] : [])])
    .join('–');
  const parts = SETTINGS_TABLE.map((setting) => {
    const value = /** @type {any} */ (values)[setting.name];
    return setting.inName && value !== undefined && applies(setting, values) && !isSame(value, setting.defaultValue)
      ? setting.inName(value, values, nameOf)
      : '';
  });
  return [`${kindName(model)} ${sizes}`.trim(), ...parts, `#${seed}`].filter(Boolean).join(', ');
}
