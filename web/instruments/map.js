/** The latent map, its axes and its legend. */
import { t } from '../i18n/translate.js';
import { hasCode, kindName } from '../lib/model-kind.js';
import { shownZ } from '../state/code-actions.js';
import { find } from '../views/dom.js';
import { createLatentMapView } from '../views/latent-map-view.js';
import { createAxesView, createLegendView } from '../views/map-choice-view.js';
import { announce } from '../views/page-views.js';
import { latentDimOf } from './page.js';

/**
 * @param {import('./page.js').Page} page
 * @returns {import('./page.js').Part[]}
 */
export function createMap({ store, colors, code }) {
  const root = find(document, '#map');
  const map = createLatentMapView(root, { onProbe: code.probeAt, onProbeEnd: code.endProbe });
  const axes = createAxesView(root, { onAxes: (chosen) => store.set({ axes: chosen }) });
  const legend = createLegendView(root, {
    onToggle(digit) {
      const hidden = new Set(store.get().hiddenLabels);
      if (!hidden.delete(digit)) hidden.add(digit);
      store.set({ hiddenLabels: hidden });
    },
    onAll: () => store.set({ hiddenLabels: new Set() }),
  });
  void document.fonts?.ready.then(map.fontsReady);

  return [
    { keys: ['scatter', 'digits', 'hiddenLabels', 'axes', 'code', 'epsilon', 'atMean', 'probe', 'model', 'nats', 'pixels', 'theme', 'language', 'busy', 'engine'], update: (state) => map.update({
      ...state, z: shownZ(state), isProbe: state.probe !== null, labels: state.digits?.labels ?? null,
      latentDim: latentDimOf(state), note: noteOf(state), colors: colors(),
      // Of the digit as it is now, or none.
      truth: state.nats?.pixels === state.pixels ? state.nats?.posterior ?? null : null,
    }) },
    { keys: ['probe'], update: ({ probe }) => announce(map.describe(probe)) },
    { keys: ['model', 'axes', 'language'], update: (state) => axes.update({ latentDim: latentDimOf(state), axes: state.axes }) },
    { keys: ['hiddenLabels', 'language'], update: legend.update },
  ];
}

/**
 * What stands on the map while there is nothing to show.
 * @param {Readonly<import('./page.js').PageState>} state
 */
function noteOf({ engine, model, digits, busy }) {
  if (!engine || busy) return '';
  if (!model) return t('map.noModel');
  if (!hasCode(model.config)) return t('kind.noMap', { name: kindName(model.config.model) });
  return digits ? '' : t('map.loading');
}
