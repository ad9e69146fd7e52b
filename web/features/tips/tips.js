/** Descriptions of the controls. */
import { LANGUAGES } from '../../languages/languages.js';
import { createTipsView } from './tips-view.js';

/** @param {{store: import('../../core/state/store.js').Store<import('../../core/state/page-state.js').PageState>}} page */
export async function startTips({ store }) {
  const view = createTipsView(document);
  async function renew() {
    const { language } = store.get();
    // Without them the page works as before.
    const tips = await (LANGUAGES[language] ?? LANGUAGES.en).tips().catch(() => null);
    if (tips && store.get().language === language) view.update({ tips: tips.default });
  }
  store.subscribe((_, changed) => {
    if (changed.has('language')) void renew();
  });
  await renew();
}
