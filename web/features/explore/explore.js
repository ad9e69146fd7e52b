/** Paths through the latent space of the page's model: samples, traversals, walks, differences. Loaded when it comes near the viewport. */
import { imageSize } from '../../core/state/image-size.js';
import { shareWithLink } from '../../core/state/section-state.js';
import {
  COLUMNS,
  FEW_ROWS,
  GRID,
  LINE,
  MAX_ROWS,
  STRENGTHS,
  createExploreActions,
  createExploreState,
} from './explore-actions.js';
import { createStore } from '../../core/state/store.js';
import { find } from '../../core/dom/dom.js';
import { createExploreView } from './explore-view.js';
import { hasLearnedPrior, labelCountOf } from '../../core/model/model-kind.js';
import { watch } from '../../core/dom/watch.js';
import { configOf, modelKindOf, latentDimOf } from '../../core/state/shown-code.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors' | 'code' | 'showError'>} page
 * @param {import('./explore-actions.js').Decoder} client
 * @returns {{keep: (slot: number) => void}}
 */
export function startExplore({ store: page, colors, code, showError }, client) {
  const root = find(document, '#explore');
  const store = createStore(createExploreState());
  const actions = createExploreActions(store, page, client, showError);
  shareWithLink(store, page, 'explore', () => actions.refresh());
  const view = createExploreView(
    root,
    { columns: COLUMNS, line: LINE, grid: GRID, strengths: STRENGTHS },
    {
      onResample: actions.otherSamples,
      onMore: actions.toggleRows,
      onKeep: actions.keep,
      onChange: actions.setChange,
      onProbe: code.probeWith,
    },
  );

  watch(() => {
    const { state } = page,
      kind = modelKindOf(state),
      latentDim = latentDimOf(state);
    const own = state.code?.mu.length === latentDim ? state.code : null;
    view.update({
      ...store.whole(),
      kind,
      isPriorLearned: hasLearnedPrior(configOf(state)),
      latentDim,
      ownZ: own?.mu ?? null,
      klOfDigit: own ? [...own.kl] : [],
      canKeep: state.pixels !== null,
      labelCount: state.model ? labelCountOf(state.model.config) : 0,
      decodedAs: state.decodeAs ?? state.label,
      columns: COLUMNS,
      fewRows: FEW_ROWS,
      mostRows: MAX_ROWS,
      strengths: STRENGTHS,
      size: imageSize(state),
      classNames: state.digits?.labelNames ?? null,
      colors: colors(),
    });
  });
  page.subscribe((_, changed) => {
    if (
      ['model', 'prior', 'progress', 'code', 'digits', 'scatter', 'label', 'decodeAs'].some((key) =>
        changed.has(/** @type {any} */ (key)),
      )
    )
      actions.refresh(changed.has('model') || changed.has('progress') || changed.has('label'));
  });
  new IntersectionObserver((entries) => actions.setSeen(entries.at(-1)?.isIntersecting ?? false)).observe(root);
  actions.refresh();
  return { keep: actions.keep };
}
