import { createPicture, paintDigit } from '../pictures/digit-canvas.js';
import { formatAmount, formatNumber } from '../texts/format.js';
import { setText } from '../texts/apply-texts.js';
import { t } from '../texts/translate.js';

/**
 * Held-out digits in a row, and below them their reconstructions, one row for each amount of noise with its mean error.
 * @param {import('./task-measures.js').NoiseStrip} strip
 * @param {import('../dom/colors.js').Colors} colors
 * @returns {DocumentFragment}
 */
export function createNoiseStrip({ digits, rows, size }, colors) {
  const fragment = document.createDocumentFragment();
  /** @param {string} name @param {readonly Float32Array[]} pictures @param {string} value */
  function add(name, pictures, value) {
    const caption = document.createElement('p'),
      row = document.createElement('div');
    setText(caption, name);
    row.className = 'strip-row';
    // The caption says what they show.
    row.setAttribute('aria-hidden', 'true');
    row.dataset.value = value;
    row.append(
      ...pictures.map((pixels) => {
        const canvas = createPicture();
        canvas.className = 'digit';
        paintDigit(canvas, pixels, colors, size);
        return canvas;
      }),
    );
    fragment.append(caption, row);
  }
  add(t('strip.digits'), digits, '');
  for (const { scale, pictures, error } of rows)
    add(t('strip.row', { scale: formatAmount(scale), error: formatNumber(error) }), pictures, String(error));
  return fragment;
}
