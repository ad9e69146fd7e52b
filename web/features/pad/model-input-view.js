import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';

/**
 * The 28×28 input of the encoder.
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
     *   prepare: boolean, colors: import('../../core/dom/colors.js').Colors}} data
     */
    update({ pixels, digit, isPicture, prepare, colors }) {
      paintDigit(canvas, pixels, colors);
      canvas.setAttribute('data-value', pixels ? (digit ? 'held-out' : isPicture ? 'picture' : 'pen') : 'blank');
      prepareBox.checked = prepare;
      prepareBox.disabled = digit !== null;
      if (!pixels) setText(caption, t('sees.blank'));
      else if (digit) setText(caption, t('sees.heldOut', { index: String(digit.index), label: digit.name }));
      else setText(caption, t(isPicture ? 'sees.picture' : 'sees.pen'));
    },
  };
}
