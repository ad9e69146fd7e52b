import { byTestId, find } from '../../core/dom/dom.js';
import { t } from '../../core/texts/translate.js';
import { outcomeOf } from '../../core/reading/task-outcome.js';

/**
 * The line at the window's lower edge that says which task is running, what was predicted and what came of it.
 * @param {HTMLElement} root
 * @param {{onBack: () => void, onDismiss: () => void}} callbacks
 */
export function createTaskLineView(root, { onBack, onDismiss }) {
  const text = find(root, 'p');
  const [back, dismiss] = ['task-back', 'task-dismiss'].map((id) => byTestId(root, id));
  back.addEventListener('click', onBack);
  dismiss.addEventListener('click', onDismiss);
  return {
    /** @param {{task: import('../../core/state/page-state.js').Task | null, comparison: string}} data */
    update({ task, comparison }) {
      root.hidden = !task?.isAway;
      root.setAttribute('data-value', task?.isAway ? task.state : '');
      if (!task) return;
      const { label, said, state } = task;
      const prediction = said ? t('task.said', { label, said }) : `${label}.`;
      const sentence = [prediction, ...(state === 'done' ? [outcomeOf(task)] : []), comparison].join(' ').trim();
      if (text.textContent !== sentence) text.textContent = sentence;
      back.textContent = t('task.back');
      dismiss.textContent = t('notice.dismiss');
    },
  };
}
