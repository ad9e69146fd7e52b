import { byTestId, find } from '../../core/dom/dom.js';
import { t } from '../../core/texts/translate.js';

/**
 * The sentence below a reconstruction that shows another digit than the drawing, or of a drawing that is probably no digit, in
 * place of its caption.
 * @param {HTMLElement} root
 * @param {{onMore: () => void}} callbacks   onMore: the model with more dimensions is wanted
 */
export function createRecognitionView(root, { onMore }) {
  const line = byTestId(root, 'recognition'),
    text = find(line, 'span');
  const more = byTestId(root, 'recognition-more');
  more.addEventListener('click', onMore);
  return {
    /**
     * @param {{recognition: import('../../core/state/page-state.js').Recognition | null,
     *   cause: ReturnType<typeof import('./confusion-cause.js').confusionCause> | null, latentDim: number, hasMore: boolean}} data
     *   cause: of a reconstruction that shows another digit
     */
    update({ recognition, cause, latentDim, hasMore }) {
      const labels = recognition && 'drawn' in recognition ? recognition : null,
        doubt = recognition && 'doubt' in recognition ? recognition.doubt : null;
      line.setAttribute('data-value', labels ? `${labels.drawn} ${labels.shown}` : (doubt ?? ''));
      const sentence = labels
        ? t(`recognition.${cause}`, { ...labels, count: latentDim })
        : doubt
          ? t(`recognition.${doubt}`)
          : '';
      if (text.textContent !== sentence) text.textContent = sentence;
      more.textContent = t('recognition.more');
      more.hidden = cause !== 'overlap' || !hasMore;
    },
  };
}
