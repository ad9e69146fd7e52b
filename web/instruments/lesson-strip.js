/** The lesson: one training step in slow motion, over the row of the digit. Loaded when it is first opened. */
import { shareWithLink } from '../state/below.js';
import { createLessonActions, createLessonState } from '../state/lesson-actions.js';
import { createStore } from '../state/store.js';
import { find } from '../views/dom.js';
import { createLessonView } from '../views/lesson-view.js';
import { onceAFrame } from '../views/once-a-frame.js';
import { kindOf } from './page.js';

/**
 * @param {Pick<import('./page.js').Page, 'store' | 'colors'>} page
 * @param {import('../state/lesson-actions.js').Tracer} tracer
 */
export function startLesson({ store: page, colors }, tracer) {
  const store = createStore(createLessonState());
  const actions = createLessonActions(store, page, tracer);
  shareWithLink(store, page, 'lesson', (changed) => {
    if (changed.has('stage')) actions.halt();
    if (changed.has('open')) void (store.get().open ? actions.open() : actions.close());
  });
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  const view = createLessonView(find(document, '#lesson'), find(document, '#spine'), {
    onOpen: actions.open, onClose: actions.close, onNext: actions.next, onPrevious: actions.previous, onPlay: actions.togglePlay,
    onAgain: actions.again, onStage: actions.go, onMean: actions.setMean,
  });

  function render() {
    const state = page.get();
    view.update({
      ...store.get(), kind: kindOf(state), still: still.matches, language: state.language, colors: colors(),
      objective: state.model?.training.objective ?? 'elbo', input: state.model?.training.pixels ?? 'binarized',
    });
  }
  const soon = onceAFrame(render);
  store.subscribe(soon);
  if (store.get().open) void actions.open();
  still.addEventListener('change', () => {
    if (still.matches) actions.halt();
    soon();
  });
  page.subscribe((_, changed) => {
    if (changed.has('model') || changed.has('language') || changed.has('scheme')) soon();
  });
  render();
}
