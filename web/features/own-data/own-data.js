/** Images of the user's own as training data: read, shown, and only then used. Loaded when first needed. */
import { watch } from '../../core/dom/watch.js';
import { applyTexts } from '../../core/texts/apply-texts.js';
import { languageInUse } from '../../core/texts/translate.js';
import { createOwnDataActions } from './own-data-actions.js';
import { createOwnDataView } from './own-data-view.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'colors' | 'files'>} page
 */
export function startOwnData({ colors, files }) {
  const view = createOwnDataView(document.body, {
    onFiles: (list) => void actions.open(list),
    onUse: (choices) => void actions.use(choices),
    onClose: () => actions.close(),
  });
  const actions = createOwnDataActions(view, files);
  watch(() => {
    languageInUse();
    applyTexts(view.element);
    view.draw(colors());
  });
  return {
    /** Shows what can be chosen. */
    show: view.show,
    /** Reads files that were dropped on the page. @param {import('../../core/dom/chosen-files.js').ChosenFile[]} list */
    open(list) {
      view.show();
      void actions.open(list);
    },
  };
}
