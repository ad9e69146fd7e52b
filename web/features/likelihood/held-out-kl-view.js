import { t } from '../../core/texts/translate.js';
import { formatNumber } from '../../core/texts/format.js';
import { byTestId, find, svg } from '../../core/dom/dom.js';

const WIDTH = 100,
  HEIGHT = 20;
/** Maximum number of values listed individually for screen readers. */
const SPOKEN = 20;

/**
 * The KL of each dimension of the code as a bar, and the number of active dimensions; of several stochastic layers also the KL of
 * each.
 * @param {HTMLElement} root
 */
export function createHeldOutKlView(root) {
  const place = byTestId(root, 'active-units'),
    bars = find(place, 'svg'),
    count = find(place, '.unit-count');
  const list = byTestId(root, 'kl-per-dimension');
  const path = svg('path', {});
  const title = svg('title', {});
  bars.append(title, path);

  return {
    /**
     * @param {{dimensions: {klPerDimension: number[], klPerLayer?: number[], activeUnits: number} | null, latentDim: number}} data
     *   latentDim: 0 without a posterior
     */
    update({ dimensions, latentDim }) {
      const kl = dimensions?.klPerDimension ?? [];
      place.hidden = dimensions === null || latentDim === 0;
      // A learned prior is no product over the dimensions: there is the number of active ones only.
      bars.toggleAttribute('hidden', kl.length === 0);
      list.hidden = kl.length === 0;
      if (!dimensions) return place.setAttribute('data-value', '');
      const most = Math.max(0.1, ...kl),
        step = WIDTH / kl.length,
        width = Math.max(step * 0.7, Math.min(step, 0.6));
      // Few bars must not be wide.
      bars.style.width = `${Math.min(3.4, kl.length * 0.42)}rem`;
      // Every dimension leaves a mark on the base line, even with a KL of zero.
      path.setAttribute(
        'd',
        kl
          .map((value, i) => {
            const height = Math.max(1, (value / most) * HEIGHT);
            return `M${i * step + (step - width) / 2} ${HEIGHT}v${-height}h${width}v${height}z`;
          })
          .join(''),
      );
      const text = t('units.count', { active: dimensions.activeUnits, count: latentDim });
      const named = kl.map((value, i) => `z${i + 1} ${formatNumber(value)}`);
      const spoken = [...named.slice(0, SPOKEN), ...(named.length > SPOKEN ? ['…'] : [])].join(', ');
      title.textContent = t('units.list', { values: named.join(', ') });
      bars.setAttribute('aria-label', t('units.list', { values: spoken }));
      count.textContent = text;
      const layers = dimensions.klPerLayer ?? [];
      list.textContent =
        layers.length > 1
          ? t('units.layers', { values: layers.map((value) => formatNumber(value)).join(', '), code: named.join(', ') })
          : t('units.list', { values: named.join(', ') });
      list.setAttribute('data-layers', JSON.stringify(layers));
      list.setAttribute('data-value', JSON.stringify(kl));
      place.setAttribute('data-value', String(dimensions.activeUnits));
    },
  };
}
