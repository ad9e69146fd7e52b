import { SETTINGS_TABLE, applies, isSame } from './settings.js';

/**
 * What differs between two runs.
 * @typedef {Pick<import('./pin.js').Pin, 'config' | 'training' | 'origin'>} RunSettings
 * @typedef {{name: string, from: any, to: any}} Change   of a setting, or of `weights`; null where the setting does not apply
 */

/**
 * The settings in which a run differs from an earlier one, in the order of the table. A setting that one of them does not have
 * counts only if the other changed it from its default: otherwise the kind of model says it already.
 * @param {RunSettings} from
 * @param {RunSettings} to
 * @returns {Change[]}
 */
export function changesBetween(from, to) {
  const [before, after] = [from, to].map(({ config, training }) => ({ ...config, ...training }));
  const changes = SETTINGS_TABLE.flatMap((setting) => {
    const [old, now] = [before, after].map((values) => valueIn(values, setting));
    const isDifferent =
      old === null || now === null
        ? (old ?? now) !== null && !isSame(old ?? now, setting.defaultValue)
        : !isSame(old, now);
    return isDifferent ? [{ name: setting.name, from: old, to: now }] : [];
  });
  const origins = [from.origin?.weights, to.origin?.weights];
  return origins.every(Boolean) && origins[0] !== origins[1]
    ? [{ name: 'weights', from: origins[0], to: origins[1] }, ...changes]
    : changes;
}

/** @param {Record<string, any>} values @param {import('./settings.js').Setting} setting */
const valueIn = (values, setting) => (applies(setting, values) ? (values[setting.name] ?? setting.defaultValue) : null);
