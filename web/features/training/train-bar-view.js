import { t } from '../../core/texts/translate.js';
import { formatCount, formatEpoch } from '../../core/texts/format.js';
import { byTestId, setReading } from '../../core/dom/dom.js';

/**
 * Training from scratch, reset, play, step, and the progress of training.
 * @param {HTMLElement} root
 * @param {{onScratch: () => void, onToggle: () => void, onStep: () => void, onReset: () => void}} callbacks
 */
export function createTrainBarView(root, { onScratch, onToggle, onStep, onReset }) {
  const scratch = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-scratch'));
  const play = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-play'));
  const step = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-step'));
  const reset = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-reset'));
  const epoch = byTestId(root, 'train-epoch'),
    steps = byTestId(root, 'train-step-count');
  const rate = byTestId(root, 'train-rate'),
    state = byTestId(root, 'train-state');
  const bar = /** @type {HTMLProgressElement} */ (byTestId(root, 'train-progress'));
  scratch.addEventListener('click', onScratch);
  play.addEventListener('click', onToggle);
  step.addEventListener('click', onStep);
  reset.addEventListener('click', onReset);

  return {
    /**
     * @param {{progress: import('../../engine/messages.js').Progress | null,
     *   model: import('../../engine/messages.js').ModelInfo | null, canTrain: boolean, waiting: boolean,
     *   end: {share: number, by: string} | null}} data
     */
    update({ progress, model, canTrain, waiting, end }) {
      const running = progress?.state === 'running';
      const now = progress ?? { epoch: model?.epoch ?? 0, step: model?.step ?? 0, imagesPerSecond: 0, state: 'idle' };
      const name = t(running ? 'train.pause' : now.step === 0 ? 'train.play' : 'train.continue');
      play.setAttribute('aria-label', name);
      play.title = name;
      play.setAttribute('data-on', String(running));
      play.disabled = scratch.disabled = !canTrain;
      step.disabled = !canTrain || running;
      reset.disabled = !canTrain;
      setReading(epoch, formatEpoch(now.epoch), now.epoch);
      setReading(steps, formatCount(now.step), now.step);
      setReading(rate, formatCount(now.imagesPerSecond), now.imagesPerSecond);
      bar.hidden = end === null;
      if (end) {
        bar.value = end.share;
        bar.setAttribute('data-value', String(end.share));
        bar.setAttribute('aria-label', t(`progress.${end.by}`));
      }
      const stateName = canTrain ? now.state : waiting ? 'loading' : 'noModel';
      setReading(state, t(`state.${stateName}`), stateName);
    },
  };
}
