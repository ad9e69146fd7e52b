/**
 * Early stopping as the page displays it; the engine applies the rule.
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {PageState['stopRule']} PageRule
 *
 * @typedef {'step' | 'epochs' | 'patience'} Why
 */

/**
 * The progress of the run towards the step at which the rule stops it.
 * @param {Pick<PageState, 'progress' | 'stopRule'>} state
 * @returns {{share: number, by: Why} | null}  the nearest limit; null without one
 */
export function stopProgress({ progress, stopRule }) {
  if (!progress) return null;
  const { step, epoch, lastStep, epochsWithoutImprovement, state, stopped } = progress;
  /** @type {{share: number, by: Why}[]} */
  const ends = [];
  if (stopped) ends.push({ share: 1, by: stopped });
  else if (state === 'running' && lastStep)
    ends.push({ share: step / lastStep, by: stopRule.epochs ? 'epochs' : 'step' });
  else if (stopRule.epochs) ends.push({ share: epoch / stopRule.epochs, by: 'epochs' });
  if (stopRule.patience && !stopped) ends.push({ share: epochsWithoutImprovement / stopRule.patience, by: 'patience' });
  if (ends.length === 0) return null;
  const nearest = ends.reduce((best, end) => (end.share > best.share ? end : best));
  return { ...nearest, share: Math.min(1, Math.max(0, nearest.share)) };
}

/**
 * Parameters of the message on why the run stopped; from the run itself, since the rule may have changed.
 * @param {Pick<import('../../engine/messages.js').Progress, 'step' | 'epoch' | 'epochsWithoutImprovement' | 'stopped'>} progress
 * @returns {{step: number, count: number}}  the step, and how many epochs are complete or without improvement
 */
export const stopNumbers = ({ step, epoch, epochsWithoutImprovement, stopped }) => ({
  step,
  count: Math.floor((stopped === 'patience' ? epochsWithoutImprovement : epoch) + 1e-9),
});
