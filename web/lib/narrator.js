/**
 * What of a run is spoken, and when: its start and end at once, its progress at whole epochs, and those at a rate at
 * which one can still listen to something else.
 */

import { formatNumber } from './format.js';

/** @typedef {{key: string, params: Record<string, string | number>}} Sentence */

const LEAST_MS = 10_000;

/** Shared by those who must not speak one after the other. @returns {{spokeAt: number}} */
export const createVoice = () => ({ spokeAt: -Infinity });

/** @param {() => number} [now]  milliseconds @param {ReturnType<typeof createVoice>} [voice] */
export function createNarrator(now = () => performance.now(), voice = createVoice()) {
  /** @type {string} */
  let state = 'idle';
  let epoch = 0;

  return {
    /**
     * @param {{state: string, stopped?: string | null, epoch: number, step: number}} progress
     * @param {number | undefined} bound  the held-out bound when last measured
     * @returns {Sentence | null}         nothing new worth saying
     */
    hear(progress, bound) {
      const before = state;
      state = progress.state;
      const params = { epoch: formatNumber(progress.epoch, 1), step: progress.step, value: bound === undefined ? '–' : formatNumber(bound, 1) };
      const say = (/** @type {string} */ key) => {
        epoch = Math.floor(progress.epoch);
        voice.spokeAt = now();
        return { key, params };
      };
      if (state === 'running' && before !== 'running') return say('spoken.started');
      if (state !== 'running' && before === 'running') {
        return say(state === 'diverged' ? 'spoken.diverged' : progress.stopped ? `stopped.${progress.stopped}` : 'spoken.paused');
      }
      const isNewEpoch = Math.floor(progress.epoch) > epoch;
      return state === 'running' && isNewEpoch && now() - voice.spokeAt >= LEAST_MS ? say('spoken.progress') : null;
    },
  };
}
