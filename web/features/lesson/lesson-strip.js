/** The lesson: one training step in slow motion, shown on the pipeline. Loaded when it is first opened. */
import { shareWithLink } from '../../core/state/section-state.js';
import { createLessonActions, createLessonState } from './lesson-actions.js';
import { createStore } from '../../core/state/store.js';
import { find } from '../../core/dom/dom.js';
import { createLessonView } from './lesson-view.js';
import { watch } from '../../core/dom/watch.js';
import { imageSize } from '../../core/state/image-size.js';
import { configOf, modelKindOf } from '../../core/state/shown-code.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors'>} page
 * @param {import('./lesson-actions.js').Tracer} tracer
 */
export function startLesson({ store: page, colors }, tracer) {
  const store = createStore(createLessonState());
  const actions = createLessonActions(store, page, tracer);
  shareWithLink(store, page, 'lesson', (changed) => {
    if (changed.has('stage')) actions.halt();
    if (changed.has('open')) void (store.get().open ? actions.open() : actions.close());
  });
  const query = window.matchMedia('(prefers-reduced-motion: reduce)');
  const motion = createStore({ isReduced: query.matches });
  const view = createLessonView(find(document, '#lesson'), find(document, '#spine'), {
    onOpen: actions.open,
    onClose: actions.close,
    onNext: actions.next,
    onPrevious: actions.previous,
    onPlay: actions.togglePlay,
    onAgain: actions.again,
    onStage: actions.go,
    onMean: actions.setMean,
  });

  watch(() =>
    view.update({
      ...store.whole(),
      kind: modelKindOf(page.state),
      config: configOf(page.state),
      size: imageSize(page.state),
      still: motion.state.isReduced,
      language: page.state.language,
      colors: colors(),
      objective: page.state.model?.training.objective ?? 'elbo',
      input: page.state.model?.training.pixels ?? 'binarized',
    }),
  );
  if (store.get().open) void actions.open();
  query.addEventListener('change', () => {
    motion.set({ isReduced: query.matches });
    if (query.matches) actions.halt();
  });
}
