/**
 * When training stops by itself, as the page knows it; the engine keeps to it.
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {PageState['stopRule']} PageRule
 *
 * @typedef {'step' | 'epochs' | 'patience'} Why
 */

/**
 * How near the run is to where the rule stops it.
 * @param {Pick<PageState, 'progress' | 'stopRule'>} state
 * @returns {{share: number, by: Why} | null}  the nearest end; null where nothing stops it
 */
export function stopProgress({ progress, stopRule }) {
  if (!progress) return null;
  const { step, epoch, lastStep, epochsWithoutImprovement, state, stopped } = progress;
  /** @type {{share: number, by: Why}[]} */
  const ends = [];
  if (stopped) ends.push({ share: 1, by: stopped });
  else if (state === 'running' && lastStep) ends.push({ share: step / lastStep, by: stopRule.epochs ? 'epochs' : 'step' });
  else if (stopRule.epochs) ends.push({ share: epoch / stopRule.epochs, by: 'epochs' });
  if (stopRule.patience && !stopped) ends.push({ share: epochsWithoutImprovement / stopRule.patience, by: 'patience' });
  if (ends.length === 0) return null;
  const nearest = ends.reduce((best, end) => (end.share > best.share ? end : best));
  return { ...nearest, share: Math.min(1, Math.max(0, nearest.share)) };
}

/**
 * What the sentence on why it stopped needs; from the run itself, since the rule may have been changed since.
 * @param {Pick<import('../../engine/messages.js').Progress, 'step' | 'epoch' | 'epochsWithoutImprovement' | 'stopped'>} progress
 * @returns {{step: number, count: number}}  the step, and how many epochs are full or were without a gain
 */
export const stopNumbers = ({ step, epoch, epochsWithoutImprovement, stopped }) =>
  ({ step, count: Math.floor((stopped === 'patience' ? epochsWithoutImprovement : epoch) + 1e-9) });
