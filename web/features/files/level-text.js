import { shippedModel } from '../../core/model/shipped-models.js';
import { formatNumber } from '../../core/texts/format.js';
import { t } from '../../core/texts/translate.js';

/**
 * How good a shipped model is: its -log p(x) of digits that it was not trained on, beside published values of its kind.
 * @param {string} name
 * @returns {string}   empty without such values: the page opens with a model without, and has no room for another line then
 */
export function levelText(name) {
  const level = shippedModel(name)?.level;
  if (level?.published === undefined) return '';
  const { nats, standardError, isExact, published, source } = level;
  const measured = t(isExact ? 'files.level.exact' : 'files.level.bound', {
    nats: formatNumber(nats, 1),
    error: formatNumber(standardError, 1),
  });
  return `${measured} ${t('files.level.published', { nats: formatNumber(published, 1), source: t(`shipped.source.${source}`) })}`;
}
