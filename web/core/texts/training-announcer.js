import { formatNumber } from './format.js';

/**
 * Announcements of a run to screen readers: its start and end immediately; its progress at whole epochs, with
 * pauses in between.
 * @typedef {{key: string, params: Record<string, string | number>}} Sentence
 * @typedef {{lastMs: number}} Schedule   time of the last announcement
 */

const MIN_INTERVAL_MS = 10_000;

/** @returns {Schedule} */
export const createSchedule = () => ({ lastMs: -Infinity });
/** All runs of the page share one schedule and are announced no more often than a single run. */
const PAGE_SCHEDULE = createSchedule();

/** @param {() => number} [now]  milliseconds @param {Schedule} [schedule] */
export function createTrainingAnnouncer(now = () => performance.now(), schedule = PAGE_SCHEDULE) {
  /** @type {string} */
  let state = 'idle';
  let epoch = 0;

  return {
    /**
     * @param {{state: string, stopped?: string | null, epoch: number, step: number}} progress
     * @param {number | undefined} bound  the held-out bound when last measured
     * @returns {Sentence | null}         null if there is nothing to announce
     */
    sentenceFor(progress, bound) {
      const before = state;
      state = progress.state;
      const params = {
        epoch: formatNumber(progress.epoch, 1),
        step: progress.step,
        value: bound === undefined ? '–' : formatNumber(bound, 1),
      };
      const announced = (/** @type {string} */ key) => {
        epoch = Math.floor(progress.epoch);
        schedule.lastMs = now();
        return { key, params };
      };
      if (state === 'running' && before !== 'running') return announced('spoken.started');
      if (state !== 'running' && before === 'running') {
        return announced(
          state === 'diverged' ? 'spoken.diverged' : progress.stopped ? `stopped.${progress.stopped}` : 'spoken.paused',
        );
      }
      const isNewEpoch = Math.floor(progress.epoch) > epoch;
      return state === 'running' && isNewEpoch && now() - schedule.lastMs >= MIN_INTERVAL_MS
        ? announced('spoken.progress')
        : null;
    },
  };
}
