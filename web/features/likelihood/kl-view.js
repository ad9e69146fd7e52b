import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber } from '../../core/texts/format.js';
import { svg } from '../../core/dom/dom.js';

/** Maximum number of values that fit into the line. */
const FEW = 4;
/** Height of the bars, in units of their drawing; maximum width of one bar, and of all, in rem. */
const HEIGHT = 16,
  BAR_REM = 0.3,
  BARS_REM = 4.2;
/** Maximum number of values listed individually for screen readers. */
const SPOKEN = 20;

/**
 * The KL of the digit by dimension: a sum of a few numbers, or bars with the number of the largest, or
 * of the one under the pointer.
 * @param {HTMLElement} place
 */
export function createDigitKlView(place) {
  /** @type {readonly number[]} */
  let shown = [];
  let pointedAt = -1;

  place.addEventListener('pointerover', ({ target }) => readAt(target instanceof Element ? target.closest('g') : null));
  place.addEventListener('pointerleave', () => readAt(null));

  /** @param {Element | null} bar */
  function readAt(bar) {
    pointedAt = bar ? Number(bar.getAttribute('data-dimension')) : -1;
    read();
  }

  function read() {
    const reading = place.querySelector('.kl-part');
    const index = shown[pointedAt] === undefined ? shown.indexOf(Math.max(...shown)) : pointedAt;
    if (reading && index >= 0)
      setText(reading, t('nats.klPart', { index: index + 1, value: formatNumber(shown[index]) }));
  }

  /** @param {readonly number[]} kl */
  function sumOf(kl) {
    const sum = document.createElement('span');
    sum.setAttribute('aria-hidden', 'true');
    sum.append(
      ...kl.flatMap((value, i) => {
        const part = document.createElement('span');
        part.setAttribute('data-symbol', 'kl');
        part.setAttribute('data-dimension', String(i));
        part.textContent = formatNumber(value, 1);
        return [i === 0 ? '= ' : ' + ', part];
      }),
    );
    return sum;
  }

  /** @param {readonly number[]} kl */
  function barsOf(kl) {
    const most = Math.max(0.1, ...kl),
      bars = svg('svg', { viewBox: `0 0 ${kl.length} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    bars.style.width = `${Math.min(BARS_REM, kl.length * BAR_REM)}rem`;
    bars.append(
      ...kl.map((value, i) => {
        const bar = svg('g', { 'data-symbol': 'kl', 'data-dimension': i }),
          height = Math.max(1, (value / most) * HEIGHT);
        bar.append(
          svg('rect', { class: 'area', x: i, y: 0, width: 1, height: HEIGHT }),
          svg('rect', { class: 'bar', x: i + 0.15, y: HEIGHT - height, width: 0.7, height }),
        );
        return bar;
      }),
    );
    return bars;
  }

  return {
    /** @param {{kl: readonly number[]}} data */
    update({ kl }) {
      const known = kl.length > 0 && kl.every(Number.isFinite);
      place.setAttribute('data-value', known ? JSON.stringify(kl) : '');
      shown = known ? kl : [];
      if (!known) return place.replaceChildren();
      const named = kl.slice(0, SPOKEN).map((value, i) => `z${i + 1} ${formatNumber(value)}`);
      const spoken = document.createElement('span');
      spoken.className = 'for-ears';
      spoken.textContent = t('nats.klList', { values: [...named, ...(kl.length > SPOKEN ? ['…'] : [])].join(', ') });
      if (kl.length <= FEW) return place.replaceChildren(spoken, ...(kl.length > 1 ? [sumOf(kl)] : []));
      const reading = document.createElement('span');
      reading.className = 'kl-part';
      reading.setAttribute('aria-hidden', 'true');
      place.replaceChildren(spoken, barsOf(kl), reading);
      read();
    },
  };
}
