/** The article and its tasks. Loaded when it comes near the viewport. */
import { listenToPlaces } from '../../core/dom/places.js';
import { find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { createReadingView } from '../../core/reading/reading-view.js';
import { createTaskActions } from '../../core/reading/task-actions.js';
import { comparisonOf } from '../../core/reading/task-comparison.js';
import { createTaskMeasures } from '../../core/reading/task-measures.js';
import { createTaskLineView } from './task-line-view.js';

/**
 * @param {Pick<import('../../page-context.js').SectionContext, 'store' | 'colors'>
 *   & {follow: (link: ReturnType<typeof import('../../core/link/link.js').parseLink>) => Promise<void>}} page
 * @param {Parameters<typeof createTaskMeasures>[1]} engine   of the page's model
 */
export function startArticle({ store, colors, follow }, engine) {
  const tasks = createTaskActions(store, follow, createTaskMeasures(store, engine));
  /** @type {Parameters<typeof createReadingView>[2]} */
  const actions = {
    onShow: tasks.show,
    onRun: (task, href, control) => void tasks.run(task, href, control),
    onWords: tasks.translate,
    isDone: tasks.isDone,
    stripOf: tasks.stripOf,
  };
  const view = createReadingView(find(document, '#article'), 'article', actions, { isLong: true });
  const line = createTaskLineView(find(document, '#task-line'), { onBack: tasks.goBack, onDismiss: tasks.dismiss });
  listenToPlaces(tasks.returned, () => store.set({ view: 'bench' }));
  watch(() =>
    view.update({
      language: store.state.language,
      task: store.state.task,
      comparison: comparisonOf(store.state),
      colors: colors(),
    }),
  );
  watch(() => line.update({ task: store.state.task, comparison: comparisonOf(store.state) }));
}
