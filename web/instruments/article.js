/** The article. Loaded when it comes near. */
import { createArticleView } from '../views/article-view.js';
import { find } from '../views/dom.js';

/** @param {Pick<import('./page.js').Below, 'store'>} page */
export function startArticle({ store }) {
  const view = createArticleView(find(document, '#article'));
  view.update(store.get());
  store.subscribe((state, changed) => {
    if (changed.has('language')) view.update(state);
  });
}
