/** Wiring of the comparison: its own state and engines, and the view that shows it. Loaded when it comes near. */
import { shareWithLink } from '../state/below.js';
import { createCompareActions } from '../state/compare-actions.js';
import { createCompareState, epochOf } from '../state/compare-state.js';
import { createStore } from '../state/store.js';
import { createCompareView } from '../views/compare-view.js';
import { find } from '../views/dom.js';
import { onceAFrame } from '../views/once-a-frame.js';

/** @param {import('./page.js').Below} page */
export function startCompare({ store: page, colors, openEngine, fetchWeights }) {
  const store = createStore(createCompareState());
  const actions = createCompareActions(store, { openEngine, fetchWeights });
  shareWithLink(store, page, 'compare', actions.follow);
  const view = createCompareView(find(document, '#compare'), {
    onToggle: actions.togglePlay, onStep: actions.step, onReset: actions.reset, onScratch: actions.fromScratch, onResample: actions.otherSamples,
  });

  function render() {
    const state = store.get();
    const epoch = Math.min(epochOf(state.ae), epochOf(state.vae), epochOf(state.fvbn));
    view.update({ ...state, epoch, hiddenLabels: page.get().hiddenLabels, colors: colors() });
  }
  const soon = onceAFrame(render);

  store.subscribe(soon);
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
