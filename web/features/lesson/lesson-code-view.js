import code from 'virtual:lesson-code';
import { t } from '../../core/texts/translate.js';
import { symbolsIn } from './code-symbols.js';
import { textKindOf } from '../../core/model/lesson-stages.js';
import { nodeOf } from './lesson-tokens.js';

/**
 * The lines of C++ that compute a stage.
 * @param {HTMLElement} root
 */
export function createLessonCodeView(root) {
  let shown = '';
  return {
    /** @param {{config: {model: string, prior?: string}, stage: import('../../core/model/lesson-stages.js').Stage, language: string}} data */
    update({ config, stage, language }) {
      const kind = textKindOf(config, stage);
      if (shown === `${kind} ${stage} ${language}`) return;
      shown = `${kind} ${stage} ${language}`;
      root.replaceChildren(
        ...(code[kind]?.[stage] ?? []).flatMap(({ file, line, text }) => {
          const caption = document.createElement('p'),
            block = document.createElement('pre');
          // Its names and comments are English in every language of the page.
          block.lang = 'en';
          caption.className = 'caption';
          caption.textContent = t('lesson.codeLine', { file, line });
          const lines = text.split('\n').map((part, i, all) => {
            const element = document.createElement('span');
            element.className = 'line';
            element.append(...symbolsIn(i < all.length - 1 ? `${part}\n` : part).map(nodeOf));
            return element;
          });
          block.appendChild(document.createElement('code')).append(...lines);
          return [caption, block];
        }),
      );
    },
  };
}
