/** Training: its bar, curves, settings and files. */
import { t } from '../i18n/translate.js';
import { formatNumber } from '../lib/format.js';
import { createCurvesView } from '../views/curves-view.js';
import { find } from '../views/dom.js';
import { createFilesView } from '../views/files-view.js';
import { announce } from '../views/page-views.js';
import { createSettingsView } from '../views/settings-view.js';
import { createTrainBarView } from '../views/train-bar-view.js';
import { kindOf } from './page.js';

/** Until the digits are there: MNIST has no more, so no smaller limit can be wrong. */
const MOST_TRAINING_DIGITS = 60000;

/**
 * @param {import('./page.js').Page} page
 * @returns {import('./page.js').Part[]}
 */
export function createTrain({ colors, training, files }) {
  const root = find(document, '#train');
  const bar = createTrainBarView(find(document, '#train-bar'), { onToggle: training.togglePlay, onStep: training.step, onReset: training.reset });
  const curves = createCurvesView(root);
  const settings = createSettingsView(root, { onCreate: training.create, onTraining: training.setTraining });
  const filesView = createFilesView(root, {
    onShipped: files.loadShippedWeights, onSave: files.save, onWeights: files.openWeights, onDigits: files.openDigits,
  });

  return [
    { keys: ['progress', 'model', 'digits', 'busy', 'engine', 'notice', 'language'], update: ({ progress, model, digits, busy, engine, notice }) => bar.update({
      progress, model, canTrain: model !== null && digits !== null && !busy, waiting: notice?.kind !== 'error' || (engine !== null && model !== null),
    }) },
    { keys: ['trainCurve', 'heldOutCurve', 'model', 'theme', 'language'], update: (state) => curves.update({
      train: state.trainCurve, heldOut: state.heldOutCurve, pixels: state.model?.training.pixels ?? 'binarized', kind: kindOf(state), colors: colors(),
    }) },
    { keys: ['heldOutCurve'], update({ heldOutCurve, progress }) {
      const value = heldOutCurve.negativeElbo.at(-1);
      if (value !== undefined) announce(t('train.spoken', { epoch: formatNumber(progress?.epoch ?? 0, 1), value: formatNumber(value, 1) }));
    } },
    { keys: ['model', 'digits', 'busy', 'engine', 'language'], update: ({ model, digits, busy, engine }) => settings.update({
      model, busy, ready: engine !== null, trainCount: digits?.trainCount ?? MOST_TRAINING_DIGITS,
    }) },
    { keys: ['model', 'engine'], update: ({ model, engine }) => filesView.update({ hasModel: model !== null, ready: engine !== null }) },
  ];
}
