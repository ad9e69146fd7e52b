/** Wiring of the FVBN lab: its own state and engine, and the view that shows it. Loaded when it comes near. */
import { shareWithLink } from '../state/below.js';
import { createLabActions, createLabState } from '../state/lab-actions.js';
import { t } from '../i18n/translate.js';
import { createStore } from '../state/store.js';
import { find } from '../views/dom.js';
import { createLabView } from '../views/lab-view.js';
import { onceAFrame } from '../views/once-a-frame.js';
import { announce, narrator as createNarrator } from '../views/page-views.js';

/** @param {import('./page.js').Below} page */
export function startLab({ store: page, colors, openEngine, fetchWeights }) {
  const store = createStore(createLabState());
  const actions = createLabActions(store, { openEngine, fetchWeights });
  shareWithLink(store, page, 'lab', actions.follow);
  const view = createLabView(find(document, '#lab'), {
    onModel: actions.choose, onTrain: actions.toggleTraining, onAgain: actions.paintAnother, onRows: actions.setRows, onCompleteAgain: actions.completeAgain,
  });
  const render = () => view.update({ ...store.get(), colors: colors() });
  const soon = onceAFrame(render);

  const narrator = createNarrator();
  /** Held-out, when last measured. @type {number | undefined} */
  let exact;

  /** @param {ReturnType<typeof store.get>} state */
  function speak({ progress }) {
    if (!progress) return;
    exact = progress.heldOut?.negativeElbo ?? exact;
    const said = narrator.hear(progress, exact);
    if (said) announce(() => t('lab.spoken', { sentence: { key: said.key, params: { ...said.params, what: { key: 'spoken.of.exact', params: {} } } } }));
  }

  store.subscribe(soon);
  store.subscribe((state, changed) => changed.has('progress') && speak(state));
  page.subscribe(({ pixels }, changed) => {
    if (changed.has('pixels')) actions.setDigit(pixels);
    if (changed.has('language') || changed.has('scheme')) soon();
  });
  actions.setDigit(page.get().pixels);
  render();
  void actions.start();
}
