/** Training: its bar, curves, settings and files. */
import { t } from '../i18n/translate.js';
import { curvesCsv } from '../lib/curves-csv.js';
import { hasCode, hasSpread } from '../lib/model-kind.js';
import { adviceOf } from '../lib/training-advice.js';
import { MOST_PINS } from '../state/pin-actions.js';
import { stopNumbers, stopProgress } from '../state/stop-rule.js';
import { createAdviceView } from '../views/advice-view.js';
import { createCurvesTableView } from '../views/curves-table-view.js';
import { createCurvesView } from '../views/curves-view.js';
import { find } from '../views/dom.js';
import { createFilesView } from '../views/files-view.js';
import { announce, narrator as createNarrator } from '../views/page-views.js';
import { createPinsView, nameOfPin } from '../views/pins-view.js';
import { createSettingsView } from '../views/settings-view.js';
import { createStopView } from '../views/stop-view.js';
import { createTrainBarView } from '../views/train-bar-view.js';
import { createUnitsView } from '../views/units-view.js';
import { kindOf, noteOpened } from './page.js';

/** Until the digits are there: MNIST has no more, so no smaller limit can be wrong. */
const MOST_TRAINING_DIGITS = 60000;
const ALL_DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * @param {import('./page.js').Page} page
 * @returns {import('./page.js').Part[]}
 */
export function createTrain({ store, colors, training, files, pins, undoably, reset, undoLast, missPart }) {
  const root = find(document, '#train');
  const bar = createTrainBarView(find(document, '#train-bar'), { onToggle: training.togglePlay, onStep: training.step, onReset: reset });
  const curves = createCurvesView(root, { onHover: (step) => pinsView.showAt(step), onMissing: missPart });
  const pinsView = createPinsView(root, { onPin: pins.pin, onUnpin: pins.unpin });
  const table = createCurvesTableView(root, { onCsv: () => files.saveCurves(curvesCsv(seriesOf(store.get()))), onOpen: (isOpen) => noteOpened(store, 'curves', isOpen) });
  const units = createUnitsView(root);
  const advice = createAdviceView(root);
  const settings = createSettingsView(root, { onCreate: (settings) => undoably(() => training.create(settings)), onTraining: training.setTraining, onMore: (isOpen) => noteOpened(store, 'settings', isOpen) });
  const stop = createStopView(root, { onRule: training.setStopRule });
  const filesView = createFilesView(root, {
    hasShipped: files.hasShipped, onShipped: (name) => undoably(() => files.loadShippedWeights(name)), onSave: files.save,
    onWeights: (file) => undoably(() => files.openWeights(file)), onDigits: files.openDigits, onDrop: (list) => undoably(() => files.open(list)),
  });
  // As on the pad; in a field it takes back what was typed there, and on the pad the last stroke.
  document.addEventListener('keydown', (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z';
    const isElsewhere = event.defaultPrevented || (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]'));
    if (isUndo && !isElsewhere && undoLast()) event.preventDefault();
  });
  const narrator = createNarrator();
  /** The warning last spoken. */
  let warned = '';

  return [
    { keys: ['progress', 'stopRule', 'model', 'digits', 'busy', 'engine', 'notice', 'language'], update: (state) => bar.update({
      progress: state.progress, model: state.model, canTrain: state.model !== null && state.digits !== null && !state.busy, end: stopProgress(state),
      waiting: state.notice?.kind !== 'error' || (state.engine !== null && state.model !== null),
    }) },
    { keys: ['trainCurve', 'heldOutCurve', 'pins', 'model', 'scheme', 'language'], update: (state) => curves.update({
      train: state.trainCurve, heldOut: state.heldOutCurve, pins: state.pins, kind: kindOf(state), training: state.model?.training ?? {}, colors: colors(),
    }) },
    { keys: ['pins', 'heldOutCurve', 'language'], update: (state) => pinsView.update({
      pins: state.pins, canPin: state.heldOutCurve.step.length > 0 && state.pins.length < MOST_PINS, isFull: state.pins.length >= MOST_PINS,
    }) },
    { keys: ['trainCurve', 'heldOutCurve', 'pins', 'model', 'opened', 'language'], update: (state) => table.update({
      train: state.trainCurve, heldOut: state.heldOutCurve, pins: state.pins, kind: kindOf(state), isOpen: state.opened.has('curves'),
    }) },
    { keys: ['dimensions', 'language'], update: units.update },
    { keys: ['progress', 'heldOutCurve', 'model', 'language'], update(state) {
      const warnings = warningsOf(state);
      advice.update({ sentences: [...stoppedOf(state), ...warnings] });
      const spoken = state.progress ? narrator.hear(state.progress, state.heldOutCurve.negativeElbo.at(-1)) : null;
      const warning = warnings.map(({ key }) => key).join(' ');
      const { progress } = state;
      if (spoken && progress) announce(() => t(spoken.key, { ...stopNumbers(progress), ...spoken.params, what: t(`spoken.of.${lossOf(kindOf(state))}`) }));
      else if (warning !== '' && warning !== warned) announce(() => warnings.map(({ key, params }) => t(key, params)).join(' '));
      warned = warning;
    } },
    { keys: ['model', 'digits', 'stopRule', 'opened', 'busy', 'engine', 'language'], update: ({ model, digits, stopRule, opened, busy, engine }) => settings.update({
      model, busy, isMoreOpen: opened.has('settings'), ready: engine !== null, trainCount: digits?.trainCounts ?? MOST_TRAINING_DIGITS,
      rulesSet: Object.values(stopRule).filter((limit) => limit !== null).length,
    }) },
    { keys: ['stopRule', 'language'], update: ({ stopRule }) => stop.update({ rule: stopRule }) },
    { keys: ['model', 'engine'], update: ({ model, engine }) => filesView.update({ hasModel: model !== null, ready: engine !== null }) },
  ];
}

/** @typedef {Readonly<import('./page.js').PageState>} State */

/** What is measured on the held-out digits. @param {string} kind */
const lossOf = (kind) => (hasSpread({ model: kind }) ? 'bound' : hasCode({ model: kind }) ? 'error' : 'exact');

/** Why it stands still. @param {State} state */
function stoppedOf({ progress }) {
  if (!progress?.stopped || progress.state === 'running') return [];
  return [{ key: `stopped.${progress.stopped}`, params: stopNumbers(progress) }];
}

/** @param {State} state */
function warningsOf({ model, digits, trainCurve, heldOutCurve, dimensions }) {
  if (!model || !digits) return [];
  const { batchSize, betaWarmupSteps, digits: labels = ALL_DIGITS } = model.training;
  const count = labels.reduce((sum, label) => sum + digits.trainCounts[label], 0);
  return adviceOf({
    kind: model.config.model, betaWarmupSteps, stepsPerEpoch: count / batchSize, train: trainCurve, heldOut: heldOutCurve,
    klPerDimension: dimensions?.klPerDimension ?? null,
  });
}

/** @param {State} state */
function seriesOf({ model, trainCurve, heldOutCurve, pins }) {
  const name = model ? nameOfPin({ id: 0, slot: 0, curve: heldOutCurve, ...model }) : '';
  return [
    { run: name, digits: /** @type {const} */ ('training'), curve: trainCurve },
    { run: name, digits: /** @type {const} */ ('held-out'), curve: heldOutCurve },
    ...pins.map((pin) => ({ run: `${nameOfPin(pin)} (${pin.id})`, digits: /** @type {const} */ ('held-out'), curve: pin.curve })),
  ];
}
