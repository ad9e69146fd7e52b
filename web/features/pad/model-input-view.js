import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';

/**
 * The input of the encoder, as in 28×28 pixels.
 * @param {HTMLElement} root
 * @param {{onPrepare: (prepare: boolean) => void}} callbacks
 */
export function createModelInputView(root, { onPrepare }) {
  const canvas = /** @type {HTMLCanvasElement} */ (byTestId(root, 'model-sees'));
  const prepareBox = /** @type {HTMLInputElement} */ (byTestId(root, 'prepare'));
  const caption = find(root, '#sees-caption');
  prepareBox.addEventListener('change', () => onPrepare(prepareBox.checked));

  return {
    /**
     * @param {{pixels: Float32Array | null, digit: {index: number, name: string} | null, isPicture: boolean,
     *   prepare: boolean, size: import('../../core/pictures/digit-image.js').ImageSize, colors: import('../../core/dom/colors.js').Colors}} data
     */
    update({ pixels, digit, isPicture, prepare, size, colors }) {
      paintDigit(canvas, pixels, colors, size);
      canvas.setAttribute('data-value', pixels ? (digit ? 'held-out' : isPicture ? 'picture' : 'pen') : 'blank');
      prepareBox.checked = prepare;
      prepareBox.disabled = digit !== null;
      if (!pixels) setText(caption, t('sees.blank'));
      else if (digit) setText(caption, t('sees.heldOut', { index: String(digit.index), label: digit.name }));
      else if (isPicture) setText(caption, t('sees.picture'));
      else setText(caption, t('sees.pen', { width: String(size.width), height: String(size.height) }));
    },
  };
}
