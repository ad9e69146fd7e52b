/** Paths through the latent space of the page's own model: samples, traversals, walks, differences. Loaded when it comes near. */
import { hasSpread } from '../lib/model-kind.js';
import {
  COLUMNS, FEW_ROWS, GRID, LINE, REACH, STRENGTHS, createExploreActions, createExploreState,
} from '../state/explore-actions.js';
import { createSlotMemory } from '../state/slot-memory.js';
import { createStore } from '../state/store.js';
import { find } from '../views/dom.js';
import { createExploreView } from '../views/explore-view.js';
import { onceAFrame } from '../views/once-a-frame.js';
import { kindOf, latentDimOf } from './page.js';

/** KL of each dimension of the digit's Gaussian to N(0, 1), in nats. @param {import('../engine/messages.js').Code} code */
const klOf = ({ mu, logVar }) => Array.from(mu, (value, i) => 0.5 * (value * value + Math.exp(logVar[i]) - 1 - logVar[i]));

/**
 * @param {Pick<import('./page.js').Page, 'store' | 'colors' | 'code' | 'session' | 'complain'>} page
 * @param {import('../state/explore-actions.js').Decoder} client
 * @returns {{keep: (slot: number) => void}}
 */
export function startExplore({ store: page, colors, code, session, complain }, client) {
  const root = find(document, '#explore');
  const store = createStore(createExploreState());
  const actions = createExploreActions(store, page, client, complain, createSlotMemory(session));
  const view = createExploreView(root, { columns: COLUMNS, line: LINE, grid: GRID, strengths: STRENGTHS }, {
    onResample: actions.otherSamples, onMore: actions.toggleRows, onKeep: actions.keep, onChange: actions.setChange, onProbe: code.probeWith,
  });

  function render() {
    const state = page.get(), kind = kindOf(state), latentDim = latentDimOf(state);
    const own = state.code?.mu.length === latentDim ? state.code : null;
    view.update({
      ...store.get(), kind, latentDim, ownZ: own?.mu ?? null, klOfDigit: own && hasSpread({ model: kind }) ? klOf(own) : [], canKeep: state.pixels !== null,
      columns: COLUMNS, reach: REACH, fewRows: FEW_ROWS, strengths: STRENGTHS, colors: colors(),
    });
  }
  const soon = onceAFrame(render);
  store.subscribe(soon);
  page.subscribe((_, changed) => {
    if (['model', 'progress', 'code', 'digits', 'scatter', 'label', 'paintAs'].some((key) => changed.has(/** @type {any} */ (key)))) actions.refresh(changed.has('model') || changed.has('progress') || changed.has('label'));
    if (['language', 'scheme', 'code', 'pixels', 'model'].some((key) => changed.has(/** @type {any} */ (key)))) soon();
  });
  new IntersectionObserver((entries) => actions.setSeen(entries.at(-1)?.isIntersecting ?? false)).observe(root);
  render();
  actions.refresh();
  return { keep: actions.keep };
}
