/** Paths through the latent space of the page's own model: samples, traversals, walks, differences. Loaded when it comes near. */
import { klOf } from '../lib/gaussian.js';
import { hasSpread } from '../lib/model-kind.js';
import { shareWithLink } from '../state/below.js';
import {
  COLUMNS, FEW_ROWS, GRID, LINE, MOST_ROWS, STRENGTHS, createExploreActions, createExploreState,
} from '../state/explore-actions.js';
import { createStore } from '../state/store.js';
import { find } from '../views/dom.js';
import { createExploreView } from '../views/explore-view.js';
import { onceAFrame } from '../views/once-a-frame.js';
import { kindOf, latentDimOf } from './page.js';

/**
 * @param {Pick<import('./page.js').Page, 'store' | 'colors' | 'code' | 'complain'>} page
 * @param {import('../state/explore-actions.js').Decoder} client
 * @returns {{keep: (slot: number) => void}}
 */
export function startExplore({ store: page, colors, code, complain }, client) {
  const root = find(document, '#explore');
  const store = createStore(createExploreState());
  const actions = createExploreActions(store, page, client, complain);
  shareWithLink(store, page, 'explore', () => actions.refresh());
  const view = createExploreView(root, { columns: COLUMNS, line: LINE, grid: GRID, strengths: STRENGTHS }, {
    onResample: actions.otherSamples, onMore: actions.toggleRows, onKeep: actions.keep, onChange: actions.setChange, onProbe: code.probeWith,
  });

  function render() {
    const state = page.get(), kind = kindOf(state), latentDim = latentDimOf(state);
    const own = state.code?.mu.length === latentDim ? state.code : null;
    view.update({
      ...store.get(), kind, latentDim, ownZ: own?.mu ?? null, klOfDigit: own && hasSpread({ model: kind }) ? klOf(own) : [], canKeep: state.pixels !== null,
      columns: COLUMNS, fewRows: FEW_ROWS, mostRows: MOST_ROWS, strengths: STRENGTHS, colors: colors(),
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
