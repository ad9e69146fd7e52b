/** Opens and saves weights, and opens training data: with buttons, and by dropping files on the page. */
import { find } from '../../core/dom/dom.js';
import { shippedNameOf } from '../../core/model/shipped-models.js';
import { watch } from '../../core/dom/watch.js';
import { createFilesView } from './files-view.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'files' | 'undoably'>} page
 * @param {() => void} onData   shows how to choose training data
 */
export function createFiles({ store: { state }, files, undoably }, onData) {
  const view = createFilesView(find(document, '#train'), {
    hasShipped: files.hasShipped,
    onShipped: (name) => undoably(() => files.loadShippedWeights(name)),
    onSave: files.save,
    onWeights: (list) => undoably(() => files.openWeights(list)),
    onData,
    onDrop: (list) => undoably(() => files.open(list)),
  });
  watch(() =>
    view.update({
      hasModel: state.model !== null,
      ready: state.engine !== null,
      used: state.model ? shippedNameOf(state.run, state.model.config) : undefined,
    }),
  );
}
