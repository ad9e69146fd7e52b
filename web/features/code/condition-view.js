import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { ALL_DIGITS, labelName } from '../../core/model/digit-labels.js';

/**
 * The conditions of a conditional VAE: the digit given to its encoder, and the digit given to its decoder.
 * @param {HTMLElement} seesRoot
 * @param {HTMLElement} decoderRoot
 * @param {{onLabel: (label: number) => void, onDecodeAs: (label: number | null) => void}} callbacks
 */
export function createConditionView(seesRoot, decoderRoot, { onLabel, onDecodeAs }) {
  const told = /** @type {HTMLSelectElement} */ (byTestId(seesRoot, 'told-label'));
  const decodeAs = /** @type {HTMLSelectElement} */ (byTestId(decoderRoot, 'paint-as'));
  const same = new Option('', '');
  const options = [told, decodeAs].map(() => ALL_DIGITS.map((digit) => new Option(String(digit), String(digit))));
  told.append(...options[0]);
  decodeAs.append(same, ...options[1]);
  told.addEventListener('change', () => onLabel(Number(told.value)));
  decodeAs.addEventListener('change', () => onDecodeAs(decodeAs.value === '' ? null : Number(decodeAs.value)));

  return {
    /** @param {{isConditional: boolean, label: number, decodeAs: number | null, digits: Parameters<typeof labelName>[0]}} data */
    update({ isConditional, label, decodeAs: painted, digits }) {
      for (const option of options.flat()) {
        option.text = labelName(digits, Number(option.value));
        option.hidden = Number(option.value) >= (digits?.labelNames?.length ?? ALL_DIGITS.length);
      }
      find(seesRoot, '.told').hidden = find(decoderRoot, '.told').hidden = !isConditional;
      same.textContent = t('decoder.same');
      told.value = String(label);
      decodeAs.value = painted === null ? '' : String(painted);
    },
  };
}
