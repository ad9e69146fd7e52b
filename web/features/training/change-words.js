import { changesBetween } from '../../core/model/run-changes.js';
import { nameOfChoice } from '../../core/model/settings.js';
import { formatAmount, formatTyped } from '../../core/texts/format.js';
import { t } from '../../core/texts/translate.js';

/**
 * @typedef {import('../../core/model/run-changes.js').RunSettings} RunSettings
 * @typedef {import('../../core/model/run-changes.js').Change} Change
 */

/** @param {string} name @param {any} value @returns {string} */
function valueWords(name, value) {
  if (value === null) return '–';
  if (name === 'weights') return t(`pins.weights.${value}`);
  // Seeds are copied, so they have no groups of digits.
  if (name === 'seed') return formatTyped(value, 0);
  if (name === 'sigma' && value === 0) return t('pins.learned');
  if (Array.isArray(value)) return value.length > 0 ? value.join(name === 'digits' ? ' ' : '–') : '–';
  if (typeof value === 'number') return formatAmount(value);
  return nameOfChoice(name, String(value), t);
}

/** @param {string} name */
const nameWords = (name) =>
  t(name === 'weights' ? 'footer.weights' : name === 'digits' ? 'pins.digits' : `field.${name}`);

/**
 * What has changed from a pinned run to the current one: “β 1 → 20, latent size 2 → 20”.
 * @param {RunSettings} pin
 * @param {RunSettings} current
 * @returns {{text: string, names: string[]}}   names: of the settings
 */
export function changeWords(pin, current) {
  const changes = changesBetween(pin, current),
    names = changes.map(({ name }) => name);
  const list = changes
    .map(({ name, from, to }) => `${nameWords(name)} ${valueWords(name, from)} → ${valueWords(name, to)}`)
    .join(', ');
  const said =
    names.length === 0 ? t('pins.nothing') : names.join() === 'seed' ? t('pins.onlySeed', { changes: list }) : list;
  // The settings are those at the end: a run that had others before is not reproduced by them.
  const wasAltered = [pin, current].some(({ origin }) => origin?.altered === 'settings');
  return { text: t('pins.changed', { changes: said }) + (wasAltered ? t('pins.altered') : ''), names };
}
