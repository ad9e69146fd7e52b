/** Wiring only: the engine's client, the one state, and the views that show it. */
import { canFuse } from './engine/can-fuse.js';
import { createClient } from './engine/client.js';
import { applyTexts } from './i18n/apply-texts.js';
import { setLanguage, t } from './i18n/translate.js';
import { formatNumber } from './lib/format.js';
import { messageOf } from './lib/message-of.js';
import { hasCode, kindName } from './lib/model-kind.js';
import { createCodeActions, shownZ } from './state/code-actions.js';
import { createEngineActions } from './state/engine-actions.js';
import { createFileActions, fetchBytes } from './state/file-actions.js';
import { createNatsActions } from './state/nats-actions.js';
import { startOffline } from './state/offline.js';
import { createPageState } from './state/page-state.js';
import { hashWithLanguage, languageInHash, saveTheme, savedEngineChoice, savedTheme } from './state/preferences.js';
import { createStore } from './state/store.js';
import { createTrainingActions } from './state/training-actions.js';
import { createCodeView } from './views/code-view.js';
import { readColors } from './views/colors.js';
import { createCurvesView } from './views/curves-view.js';
import { paintDigit } from './views/digit-canvas.js';
import { byTestId, find } from './views/dom.js';
import { createEngineView } from './views/engine-view.js';
import { createFilesView, download } from './views/files-view.js';
import { createKindView } from './views/kind-view.js';
import { createLatentMapView } from './views/latent-map-view.js';
import { createAxesView, createLegendView } from './views/map-choice-view.js';
import { createNatsView } from './views/nats-view.js';
import { createNetworkView } from './views/network-view.js';
import { onceAFrame } from './views/once-a-frame.js';
import { createPadView } from './views/pad-view.js';
import { announce, createFooterView, createMastheadView, createNoticeView } from './views/page-views.js';
import { createSeesView } from './views/sees-view.js';
import { createSettingsView } from './views/settings-view.js';
import { createTrainBarView } from './views/train-bar-view.js';
import { whenNear } from './views/when-near.js';

const WEIGHTS = new URL('../weights/vae-2d.safetensors', import.meta.url);
/** Those that this site has, by path. @type {Record<string, string>} */
const SHIPPED = import.meta.glob(['../weights/{vae-2d,ae-2d,fvbn,made,classifier}.safetensors'], { query: '?url', import: 'default', eager: true });
const DIGITS = new URL('../build/data/digits.bin.gz', import.meta.url);
/** Until the digits are there: MNIST has no more, so no smaller limit can be wrong. */
const MOST_TRAINING_DIGITS = 60000;

const engineChoice = savedEngineChoice(canFuse());
const client = createClient(engineChoice);
Object.assign(window, { latentpad: client });

const store = createStore({ ...createPageState(), engineChoice });
/** @param {unknown} error */
const complain = (error) => store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: messageOf(error) } } });
const code = createCodeActions(store, client, complain);
const nats = createNatsActions(store, client);
const engines = createEngineActions(store, client, complain);
const training = createTrainingActions(store, client, { encode: code.encode, complain });
const files = createFileActions(store, client, { weightsUrl: WEIGHTS, digitsUrl: DIGITS, training, download });

const pad = createPadView(find(document, '#pad-stage'), {
  onStrokeBegin: code.beginStroke, onStrokeMove: code.extendStroke, onClear: code.clear, onUndo: code.undo, onRandom: code.showRandomDigit,
});
const sees = createSeesView(find(document, '#sees-stage'), { onPrepare: code.setPrepare });
const encoder = createNetworkView(find(document, '#encoder-stage'));
const decoder = createNetworkView(find(document, '#decoder-stage'));
const codeView = createCodeView(find(document, '#code-stage'), find(document, '#z-stage'), {
  onResample: code.resample, onAtMean: code.setAtMean, onProbeEnd: code.endProbe,
});
const kind = createKindView(document);
const natsView = createNatsView(find(document, '#nats'));
const reconstruction = /** @type {HTMLCanvasElement} */ (byTestId(document, 'reconstruction'));
const map = createLatentMapView(find(document, '#map'), { onProbe: code.probeAt, onProbeEnd: code.endProbe });
const axes = createAxesView(find(document, '#map'), { onAxes: (chosen) => store.set({ axes: chosen }) });
const legend = createLegendView(find(document, '#map'), {
  onToggle(digit) {
    const hidden = new Set(store.get().hiddenLabels);
    if (!hidden.delete(digit)) hidden.add(digit);
    store.set({ hiddenLabels: hidden });
  },
  onAll: () => store.set({ hiddenLabels: new Set() }),
});
const trainBar = createTrainBarView(find(document, '#train-bar'), { onToggle: training.togglePlay, onStep: training.step, onReset: training.reset });
const curves = createCurvesView(find(document, '#train'));
const settings = createSettingsView(find(document, '#train'), { onCreate: training.create, onTraining: training.setTraining });
const filesView = createFilesView(find(document, '#train'), {
  onShipped: files.loadShippedWeights, onSave: files.save, onWeights: files.openWeights, onDigits: files.openDigits,
});
const masthead = createMastheadView(find(document, '#masthead'), { onLanguage: switchLanguage, onTheme: switchTheme });
const notice = createNoticeView(find(document, '#notice'), { onDismiss: () => store.set({ notice: null }) });
const footer = createFooterView(find(document, '#footer'));
const engineView = createEngineView(find(document, '#footer'), { onChoose: engines.choose });

