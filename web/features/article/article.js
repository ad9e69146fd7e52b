/** The article. Loaded when it comes near the viewport. */
import { createArticleView } from './article-view.js';
import { watch } from '../../core/dom/watch.js';
import { find } from '../../core/dom/dom.js';

/** @param {Pick<import('../../page-context.js').SectionContext, 'store'>} page */
export function startArticle({ store }) {
  const view = createArticleView(find(document, '#article'));
  watch(() => view.update({ language: store.state.language }));
}
