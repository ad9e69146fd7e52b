/** The latent map, its axes and its legend. */
import { t } from '../i18n/translate.js';
import { basisOf } from '../lib/basis.js';
import { formatPercent } from '../lib/format.js';
import { hasCode, hasSpread, isConditional, kindName } from '../lib/model-kind.js';
import { shownEpsilon, shownZ } from '../state/code-actions.js';
import { byTestId, find } from '../views/dom.js';
import { createLatentMapView } from '../views/latent-map-view.js';
import { createAxesView, createLegendView } from '../views/map-choice-view.js';
import { createMapDimensionsView } from '../views/map-dimensions-view.js';
import { createMapTableView } from '../views/map-table-view.js';
import { createMapToolsView } from '../views/map-tools-view.js';
import { announce } from '../views/page-views.js';
import { kindOf, latentDimOf, noteOpened } from './page.js';

/**
 * @param {import('./page.js').Page} page
 * @returns {import('./page.js').Part[]}
 */
export function createMap({ store, colors, code, map: actions, preview, onSymbol, complain }) {
  const root = find(document, '#map'), plane = byTestId(root, 'latent-map');
  const map = createLatentMapView(root, { onProbe: code.probeAt, onProbeEnd: code.endProbe, onPreview: preview.at, onPreviewEnd: preview.end, onSymbol });
  const axes = createAxesView(root, { onAxes: actions.setAxes, onProjection: actions.setProjection });
  const legend = createLegendView(root, {
    onToggle(digit) {
      const hidden = new Set(store.get().hiddenLabels);
      if (!hidden.delete(digit)) hidden.add(digit);
      store.set({ hiddenLabels: hidden });
    },
    onAll: () => store.set({ hiddenLabels: new Set() }),
  });
  const dimensions = createMapDimensionsView(root, { onDimension: actions.setDimension });
  const table = createMapTableView(root);
  const tools = createMapToolsView(root, {
    onManifold: actions.setManifold,
    onPoints: actions.showPoints,
    onPicture: () => void map.savePicture().catch(complain),
    onOpen(panel, isOpen) {
      noteOpened(store, panel, isOpen);
      if (!isOpen) return;
      if (panel === 'table') return table.show();
      showDimensions(store.get());
    },
  });
  void document.fonts?.ready.then(map.fontsReady);

  /** @type {import('./page.js').Part['update']} */
  const showDimensions = (state) => dimensions.update({
    z: shownZ(state), mu: state.code?.mu ?? null, latentDim: latentDimOf(state), kind: kindOf(state),
    codes: state.scatter?.mu ?? null, ready: state.model !== null,
  });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let telling;
  /** Once z rests, and only to who moves it in the plane by keys: the sliders say their values themselves. */
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const { probe } = store.get();
      if (document.activeElement === plane) announce(() => map.describe(probe));
    }, REST_MS);
  }

  return [
    { keys: ['scatter', 'digits', 'hiddenLabels', ...PLANE, ...CODE, 'manifold', 'manifoldPicture', 'nats', 'walkMarks', 'pixels', 'preview', 'linked', 'scheme', 'language', 'busy', 'engine'], update: (state) => map.update({
      ...state, ...planeOf(state), z: shownZ(state), isProbe: state.probe !== null, labels: state.digits?.labels ?? null, preview: state.preview?.z ?? null,
      latentDim: latentDimOf(state), note: noteOf(state), colors: colors(), range: state.manifold.side > 0 ? state.manifold.range : 0,
      truth: truthOf(state),
    }) },
    { keys: ['probe'], update: tell },
    { keys: [...PLANE, 'language'], update: (state) => axes.update({
      latentDim: latentDimOf(state), axes: state.axes, projection: state.projection, shares: state.components?.shares ?? null,
    }) },
    { keys: ['hiddenLabels', 'language'], update: legend.update },
    { keys: ['manifold', 'hiddenLabels', 'opened', 'model', 'language'], update: (state) => tools.update({
      ...state, latentDim: latentDimOf(state), caption: captionOf(kindOf(state), latentDimOf(state)),
    }) },
    { keys: ['model', 'scatter', ...CODE, 'language'], update: showDimensions },
    { keys: ['scatter', 'digits', ...PLANE, ...CODE, 'nats', 'pixels', 'language'], update: (state) => table.update({
      ...state, ...planeOf(state), labels: state.digits?.labels ?? null, epsilon: shownEpsilon(state), z: shownZ(state), truth: truthOf(state),
    }) },
  ];
}

/** What has not moved for so long is spoken. */
const REST_MS = 400;

/** Parts of the state: what the axes are, and which z is shown. */
const PLANE = /** @type {const} */ (['model', 'axes', 'projection', 'components']), CODE = /** @type {const} */ (['code', 'epsilon', 'atMean', 'sigmaScale', 'probe']);

/** The true posterior of the digit as it is now, or none. @param {Readonly<import('./page.js').PageState>} state */
const truthOf = ({ nats, pixels }) => (nats?.pixels === pixels ? nats?.posterior ?? null : null);

/**
 * What is across and what is up, and their names: a dimension's number, or a component and how much of the variance it tells.
 * @param {Readonly<import('./page.js').PageState>} state
 * @returns {{basis: import('../lib/basis.js').Basis, names: [string, string]}}
 */
function planeOf(state) {
  const { axes, components } = state;
  const latentDim = latentDimOf(state);
  const basis = basisOf(state, latentDim);
  if (components && basis === components) {
    const [first, second] = components.shares.map((share, i) => `PC${i + 1} ${formatPercent(share)}`);
    return { basis, names: [first, second] };
  }
  return { basis, names: [String(axes[0] + 1), latentDim > 1 ? String(axes[1] + 1) : ''] };
}

/** @param {string} kind @param {number} latentDim */
function captionOf(kind, latentDim) {
  if (!hasCode({ model: kind })) return '';
  if (!hasSpread({ model: kind })) return t('kind.ae.map');
  if (latentDim !== 2) return t(latentDim > 2 ? 'map.captionMany' : 'map.captionOne');
  return t(isConditional({ model: kind }) ? 'map.captionGiven' : 'map.caption');
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
