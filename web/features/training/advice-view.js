import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * One or two sentences on the state of the run or why it stopped, in place of the caption.
 * @param {HTMLElement} root
 */
export function createAdviceView(root) {
  const line = byTestId(root, 'train-advice'),
    caption = find(root, '#train-caption');
  return {
    /** @param {{sentences: {key: string, params: Record<string, string | number>}[]}} data */
    update({ sentences }) {
      const text = sentences.map(({ key, params }) => t(key, params)).join(' ');
      if (line.textContent !== text) line.textContent = text;
      line.setAttribute('data-value', sentences.map(({ key }) => key).join(' '));
      line.hidden = text === '';
      caption.hidden = text !== '';
    },
  };
}
