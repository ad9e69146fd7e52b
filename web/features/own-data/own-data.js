/** Images of the user's own as training data: read, shown, and only then used. Loaded when first needed. */
import { watch } from '../../core/dom/watch.js';
import { BUILT_IN } from '../../core/model/run-record.js';
import { applyTexts } from '../../core/texts/apply-texts.js';
import { languageInUse } from '../../core/texts/translate.js';
import { createDrawnSetActions } from './drawn-set-actions.js';
import { createDrawnSetStore } from './drawn-set-store.js';
import { createDrawnSetView } from './drawn-set-view.js';
import { createOwnDataActions } from './own-data-actions.js';
import { createOwnDataView } from './own-data-view.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors' | 'files' | 'undoably'>} page
 */
export function startOwnData({ store: { state }, colors, files, undoably }) {
  const view = createOwnDataView(document.body, {
    onFiles: (list) => void actions.open(list),
    onUse: (choices) => void actions.use(choices),
    onClose: () => actions.close(),
    onDraw() {
      view.hide();
      void drawn.open();
    },
    onDigits() {
      view.hide();
      void undoably(files.returnToDigits);
    },
  });
  const actions = createOwnDataActions(view, files);
  const drawnView = createDrawnSetView(document.body, {
    onAdd: (strokes) => drawn.add(strokes),
    onRemove: (index) => drawn.remove(index),
    onRename: (name) => drawn.rename(name),
    onChoose: (index) => drawn.choose(index),
    onAddClass: () => drawn.addClass(),
    onRemoveClass: () => drawn.removeClass(),
    onSave: () => void drawn.save(),
    onUse: () => void drawn.use(),
  });
  const drawn = createDrawnSetActions(drawnView, files, createDrawnSetStore());
  watch(() => {
    languageInUse();
    for (const one of [view, drawnView]) {
      applyTexts(one.element);
      one.draw(colors(), state.digits !== null && state.digits.name !== BUILT_IN);
    }
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
