import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { labelName } from '../../core/model/digit-labels.js';

/**
 * The conditions of a conditional VAE: the label given to its encoder, and the label given to its decoder.
 * @param {HTMLElement} seesRoot
 * @param {HTMLElement} decoderRoot
 * @param {{onLabel: (label: number) => void, onDecodeAs: (label: number | null) => void}} callbacks
 */
export function createConditionView(seesRoot, decoderRoot, { onLabel, onDecodeAs }) {
  const told = /** @type {HTMLSelectElement} */ (byTestId(seesRoot, 'told-label'));
  const decodeAs = /** @type {HTMLSelectElement} */ (byTestId(decoderRoot, 'paint-as'));
  const same = new Option('', '');
  decodeAs.append(same);
  /** The names of the labels in both menus. @type {readonly string[]} */
  let named = [];
  told.addEventListener('change', () => onLabel(Number(told.value)));
  decodeAs.addEventListener('change', () => onDecodeAs(decodeAs.value === '' ? null : Number(decodeAs.value)));

  return {
    /** @param {{labelCount: number, label: number, decodeAs: number | null, digits: Parameters<typeof labelName>[0]}} data   labelCount: of the model; 0: it is told none */
    update({ labelCount, label, decodeAs: painted, digits }) {
      find(seesRoot, '.told').hidden = find(decoderRoot, '.told').hidden = labelCount === 0;
      const names = Array.from({ length: labelCount }, (_, i) => labelName(digits, i));
      if (names.join('\n') !== named.join('\n')) {
        named = names;
        const options = () => names.map((name, i) => new Option(name, String(i)));
        told.replaceChildren(...options());
        decodeAs.replaceChildren(same, ...options());
      }
      same.textContent = t('decoder.same');
      told.value = String(label);
      decodeAs.value = painted === null ? '' : String(painted);
    },
  };
}
