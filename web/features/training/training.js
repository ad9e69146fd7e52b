/** Training: its bar, curves, settings and files. */
import { t } from '../../core/texts/translate.js';
import { curvesCsv } from './curves-csv.js';
import { ALL_DIGITS, trainCountOf } from '../../core/model/digit-labels.js';
import { likelihoodOf } from '../../core/model/likelihood.js';
import { hasCode, hasSpread } from '../../core/model/model-kind.js';
import { adviceOf } from './training-advice.js';
import { MAX_PINS } from '../../core/model/pin.js';
import { fromScratch } from '../../core/model/recipe.js';
import { stepOf } from '../../core/model/run-record.js';
import { stopNumbers, stopProgress } from './stop-numbers.js';
import { createAdviceView } from './advice-view.js';
import { createCurvesTableView } from './curves-table-view.js';
import { createCurvesView } from './curves-view.js';
import { find, isForField } from '../../core/dom/dom.js';
import { announce } from '../../core/dom/announce.js';
import { watch } from '../../core/dom/watch.js';
import { createTrainingAnnouncer } from '../../core/texts/training-announcer.js';
import { createPinsView, nameOfPin } from './pins-view.js';
import { createSettingsView } from './settings-view.js';
import { createEarlyStoppingView } from './early-stopping-view.js';
import { createTrainBarView } from './train-bar-view.js';
import { noteOpened } from '../../core/state/panels.js';
import { ghostCurve } from '../../core/state/ghost.js';
import { modelKindOf } from '../../core/state/shown-code.js';

/** Used until the digits are loaded: MNIST has no more, so a valid value is never rejected. */
const MAX_TRAINING_DIGITS = 60000;

/**
 * @param {import('../../page-context.js').Page} page
 * @returns {{trainFromScratch: () => Promise<void>}}
 */