const darkness = window.matchMedia('(prefers-color-scheme: dark)');
let colors = readColors();

/**
 * Which part shows which parts of the state. A part is told only when one of its keys has changed.
 * @typedef {import('./state/page-state.js').PageState} PageState
 * @type {{keys: (keyof PageState)[], update: (state: Readonly<PageState>) => void}[]}
 */
const PARTS = [
  { keys: ['drawing', 'digits', 'theme'], update: ({ drawing, digits }) => pad.update({ drawing, hasDigits: digits !== null, colors }) },
  { keys: ['pixels', 'drawing', 'prepare', 'theme', 'language'], update: ({ pixels, drawing, prepare }) => sees.update({ pixels, digit: drawing.digit, prepare, colors }) },
  { keys: ['model'], update({ model }) {
    const { hidden = [], latentDim = 2 } = model?.config ?? {};
    const coded = model !== null && hasCode(model.config);
    encoder.update({ sizes: coded ? [784, ...hidden, latentDim] : [] });
    decoder.update({ sizes: coded ? [latentDim, ...hidden.toReversed(), 784] : [] });
  } },
  { keys: ['code', 'epsilon', 'atMean', 'probe', 'model', 'language'], update: (state) => codeView.update({
    ...state, z: shownZ(state), latentDim: state.model?.config.latentDim ?? 2, kind: kindOf(state),
  }) },
  { keys: ['model', 'language'], update: (state) => kind.update({ kind: kindOf(state) }) },
  { keys: ['nats', 'pixels', 'model', 'language'], update: (state) => natsView.update({ ...state, kind: kindOf(state) }) },
  { keys: ['reconstruction', 'theme'], update({ reconstruction: pixels }) {
    paintDigit(reconstruction, pixels, colors);
    reconstruction.setAttribute('data-value', pixels ? 'shown' : 'blank');
  } },
  { keys: ['scatter', 'digits', 'hiddenLabels', 'axes', 'code', 'epsilon', 'atMean', 'probe', 'model', 'nats', 'pixels', 'theme', 'language', 'busy'], update: (state) => map.update({
    ...state, z: shownZ(state), isProbe: state.probe !== null, labels: state.digits?.labels ?? null,
    latentDim: state.model?.config.latentDim ?? 2, note: mapNote(state), colors,
    // Of the digit as it is now, or none.
    truth: state.nats?.pixels === state.pixels ? state.nats?.posterior ?? null : null,
  }) },
  { keys: ['probe'], update: ({ probe }) => announce(map.describe(probe)) },
  { keys: ['model', 'axes', 'language'], update: ({ model, axes: chosen }) => axes.update({ latentDim: model?.config.latentDim ?? 2, axes: chosen }) },
  { keys: ['hiddenLabels', 'language'], update: legend.update },
  { keys: ['progress', 'model', 'digits', 'busy', 'engine', 'notice', 'language'], update: ({ progress, model, digits, busy, engine, notice: said }) => trainBar.update({
    progress, model, canTrain: model !== null && digits !== null && !busy, waiting: said?.kind !== 'error' || (engine !== null && model !== null),
  }) },
  { keys: ['trainCurve', 'heldOutCurve', 'model', 'theme', 'language'], update: ({ trainCurve, heldOutCurve, model }) => curves.update({
    train: trainCurve, heldOut: heldOutCurve, pixels: model?.training.pixels ?? 'binarized', kind: model?.config.model ?? 'vae', colors,
  }) },
  { keys: ['heldOutCurve'], update({ heldOutCurve, progress }) {
    const value = heldOutCurve.negativeElbo.at(-1);
    if (value !== undefined) announce(t('train.spoken', { epoch: formatNumber(progress?.epoch ?? 0, 1), value: formatNumber(value, 1) }));
  } },
  { keys: ['model', 'digits', 'busy', 'engine', 'language'], update: ({ model, digits, busy, engine }) => settings.update({
    model, busy, ready: engine !== null, trainCount: digits?.trainCount ?? MOST_TRAINING_DIGITS,
  }) },
  { keys: ['model', 'engine'], update: ({ model, engine }) => filesView.update({ hasModel: model !== null, ready: engine !== null }) },
  { keys: ['language'], update: masthead.update },
  { keys: ['notice', 'language'], update: notice.update },
  { keys: ['model', 'digits', 'progress', 'language'], update: ({ model, digits, progress }) => footer.update({
    model, digits, running: progress?.state === 'running',
  }) },
  { keys: ['engine', 'engineChoice', 'language'], update: ({ engine, engineChoice: choice }) => engineView.update({ engine, choice }) },
];

