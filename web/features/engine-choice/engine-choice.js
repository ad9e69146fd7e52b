/** Shows which build of the core runs, with how many threads, and selects another. */
import { find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { createEngineView } from './engine-view.js';

/** @param {Pick<import('../../page-context.js').Page, 'store' | 'engines'>} page */
export function createEngineChoice({ store: { state }, engines }) {
  const view = createEngineView(find(document, '#footer'), { onChoose: engines.choose });
  watch(() => view.update({ engine: state.engine, choice: state.engineChoice }));
}
