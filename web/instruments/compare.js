/** Wiring of the comparison: its own state and engines, and the view that shows it. Loaded when it comes near. */
import { t } from '../i18n/translate.js';
import { formatNumber } from '../lib/format.js';
import { shareWithLink } from '../state/below.js';
import { createCompareActions } from '../state/compare-actions.js';
import { createCompareState, epochOf } from '../state/compare-state.js';
import { createStore } from '../state/store.js';
import { createCompareView } from '../views/compare-view.js';
import { find } from '../views/dom.js';
import { onceAFrame } from '../views/once-a-frame.js';
import { announce, narrator as createNarrator } from '../views/page-views.js';

/** @param {import('./page.js').Below} page */
export function startCompare({ store: page, colors, openEngine, fetchWeights }) {
  const store = createStore(createCompareState());
  const actions = createCompareActions(store, {
    openEngine, fetchWeights, atOnce: () => Math.max(1, (page.get().engine?.possible.processors ?? 1) - 1),
  });
  shareWithLink(store, page, 'compare', actions.follow);
  const view = createCompareView(find(document, '#compare'), {
    onToggle: actions.togglePlay, onStep: actions.step, onReset: actions.reset, onScratch: actions.fromScratch, onResample: actions.otherSamples,
  });

  const narrator = createNarrator();
  /** The slowest's. @param {Readonly<ReturnType<typeof createCompareState>>} state */
  const epochOfAll = ({ ae, vae, fvbn }) => Math.min(epochOf(ae), epochOf(vae), epochOf(fvbn));

  /** @param {Readonly<ReturnType<typeof createCompareState>>} state */
  function speak(state) {
    const said = narrator.hear({ state: state.playing ? 'running' : 'paused', epoch: epochOfAll(state), step: 0 }, undefined);
    if (!said) return;
    const nats = (/** @type {number | undefined} */ value) => formatNumber(value ?? NaN, 1);
    announce(() => t(`compare.spoken.${said.key.slice('spoken.'.length)}`, {
      epoch: said.params.epoch,
      ae: nats(state.ae.heldOut?.reconstruction), vae: nats(state.vae.heldOut?.negativeElbo), fvbn: nats(state.fvbn.heldOut?.negativeElbo),
    }));
  }

  function render() {
    const state = store.get();
    const epoch = epochOfAll(state);
    view.update({ ...state, epoch, hiddenLabels: page.get().hiddenLabels, colors: colors() });
  }
  const soon = onceAFrame(render);

  store.subscribe(soon);
  store.subscribe(speak);
  let arithmetic = page.get().engine?.arithmetic;
  page.subscribe(({ digitsSource, engine }, changed) => {
    if (engine && engine.arithmetic !== arithmetic) {
      arithmetic = engine.arithmetic;
      actions.disturb();
    }
    if (changed.has('digitsSource') && digitsSource) actions.changeDigits(digitsSource).catch(() => store.set({ playing: false }));
    if (['language', 'scheme', 'hiddenLabels'].some((key) => changed.has(/** @type {any} */ (key)))) soon();
  });
  render();
  void actions.start();
}
