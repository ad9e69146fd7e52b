/** The article and its tasks. Loaded when it comes near the viewport. */
import { listenToPlaces } from '../../core/dom/places.js';
import { find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { createReadingView } from '../../core/reading/reading-view.js';
import { shownGhost } from '../../core/state/ghost.js';
import { createTaskActions } from '../../core/reading/task-actions.js';
import { createTaskLineView } from './task-line-view.js';

/**
 * @param {Pick<import('../../page-context.js').SectionContext, 'store'>
 *   & {follow: (link: ReturnType<typeof import('../../core/link/link.js').parseLink>) => Promise<void>}} page
 */
export function startArticle({ store, follow }) {
  const tasks = createTaskActions(store, follow);
  const view = createReadingView(find(document, '#article'), 'article', {
    onShow: tasks.show,
    onRun: (task, href) => void tasks.run(task, href),
    onWords: tasks.translate,
    isDone: tasks.isDone,
  });
  const line = createTaskLineView(find(document, '#task-line'), { onBack: tasks.goBack, onDismiss: tasks.dismiss });
  listenToPlaces(tasks.returned, () => store.set({ view: 'bench' }));
  watch(() => view.update({ language: store.state.language, task: store.state.task, ghost: shownGhost(store.state) }));
  watch(() => line.update({ task: store.state.task }));
}
