/** Opens the panel with samples from the prior. Its modules are fetched when it is first opened, by a button or a link. */
import { hasClosedForm } from '../../core/model/model-kind.js';
import { inTime } from '../../core/state/in-time.js';
import { loadedOnce } from '../../core/state/loaded-once.js';
import { noteOpened } from '../../core/state/panels.js';
import { loadDeferredTexts } from '../../core/texts/translate.js';
import { watch } from '../../core/dom/watch.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'showError' | 'onSectionUnavailable'>} page
 * @param {import('./monte-carlo-actions.js').SamplingEngine} engine
 * @param {Parameters<typeof import('./sampling-panel.js').startSampling>[3]} follow
 */
export function createMonteCarlo(page, engine, follow) {
  const { store } = page,
    { state } = store;
  const button = byTestId(document, 'samples-open'),
    panel = find(document, '#monte-carlo');
  const load = loadedOnce(async () => {
    const [{ startSampling }] = await inTime(Promise.all([import('./sampling-panel.js'), loadDeferredTexts()]));
    startSampling(panel, page, engine, follow);
  });
  button.addEventListener('click', () => noteOpened(store, 'samples', !store.get().opened.has('samples')));

  watch(() => {
    const canSample = state.model === null || hasClosedForm(state.model.config),
      isOpen = state.opened.has('samples');
    button.hidden = !canSample;
    panel.hidden = !canSample || !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
    if (!panel.hidden)
      void load().catch((error) => {
        noteOpened(store, 'samples', false);
        page.onSectionUnavailable(error);
      });
  });
}
