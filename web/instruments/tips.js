/** What each control is, for whoever points at it. */
import { tipsOf } from '../i18n/tips.js';
import { createTipsView } from '../views/tips-view.js';

/** @param {{store: import('../state/store.js').Store<import('../state/page-state.js').PageState>}} page */
export async function startTips({ store }) {
  const view = createTipsView(document);
  async function renew() {
    const { language } = store.get();
    // Without them the page is as it was.
    const tips = await tipsOf(language).catch(() => null);
    if (tips && store.get().language === language) view.update({ tips });
  }
  store.subscribe((_, changed) => {
    if (changed.has('language')) void renew();
  });
  await renew();
}
