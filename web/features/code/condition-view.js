import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * What a conditional VAE is told: which digit its encoder sees, and which its decoder is to paint.
 * @param {HTMLElement} seesRoot
 * @param {HTMLElement} decoderRoot
 * @param {{onLabel: (label: number) => void, onPaintAs: (label: number | null) => void}} callbacks
 */
export function createConditionView(seesRoot, decoderRoot, { onLabel, onPaintAs }) {
  const told = /** @type {HTMLSelectElement} */ (byTestId(seesRoot, 'told-label'));
  const paintAs = /** @type {HTMLSelectElement} */ (byTestId(decoderRoot, 'paint-as'));
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
  const same = new Option('', '');
  told.append(...digits.map((digit) => new Option(digit, digit)));
  paintAs.append(same, ...digits.map((digit) => new Option(digit, digit)));
  told.addEventListener('change', () => onLabel(Number(told.value)));
  paintAs.addEventListener('change', () => onPaintAs(paintAs.value === '' ? null : Number(paintAs.value)));

  return {
    /** @param {{isConditional: boolean, label: number, paintAs: number | null}} data */
    update({ isConditional, label, paintAs: painted }) {
      find(seesRoot, '.told').hidden = find(decoderRoot, '.told').hidden = !isConditional;
      same.textContent = t('decoder.same');
      told.value = String(label);
      paintAs.value = painted === null ? '' : String(painted);
    },
  };
}