/** @param {Readonly<PageState>} state */
const kindOf = ({ model }) => model?.config.model ?? 'vae';

/** @param {Readonly<PageState>} state */
function mapNote({ engine, model, digits, busy }) {
  if (!engine || busy) return '';
  if (!model) return t('map.noModel');
  if (!hasCode(model.config)) return t('kind.noMap', { name: kindName(model.config.model) });
  return digits ? '' : t('map.loading');
}

/** @type {Set<keyof PageState>} */
const stale = new Set();
const renderSoon = onceAFrame(render);

function render() {
  const state = store.get();
  const changed = new Set(stale);
  stale.clear();
  for (const { keys, update } of PARTS) if (keys.some((key) => changed.has(key))) update(state);
}

store.subscribe((state, changed) => {
  if (changed.has('pixels') || (changed.has('model') && state.progress?.state !== 'running')) nats.rest();
  else if (changed.has('progress') && state.progress?.state === 'running') nats.follow();
  for (const key of changed) stale.add(key);
  renderSoon();
});

/** @param {string} wanted */
function speak(wanted) {
  const language = setLanguage(wanted);
  document.documentElement.lang = language;
  applyTexts(document);
  store.set({ language });
}

function switchLanguage() {
  const wanted = store.get().language === 'ko' ? 'en' : 'ko';
  history.replaceState(null, '', hashWithLanguage(location.hash, wanted));
  speak(wanted);
}

function switchTheme() {
  const isDark = (store.get().theme ?? (darkness.matches ? 'dark' : 'light')) === 'dark';
  const theme = isDark ? 'light' : 'dark';
  saveTheme(theme);
  applyTheme(theme);
}

/** @param {'light' | 'dark' | null} theme */
function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  colors = readColors();
  store.set({ theme });
  // The system's theme may have changed while ours did not.
  stale.add('theme');
  renderSoon();
}

function listen() {
  client.addEventListener('progress', (event) => training.onProgress(/** @type {CustomEvent} */ (event).detail));
  client.addEventListener('scatter', (event) => training.onScatter(/** @type {CustomEvent} */ (event).detail));
  client.addEventListener('restarted', (event) => {
    const { reason, info } = /** @type {CustomEvent} */ (event).detail;
    store.set({ engine: info });
    training.onRestarted(reason);
  });
  client.addEventListener('failed', (event) => fail(/** @type {CustomEvent} */ (event).detail.message));
  darkness.addEventListener('change', () => applyTheme(store.get().theme));
  window.addEventListener('hashchange', () => speak(languageInHash(location.hash) || store.get().language));
  new ResizeObserver(() => pad.update({ drawing: store.get().drawing, hasDigits: store.get().digits !== null, colors })).observe(byTestId(document, 'pad'));
  void document.fonts?.ready.then(map.fontsReady);
}

/** @param {string} message */
function fail(message) {
  store.set({ engine: null, notice: { kind: 'error', key: 'notice.failed', params: { message } } });
}

async function start() {
  speak(languageInHash(location.hash) || 'en');
  applyTheme(savedTheme());
  files.prefetch();
  code.refresh();
  for (const key of /** @type {(keyof PageState)[]} */ (Object.keys(store.get()))) stale.add(key);
  render();
  listen();
  // Not while developing, where files change under the same name.
  const offline = import.meta.env.PROD ? startOffline(window) : null;
  try {
    engines.adopt(await client.ready);
  } catch (error) {
    return fail(messageOf(error));
  }
  await files.loadShippedWeights();
  await files.loadShippedDigits();
  whenNear(find(document, '#compare'), async () => (await import('./compare.js')).startCompare(below));
  whenNear(find(document, '#lab'), async () => (await import('./lab.js')).startLab(below));
  offline?.keep(import.meta.url);
}

/** What the sections below the first screen need of the page. */
const below = {
  store,
  colors: () => colors,
  /** An engine of its own, with the digits that are here. */
  async openEngine() {
    const engine = createClient(engines.besides());
    engines.follow(engine);
    await engine.ready;
    const { digitsSource } = store.get();
    if (!digitsSource) throw new Error(t('map.loading'));
    const { labels } = await engine.loadDigits(digitsSource);
    return { engine, labels };
  },
  /** Weights that this site has; null where it has none of that name. @param {string} name */
  async fetchWeights(name) {
    const url = SHIPPED[`../weights/${name}.safetensors`];
    return url ? fetchBytes(url) : null;
  },
};

void start();
