import { formatNumber } from './format.js';

/**
 * What of a run is announced to screen readers, and when: its start and end at once; its progress at whole epochs, with
 * pauses in which one can listen to something else.
 * @typedef {{key: string, params: Record<string, string | number>}} Sentence
 * @typedef {{lastMs: number}} Schedule   when the last sentence was
 */

const MIN_INTERVAL_MS = 10_000;

/** @returns {Schedule} */
export const createSchedule = () => ({ lastMs: -Infinity });
/** All runs of the page together are announced no more often than one alone. */
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
     * @returns {Sentence | null}         null where nothing is to be announced
     */
    sentenceFor(progress, bound) {
      const before = state;
      state = progress.state;
      const params = { epoch: formatNumber(progress.epoch, 1), step: progress.step, value: bound === undefined ? '–' : formatNumber(bound, 1) };
      const announced = (/** @type {string} */ key) => {
        epoch = Math.floor(progress.epoch);
        schedule.lastMs = now();
        return { key, params };
      };
      if (state === 'running' && before !== 'running') return announced('spoken.started');
      if (state !== 'running' && before === 'running') {
        return announced(state === 'diverged' ? 'spoken.diverged' : progress.stopped ? `stopped.${progress.stopped}` : 'spoken.paused');
      }
      const isNewEpoch = Math.floor(progress.epoch) > epoch;
      return state === 'running' && isNewEpoch && now() - schedule.lastMs >= MIN_INTERVAL_MS ? announced('spoken.progress') : null;
    },
  };
}
