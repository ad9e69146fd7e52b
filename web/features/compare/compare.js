/** Wires up the comparison: its own state and engines, and its view. Loaded when it comes near the viewport. */
import { sizeOfConfig } from '../../core/model/config-size.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber } from '../../core/texts/format.js';
import { shareWithLink } from '../../core/state/section-state.js';
import { createCompareActions } from './compare-actions.js';
import { createCompareState, epochOf } from './compare-state.js';
import { createStore } from '../../core/state/store.js';
import { createCompareView } from './compare-view.js';
import { find } from '../../core/dom/dom.js';
import { announce } from '../../core/dom/announce.js';
import { createLevelsActions, createLevelsState } from './levels-actions.js';
import { createLevelsView } from './levels-view.js';
import { watch } from '../../core/dom/watch.js';
import { createTrainingAnnouncer } from '../../core/texts/training-announcer.js';

/** @param {import('../../page-context.js').SectionContext} page */
export function startCompare({ store: page, colors, openEngine, fetchWeights, fetchClassifier }) {
  const store = createStore(createCompareState());
  const actions = createCompareActions(store, {
    openEngine,
    fetchWeights,
    fetchClassifier,
    atOnce: () => Math.max(1, (page.get().engine?.possible.processors ?? 1) - 1),
  });
  shareWithLink(store, page, 'compare', actions.follow);
  const view = createCompareView(find(document, '#compare'), {
    onToggle: actions.togglePlay,
    onStep: actions.step,
    onReset: actions.reset,
    onScratch: actions.fromScratch,
    onResample: actions.otherSamples,
    onAxes: (axes) => store.set({ axes }),
    onDensity: (density) => store.set({ density }),
  });

  const announcer = createTrainingAnnouncer();
  /** The slowest model's epoch. @param {Readonly<ReturnType<typeof createCompareState>>} state */
  const epochOfAll = ({ ae, vae, fvbn }) => Math.min(epochOf(ae), epochOf(vae), epochOf(fvbn));

  /** @param {Readonly<ReturnType<typeof createCompareState>>} state */
  function announceRun(state) {
    const sentence = announcer.sentenceFor(
      { state: state.playing ? 'running' : 'paused', epoch: epochOfAll(state), step: 0 },
      undefined,
    );
    if (!sentence) return;
    const nats = (/** @type {number | undefined} */ value) => formatNumber(value ?? NaN, 1);
    announce(() =>
      t(`compare.spoken.${sentence.key.slice('spoken.'.length)}`, {
        epoch: sentence.params.epoch,
        ae: nats(state.ae.heldOut?.reconstruction),
        vae: nats(state.vae.heldOut?.negativeElbo),
        fvbn: nats(state.fvbn.heldOut?.negativeElbo),
      }),
    );
  }

  watch(() => {
    const state = store.whole();
    view.update({
      ...state,
      epoch: epochOfAll(state),
      hiddenLabels: page.state.hiddenLabels,
      classNames: page.state.digits?.labelNames ?? null,
      size: sizeOfConfig(page.state.digits ?? {}),
      colors: colors(),
    });
  });
  const levels = createStore(createLevelsState()),
    levelsActions = createLevelsActions(levels, { openEngine, fetchWeights });
  const levelsView = createLevelsView(find(document, '#levels'), { onSample: levelsActions.sampleAll });
  watch(() => levelsView.update({ ...levels.whole(), colors: colors() }));
  store.subscribe(announceRun);
  let arithmetic = page.get().engine?.arithmetic;
  page.subscribe(({ digits, digitsSource, engine }, changed) => {
    if (engine && engine.arithmetic !== arithmetic) {
      arithmetic = engine.arithmetic;
      actions.markModified();
    }
    if (changed.has('digitsSource') && digitsSource)
      actions.changeDigits(digitsSource, sizeOfConfig(digits ?? {})).catch(() => store.set({ playing: false }));
  });
  void actions.start();
}