export function createTraining({
  store,
  colors,
  training,
  files,
  pins,
  undoably,
  reset,
  undoLast,
  onSectionUnavailable,
}) {
  const { state } = store;
  const root = find(document, '#train');
  const bar = createTrainBarView(find(document, '#train-bar'), {
    onScratch: trainFromScratch,
    onToggle: () => (settings.isPending() && !training.isRunning() ? trainNew() : training.togglePlay()),
    onStep: training.step,
    onReset: reset,
  });
  const curves = createCurvesView(root, { onHover: (step) => pinsView.showAt(step), onMissing: onSectionUnavailable });
  const pinsView = createPinsView(root, { onPin: pins.pin, onUnpin: pins.unpin });
  const table = createCurvesTableView(root, {
    onCsv: () => files.saveCurves(curvesCsv(seriesOf(store.get()))),
    onOpen: (isOpen) => noteOpened(store, 'curves', isOpen),
  });
  const advice = createAdviceView(root);
  const settings = createSettingsView(root, {
    onCreate: (settings) => undoably(() => training.create(settings)),
    onTraining: training.setTraining,
    onMore: (isOpen) => noteOpened(store, 'settings', isOpen),
  });
  const stop = createEarlyStoppingView(root, { onRule: training.setStopRule });
  // Undo as on the pad; a text field and the pad have their own undo.
  document.addEventListener('keydown', (event) => {
    const isUndo =
      (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'z';
    if (isUndo && !event.defaultPrevented && !isForField(event) && undoLast()) event.preventDefault();
  });
  /**
   * Creates the form's model, by the recipe if the form is untouched, and trains it. The page explains an invalid form, and a
   * model that cannot be created.
   */
  async function trainNew() {
    const isPending = settings.isPending(),
      wanted = settings.submitted(),
      { model: before, run } = store.get();
    if (!wanted) return;
    await undoably(() => training.create(isPending ? wanted : fromScratch(wanted, run)));
    if (store.get().model !== before) await training.play();
  }
  /** Trains from initial weights: those of the current model, if it has no others. */
  async function trainFromScratch() {
    if (isUntrained(store.get()) && !settings.isPending()) {
      if (!training.isRunning()) await training.togglePlay();
    } else await trainNew();
  }
  const announcer = createTrainingAnnouncer();
  /** The warning that was announced last. */
  let warned = '';
  /** Whether the run was announced since the last frame: a warning does not replace that. */
  let hasAnnounced = false;

  watch(() =>
    bar.update({
      progress: state.progress,
      model: state.model,
      canTrain: state.model !== null && state.digits !== null && !state.busy,
      end: stopProgress(state),
      waiting: state.notice?.kind !== 'error' || (state.engine !== null && state.model !== null),
    }),
  );
  watch(() =>
    curves.update({
      train: state.trainCurve,
      heldOut: state.heldOutCurve,
      pins: state.pins,
      ghost: ghostCurve(state),
      divergedStep: divergedStepOf(state),
      isUntrained: isUntrained(state),
      kind: modelKindOf(state),
      config: state.model?.config ?? {},
      training: state.model?.training ?? {},
      colors: colors(),
    }),
  );
  watch(() => pinsView.update({ pins: state.pins, current: currentOf(state), colors: colors() }));
  watch(() =>
    pinsView.updateButton({
      canPin: state.heldOutCurve.step.length > 0 && state.pins.length < MAX_PINS,
      isFull: state.pins.length >= MAX_PINS,
    }),
  );
  watch(() =>
    table.update({
      train: state.trainCurve,
      heldOut: state.heldOutCurve,
      pins: state.pins,
      kind: modelKindOf(state),
      isOpen: state.opened.has('curves'),
    }),
  );
  watch(() => {
    const warnings = warningsOf(state);
    advice.update({
      sentences: [...stoppedOf(state), ...(areMixed(state) ? [{ key: 'pins.mixed', params: {} }] : []), ...warnings],
    });
    const warning = warnings.map(({ key }) => key).join(' ');
    if (warning !== '' && warning !== warned && !hasAnnounced)
      announce(() => warnings.map(({ key, params }) => t(key, params)).join(' '));
    warned = warning;
    hasAnnounced = false;
  });
  // At each change, not in each frame: a short run starts and ends between two frames.
  store.subscribe((now, changed) => {
    const { progress } = now;
    if (!changed.has('progress') || !progress) return;
    const sentence = announcer.sentenceFor(progress, now.heldOutCurve.negativeElbo.at(-1));
    if (!sentence) return;
    const loss = lossOf(modelKindOf(now));
    hasAnnounced = true;
    announce(() => t(sentence.key, { ...stopNumbers(progress), ...sentence.params, what: t(`spoken.of.${loss}`) }));
  });
  watch(() =>
    settings.update({
      model: state.model,
      busy: state.busy,
      isMoreOpen: state.opened.has('settings'),
      ready: state.engine !== null,
      trainCount: state.digits?.trainCounts ?? MAX_TRAINING_DIGITS,
      rulesSet: Object.values(state.stopRule).filter((limit) => limit !== null).length,
    }),
  );
  watch(() => stop.update({ rule: state.stopRule }));
  return { trainFromScratch };
}

/** @typedef {Readonly<import('../../core/state/page-state.js').PageState>} State */

/** The settings of the current run. @param {State} state @returns {import('../../core/model/run-changes.js').RunSettings | null} */
const currentOf = ({ model, run }) => model && { config: model.config, training: model.training, origin: run };

/** Whether the weights are as initialized. @param {State} state */
const isUntrained = (state) => state.model !== null && state.run.weights === 'fresh' && stepOf(state) === 0;

/** The name of the held-out loss. @param {string} kind */
const lossOf = (kind) => (hasSpread({ model: kind }) ? 'bound' : hasCode({ model: kind }) ? 'error' : 'exact');

/** The step at which the loss has diverged; null if it has not. @param {State} state */
const divergedStepOf = ({ progress }) =>
  progress?.state === 'diverged' ? (progress.divergedStep ?? progress.step) : null;

/** Why training is paused. @param {State} state */
function stoppedOf({ progress }) {
  if (!progress?.stopped || progress.state === 'running') return [];
  return [{ key: `stopped.${progress.stopped}`, params: stopNumbers(progress) }];
}

/** @param {readonly Pick<import('../../core/model/pin.js').Pin, 'config' | 'training'>[]} runs */
const likelihoodsOf = (runs) =>
  new Set(runs.map(({ config, training }) => `${likelihoodOf(config)} ${training.pixels}`));

/** Whether runs in the charts use different likelihoods or pixels. @param {State} state */
function areMixed({ model, pins }) {
  return likelihoodsOf(model && pins.length > 0 ? [model, ...pins] : []).size > 1;
}

/** @param {State} state */
function warningsOf({ model, digits, trainCurve, heldOutCurve, dimensions }) {
  if (!model || !digits) return [];
  const { batchSize, betaWarmupSteps, digits: labels = ALL_DIGITS } = model.training;
  const count = trainCountOf(digits, labels);
  return adviceOf({
    kind: model.config.model,
    betaWarmupSteps,
    stepsPerEpoch: count / batchSize,
    train: trainCurve,
    heldOut: heldOutCurve,
    klPerDimension: dimensions?.klPerDimension ?? null,
  });
}

/** @param {State} state */
function seriesOf({ model, trainCurve, heldOutCurve, pins }) {
  const name = model ? nameOfPin(model) : '';
  return [
    { run: name, digits: /** @type {const} */ ('training'), curve: trainCurve },
    { run: name, digits: /** @type {const} */ ('held-out'), curve: heldOutCurve },
    ...pins.map((pin) => ({
      run: `${nameOfPin(pin)} (${pin.id})`,
      digits: /** @type {const} */ ('held-out'),
      curve: pin.curve,
    })),
  ];
}
