import { byTestId, find } from '../../core/dom/dom.js';
import { t } from '../../core/texts/translate.js';

/**
 * The sentence below a reconstruction that shows another digit than the drawing, in place of its caption.
 * @param {HTMLElement} root
 * @param {{onMore: () => void}} callbacks   onMore: the model with more dimensions is wanted
 */
export function createRecognitionView(root, { onMore }) {
  const line = byTestId(root, 'recognition'),
    text = find(line, 'span');
  const more = byTestId(root, 'recognition-more');
  more.addEventListener('click', onMore);
  return {
    /** @param {{recognition: {drawn: number, shown: number} | null, latentDim: number, hasMore: boolean}} data */
    update({ recognition, latentDim, hasMore }) {
      line.setAttribute('data-value', recognition ? `${recognition.drawn} ${recognition.shown}` : '');
      const sentence = recognition ? t('recognition.other', { ...recognition, count: latentDim }) : '';
      if (text.textContent !== sentence) text.textContent = sentence;
      more.textContent = t('recognition.more');
      more.hidden = !recognition || !hasMore;
    },
  };
}
