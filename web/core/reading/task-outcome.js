import { t } from '../texts/translate.js';

/**
 * The sentence on a task that has been run: whether the prediction came true, or what happens if there was none.
 * @param {Pick<import('../state/page-state.js').Task, 'said' | 'right' | 'isRight'>} task
 */
export function outcomeOf({ said, right, isRight }) {
  if (said === '') return t('article.happens', { right });
  return isRight ? t('article.right') : t('article.wrong', { right });
}
