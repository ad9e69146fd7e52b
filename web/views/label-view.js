import { t } from '../i18n/translate.js';
import { byTestId, find } from './dom.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * Of a conditional model: which digit it is told it sees, and which it is to paint.
 * @param {ParentNode} root
 * @param {{onLabel: (label: number) => void, onPaintAs: (label: number | null) => void}} callbacks
 */
export function createLabelView(root, { onLabel, onPaintAs }) {
  const choices = [find(root, '#label-choice'), find(root, '#paint-choice')];
  const label = /** @type {HTMLSelectElement} */ (byTestId(root, 'label')), paintAs = /** @type {HTMLSelectElement} */ (byTestId(root, 'paint-as'));
  const same = new Option('', '');
  label.append(...DIGITS.map((digit) => new Option(digit, digit)));
  paintAs.append(same, ...DIGITS.map((digit) => new Option(digit, digit)));
  label.addEventListener('change', () => onLabel(Number(label.value)));
  paintAs.addEventListener('change', () => onPaintAs(paintAs.value === '' ? null : Number(paintAs.value)));
  return {
    /** @param {{isConditional: boolean, label: number, paintAs: number | null}} data */
    update(data) {
      for (const choice of choices) choice.hidden = !data.isConditional;
      same.textContent = t('xhat.paintSame');
      label.value = String(data.label);
      paintAs.value = data.paintAs === null ? '' : String(data.paintAs);
    },
  };
}
