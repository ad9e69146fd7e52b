import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * The conditions of a conditional VAE: the digit given to its encoder, and the digit given to its decoder.
 * @param {HTMLElement} seesRoot
 * @param {HTMLElement} decoderRoot
 * @param {{onLabel: (label: number) => void, onDecodeAs: (label: number | null) => void}} callbacks
 */
export function createConditionView(seesRoot, decoderRoot, { onLabel, onDecodeAs }) {
  const told = /** @type {HTMLSelectElement} */ (byTestId(seesRoot, 'told-label'));
  const decodeAs = /** @type {HTMLSelectElement} */ (byTestId(decoderRoot, 'paint-as'));
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
  const same = new Option('', '');
  told.append(...digits.map((digit) => new Option(digit, digit)));
  decodeAs.append(same, ...digits.map((digit) => new Option(digit, digit)));
  told.addEventListener('change', () => onLabel(Number(told.value)));
  decodeAs.addEventListener('change', () => onDecodeAs(decodeAs.value === '' ? null : Number(decodeAs.value)));

  return {
    /** @param {{isConditional: boolean, label: number, decodeAs: number | null}} data */
    update({ isConditional, label, decodeAs: painted }) {
      find(seesRoot, '.told').hidden = find(decoderRoot, '.told').hidden = !isConditional;
      same.textContent = t('decoder.same');
      told.value = String(label);
      decodeAs.value = painted === null ? '' : String(painted);
    },
  };
}
