/** The latent map, its axes and its legend. */
import { imageSize } from '../../core/state/image-size.js';
import { t } from '../../core/texts/translate.js';
import { basisOf } from '../../core/scatter/basis.js';
import { formatPercent } from '../../core/texts/format.js';
import {
  hasCode,
  hasLearnedPrior,
  hasSpread,
  isConditional,
  isHierarchical,
  kindName,
} from '../../core/model/model-kind.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createLatentMapView } from './latent-map-view.js';
import { createLoupeView } from './map-loupe-view.js';
import { createAxesView, createLegendView } from './map-choice-view.js';
import { createMapDimensionsView } from './map-dimensions-view.js';
import { createMapTableView } from './map-table-view.js';
import { createMapToolsView } from './map-tools-view.js';
import { announce } from '../../core/dom/announce.js';
import { watch } from '../../core/dom/watch.js';
import { labelName } from '../../core/model/digit-labels.js';
import { digitFromBytes } from '../../core/pictures/digit-image.js';
import { noteOpened } from '../../core/state/panels.js';
import { ghostOnMap } from '../../core/state/ghost.js';
import { inTime } from '../../core/state/in-time.js';
import { loadedOnce } from '../../core/state/loaded-once.js';
import { chosenComponent, configOf, latentDimOf, shownEpsilon, shownZ } from '../../core/state/shown-code.js';

/** @param {import('../../page-context.js').Page} page */
export function createMap(page) {
  const { store, colors, code, map: actions, preview, onSymbol, showError, onSectionUnavailable } = page;
  const { state } = store;
  const root = find(document, '#map'),
    plane = byTestId(root, 'latent-map');
  const map = createLatentMapView(root, {
    onProbe: code.probeAt,
    onProbeEnd: code.endProbe,
    onPreview: preview.at,
    onPreviewEnd: preview.end,
    onDigit: (pickedDigit) => store.set({ pickedDigit }),
    onSymbol,
  });
  const loupe = createLoupeView(plane);
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
    onPicture: () => void map.savePicture().catch(showError),
    onOpen(panel, isOpen) {
      noteOpened(store, panel, isOpen);
      if (!isOpen) return;
      if (panel === 'table') return table.show();
      showDimensions();
    },
  });
  void document.fonts?.ready.then(map.fontsReady);
  const startPictures = loadedOnce(async () => {
    const { startPseudoInputs } = await inTime(import('./pseudo-inputs.js'));
    startPseudoInputs(root, page);
  });

  const showDimensions = () =>
    dimensions.update({
      z: shownZ(state),
      mu: state.code?.mu ?? null,
      latentDim: latentDimOf(state),
      config: configOf(state),
      codes: state.scatter?.mu ?? null,
      ready: state.model !== null,
    });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let telling;
  /** Announces z once it stops changing, and only if keys move it in the plane: sliders announce their own values. */
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const { probe } = store.get();
      if (document.activeElement === plane) announce(() => map.describe(probe));
    }, REST_MS);
  }

  const labelsOf = () => state.digits?.labels ?? null;

  watch(() =>
    map.update({
      ...planeOf(state),
      scatter: state.scatter,
      labels: labelsOf(),
      classNames: state.digits?.labelNames ?? null,
      nameOf: (label) => labelName(state.digits, label),
      hiddenLabels: state.hiddenLabels,
      code: state.code,
      z: shownZ(state),
      isProbe: state.probe !== null,
      preview: state.preview?.z ?? null,
      truth: truthOf(state),
      isPriorLearned: hasLearnedPrior(configOf(state)),
      prior: state.prior,
      component: chosenComponent(state),
      manifoldPicture: state.manifoldPicture,
      walkMarks: state.walkMarks,
      ghost: ghostOnMap(state),
      range: state.manifold.side > 0 ? state.manifold.range : 0,
      latentDim: latentDimOf(state),
      linked: state.linked,
      note: noteOf(state),
      colors: colors(),
    }),
  );
  watch(() =>
    loupe.update({
      size: imageSize(state),
      pixels: state.preview?.pixels ?? (state.probe ? state.reconstruction : null),
      digit: digitAt(state),
      colors: colors(),
    }),
  );
  watch(() => void (state.probe, tell()));
  watch(() => {
    if (state.prior?.pseudoInputs.length) void startPictures().catch(onSectionUnavailable);
  });
  watch(() =>
    axes.update({
      latentDim: latentDimOf(state),
      axes: state.axes,
      projection: state.projection,
      shares: state.components?.shares ?? null,
    }),
  );
  watch(() => legend.update({ hiddenLabels: state.hiddenLabels, digits: state.digits }));
  watch(() =>
    tools.update({
      manifold: state.manifold,
      hiddenLabels: state.hiddenLabels,
      opened: state.opened,
      latentDim: latentDimOf(state),
      caption: captionOf(configOf(state), latentDimOf(state)),
    }),
  );
  watch(showDimensions);
  watch(() =>
    table.update({
      ...planeOf(state),
      scatter: state.scatter,
      labels: labelsOf(),
      digits: state.digits,
      code: state.code,
      epsilon: shownEpsilon(state),
      z: shownZ(state),
      truth: truthOf(state),
      prior: state.prior,
    }),
  );
}

/** Time without changes before an announcement. */
const REST_MS = 400;

/** The true posterior of the current digit, or null. @param {Readonly<import('../../core/state/page-state.js').PageState>} state */
const truthOf = ({ digitTerms, pixels }) => (digitTerms?.pixels === pixels ? (digitTerms?.posterior ?? null) : null);

/**
 * The held-out digit shown beside what is decoded: that of the preview, or one whose mark is at the z set by hand.
 * @param {Readonly<import('../../core/state/page-state.js').PageState>} state
 */
function digitAt({ preview, probe, pickedDigit: mark, digits }) {
  const index = preview ? preview.digit : probe ? (mark?.index ?? null) : null;
  if (index === null || !digits || index >= digits.labels.length) return null;
  return {
    index,
    label: labelName(digits, digits.labels[index]),
    pixels: digitFromBytes(digits, index),
    isDecoded: preview !== null,
    mark,
  };
}

/**
 * The horizontal and vertical directions, and their names: a dimension's number, or a component and its share of the variance.
 * @param {Readonly<import('../../core/state/page-state.js').PageState>} state
 * @returns {{basis: import('../../core/scatter/basis.js').Basis, names: [string, string]}}
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

/** @param {ReturnType<typeof configOf>} config @param {number} latentDim */
function captionOf(config, latentDim) {
  if (!hasCode(config)) return '';
  if (!hasSpread(config)) return t('kind.ae.map');
  const prior = t(`map.prior.${hasLearnedPrior(config) ? config.prior : 'standard'}`, {
    count: config.components ?? 0,
  });
  if (latentDim !== 2) return t(latentDim > 2 ? 'map.captionMany' : 'map.captionOne', { prior });
  if (isHierarchical(config)) return t('map.captionLayers', { prior });
  return t(isConditional(config) ? 'map.captionGiven' : 'map.caption', { prior });
}

/**
 * The text on the map while it is empty.
 * @param {Readonly<import('../../core/state/page-state.js').PageState>} state
 */
function noteOf({ engine, model, digits, busy }) {
  if (!engine || busy) return '';
  if (!model) return t('map.noModel');
  if (!hasCode(model.config)) return t('kind.noMap', { name: kindName(model.config.model) });
  return digits ? '' : t('map.loading');
}
