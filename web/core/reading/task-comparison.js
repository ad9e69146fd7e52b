import { changesBetween } from '../model/run-changes.js';
import { runName } from '../model/run-name.js';
import { ghostCurve, ghostOnMap } from '../state/ghost.js';
import { formatNumber } from '../texts/format.js';
import { t } from '../texts/translate.js';

/**
 * @typedef {Pick<import('../state/page-state.js').PageState, 'task' | 'ghost' | 'model' | 'view' | 'chapter'>} State
 * @typedef {import('./task-measures.js').Outcome} Outcome
 */

/**
 * Which run of a task is training; once its own has ended, how it compares with its control run.
 * @param {State} state
 * @returns {string}   '' for a task without a control run
 */
export function comparisonOf(state) {
  const { task, ghost, model } = state;
  if (task?.state === 'running') return task.part ? t(`task.part${task.part.number}`, { name: task.part.name }) : '';
  const onMap = ghostOnMap(state),
    curve = ghostCurve(state),
    // The story shows the curves in one chapter only.
    curveIsSeen = state.view === 'bench' || state.chapter === 'train';
  if (!task?.outcome || !model || ghost?.task !== task.name || (!onMap && !curve)) return '';
  const name = runName(ghost.config, ghost.training, t);
  if (!curve) return t('task.ghost', { name });
  return [
    t(!curveIsSeen ? 'task.ghost' : onMap ? 'task.ghostBoth' : 'task.ghostCurve', { name }),
    ...boundsOf(task.outcome, ghost.outcome),
    ...(changesBetween(ghost, model).length === 0
      ? [t('task.sums', { here: task.outcome.checksum, there: ghost.outcome.checksum })]
      : []),
  ].join(' ');
}

/** @param {Outcome} here @param {Outcome} there */
function boundsOf(here, there) {
  const pair = (/** @type {number | null} */ own, /** @type {number | null} */ other) =>
    own === null || other === null ? null : { here: formatNumber(own), there: formatNumber(other) };
  const bounds = pair(here.negativeElbo, there.negativeElbo),
    weighted = pair(here.weighted?.bound ?? null, there.weighted?.bound ?? null);
  return [
    ...(bounds ? [t('task.bounds', bounds)] : []),
    ...(weighted ? [t('task.weighted', { k: here.weighted?.samples ?? 1, ...weighted })] : []),
  ];
}
