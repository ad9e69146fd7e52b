/** The page's frame: the title bar with its switches, the notices, and the footer. */
import { announce } from '../../core/dom/announce.js';
import { find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { markEdgeLines } from './edge-lines.js';
import { createFallbackView } from './fallback-view.js';
import { createFooterView } from './footer-view.js';
import { createMastheadView } from './masthead-view.js';
import { createNoticeView } from './notice-view.js';
import { createSectionsView } from './sections-view.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store'>} page
 * @param {{onLanguage: (language: string) => void, onTheme: () => void}} callbacks
 */
export function createFrame({ store }, { onLanguage, onTheme }) {
  const { state } = store;
  const masthead = createMastheadView(find(document, '#masthead'), { onLanguage, onTheme });
  const notice = createNoticeView(find(document, '#notice'), { onDismiss: () => store.set({ notice: null }) });
  const fallback = createFallbackView(find(document, '#fallback'));
  const footer = createFooterView(find(document, '#footer'));
  const sections = createSectionsView(find(document, '#sections'));
  markEdgeLines(['#notice', '#task-line'].map((line) => find(document, line)));

  watch(() => masthead.update({ language: state.language }));
  // Repeats the last announcement in the new language.
  watch(() => announce());
  watch(() => notice.update({ notice: state.notice, waiting: state.waiting.length }));
  watch(() => fallback.update({ shown: state.engine === null && state.notice?.key === 'notice.failed' }));
  watch(() =>
    footer.update({
      model: state.model,
      digits: state.digits,
      kept: state.kept,
      running: state.progress?.state === 'running',
      language: state.language,
    }),
  );
  watch(() => sections.update({ hiddenPanels: state.hiddenPanels }));
}
