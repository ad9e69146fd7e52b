/** What frames the instruments: the title line with its switches, what went wrong or right, and the footer. */
import { find } from '../views/dom.js';
import { createEngineView } from '../views/engine-view.js';
import { createFallbackView } from '../views/fallback-view.js';
import { announce, createFooterView, createMastheadView, createNoticeView } from '../views/page-views.js';

/**
 * @param {import('./page.js').Page} page
 * @param {{onLanguage: () => void, onTheme: () => void}} callbacks
 * @returns {import('./page.js').Part[]}
 */
export function createFrame({ store, engines }, { onLanguage, onTheme }) {
  const masthead = createMastheadView(find(document, '#masthead'), { onLanguage, onTheme });
  const notice = createNoticeView(find(document, '#notice'), { onDismiss: () => store.set({ notice: null }) });
  const fallback = createFallbackView(find(document, '#fallback'));
  const footer = createFooterView(find(document, '#footer'));
  const engine = createEngineView(find(document, '#footer'), { onChoose: engines.choose });

  return [
    { keys: ['language'], update: masthead.update },
    { keys: ['language'], update: () => announce() },
    { keys: ['notice', 'waiting', 'language'], update: (state) => notice.update({ notice: state.notice, waiting: state.waiting.length }) },
    { keys: ['notice', 'engine'], update: ({ notice, engine }) => fallback.update({ shown: engine === null && notice?.key === 'notice.failed' }) },
    { keys: ['model', 'digits', 'progress', 'kept', 'language'], update: ({ model, digits, progress, kept }) => footer.update({
      model, digits, kept, running: progress?.state === 'running',
    }) },
    { keys: ['engine', 'engineChoice', 'language'], update: (state) => engine.update({ engine: state.engine, choice: state.engineChoice }) },
  ];
}
