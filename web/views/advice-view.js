import { t } from '../i18n/translate.js';
import { byTestId, find } from './dom.js';

/**
 * One or two sentences on what the run does or why it stopped, in the place of the caption.
 * @param {HTMLElement} root
 */
export function createAdviceView(root) {
  const line = byTestId(root, 'train-advice'), caption = find(root, '#train-caption');
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
