/** Wiring only: the engine's client, the state and its actions, and the features. */
import { signal } from '@preact/signals-core';
import digitsSha256 from 'virtual:digits-digest';
import { takeWorker } from './engine/preload-worker.js';
import { canFuse } from './engine/can-fuse.js';
import { createClient } from './engine/client.js';
import { applyTexts } from './core/texts/apply-texts.js';
import { loadDeferredTexts, setLanguage, showImages, t } from './core/texts/translate.js';
import { createLesson } from './features/lesson/lesson.js';
import { createMap } from './features/map/map.js';
import { createShare } from './features/share/share.js';
import { createCode } from './features/code/code.js';
import { createEngineChoice } from './features/engine-choice/engine-choice.js';
import { createFiles } from './features/files/files.js';
import { createFrame } from './features/frame/frame.js';
import { createLikelihood } from './features/likelihood/likelihood.js';
import { createMonteCarlo } from './features/monte-carlo/monte-carlo.js';
import { createPad } from './features/pad/pad.js';
import { createRecognition } from './features/recognition/recognition.js';
import { followRecognition } from './features/recognition/recognition-actions.js';
import { createTraining } from './features/training/training.js';
import { inTime } from './core/state/in-time.js';
import { loadedOnce } from './core/state/loaded-once.js';
import { helpOf, messageOf, networkError } from './core/texts/message-of.js';
import { DIGITS, WEIGHTS, addressOfWeights } from './shipped.js';
import { followActivations } from './features/code/activation-actions.js';
import { createCodeActions } from './features/code/code-actions.js';
import { createEngineActions } from './features/engine-choice/engine-actions.js';
import { fetchBytes } from './features/files/fetch-bytes.js';
import { createFileActions } from './features/files/file-actions.js';
import { createMapActions } from './features/map/map-actions.js';
import { followPrior } from './features/map/prior-actions.js';
import { createLikelihoodActions } from './features/likelihood/likelihood-actions.js';
import { withNotices } from './core/state/notices.js';
import { startOffline } from './features/offline/offline.js';
import { createPageState } from './core/state/page-state.js';
import { createPictureActions } from './features/pad/picture-actions.js';
import { createPinActions } from './features/training/pin-actions.js';
import { createPreviewActions } from './features/map/preview-actions.js';
import { createLinkWriter, hasKeys, parseLink } from './core/link/link.js';
import { createLinkActions, engineOf, patchOf } from './features/share/link-actions.js';
import { restOfLink } from './core/link/link-run.js';
import {
  firstLanguage,
  saveLanguage,
  saveTheme,
  savedEngineChoice,
  savedTheme,
  savedView,
} from './core/state/preferences.js';
import { firstView } from './core/state/view-state.js';
import { followRun } from './core/model/run-record.js';
import { createSnapshotActions } from './features/snapshot/snapshot-actions.js';
import { createDataStore } from './features/snapshot/data-store.js';
import { createSnapshotStore } from './features/snapshot/snapshot-store.js';
import { createStory } from './features/story/story.js';
import { STATES } from './features/story/story-links.js';
import { createStore, present } from './core/state/store.js';
import { createTrainingActions } from './features/training/training-actions.js';
import { createUndoActions } from './features/training/undo-actions.js';
import { followTypicality } from './features/likelihood/typicality-actions.js';
import { endBootNotice } from './features/frame/boot-notice.js';
import { readColors } from './core/dom/colors.js';
import { find } from './core/dom/dom.js';
import { download } from './core/dom/download.js';
import { fontsLoaded } from './core/dom/fonts-loaded.js';
import { createHoverLinks } from './core/dom/hover-links.js';
import { untilReturn } from './core/dom/places.js';
import { goTo } from './core/dom/scroll-links.js';
import { drawNow } from './core/dom/once-a-frame.js';
import { painted } from './core/dom/painted.js';
import { createPictureButtons } from './features/picture-export/picture-buttons.js';
import { listenToPrinting } from './core/dom/printing.js';
import { beginWhenNear, whenIdle } from './core/dom/when-near.js';

const isFusing = canFuse();
/** The link of the initial URL; its state is applied before the first paint. */
const link = parseLink(location.hash);
const { choice: engineChoice, refused } = engineOf(link.values, savedEngineChoice(isFusing), isFusing);
const client = createClient({ ...engineChoice, createWorker: takeWorker });
Object.assign(window, { latentpad: client });

const first = createPageState();
const usualView = savedView() ?? 'story';
const view = firstView(link.values, hasKeys(location.hash), usualView);
// A chapter sets what its text is about, the link the rest.
const ofChapter = view === 'story' ? parseLink(STATES[link.values.chapter ?? first.chapter]).values : {};
const opened = patchOf({ ...ofChapter, ...link.values }, first);
const store = withNotices(createStore({ ...first, engineChoice, ...opened, view, usualView }));
/** @param {unknown} error @param {string} [about]  the command whose next success resolves it */
const showError = (error, about) =>
  store.set({
    notice: { kind: 'error', key: 'notice.command', params: { message: helpOf(error) }, ...(about ? { about } : {}) },
  });
const code = createCodeActions(store, client, showError);
const digitTerms = createLikelihoodActions(store, client);
const map = createMapActions(store, client, { decode: code.decode, showError });
const preview = createPreviewActions(store, client);
const engines = createEngineActions(store, client, showError);
const training = createTrainingActions(store, client, { encode: code.encode, showError });
const pictures = createPictureActions(store, { refresh: code.refresh, onUnavailable: onSectionUnavailable });
const dataStore = createDataStore();
const files = createFileActions(store, client, {
  weightsUrl: WEIGHTS,
  digitsUrl: DIGITS,
  digitsSha256,
  addressOfWeights,
  training,
  download,
  openPicture: pictures.open,
  ownData: dataStore,
  openData: (list) => withOwnData((ownData) => ownData.open(list)),
});

followActivations(store, client, showError);
followPrior(store, client, showError);
followTypicality(store, client);
/** Weights of this site; null if it has none of that name. @param {string} name */
async function fetchWeights(name) {
  const url = addressOfWeights(name);
  return url ? fetchBytes(url, { isPacked: true }) : null;
}
const fetchClassifier = loadedOnce(() => fetchWeights('classifier'));
followRecognition(store, client, fetchClassifier);
const hoverLinks = createHoverLinks(document, (linked) => store.set({ linked }));
createPictureButtons(document, { colors: () => colors.value, onFailed: showError });
const kept = createSnapshotStore();
const snapshots = createSnapshotActions(store, { kept, keeper: client, data: dataStore, training, files });
const writer = createLinkWriter(store, window, kept.noteLink);
followRun(store);

const darkness = window.matchMedia('(prefers-color-scheme: dark)');
const colors = signal(readColors());

/** @type {import('./page-context.js').Page} */
const page = {
  store,
  colors: () => colors.value,
  code,
  pictures,
  training,
  files,
  engines,
  map,
  preview,
  pins: createPinActions(store, client),
  onSymbol: hoverLinks.point,
  keep,
  ...createUndoActions(store, { keeper: client, training }),
  showError,
  onSectionUnavailable,
};
const lesson = createLesson(page, client, onSectionUnavailable);
createPad(page);
createCode(page);
createRecognition(page);
createLikelihood(page);
createMonteCarlo(page, client, follow);
createMap(page);
const { trainFromScratch } = createTraining(page);
createFiles(page, () => void withOwnData((ownData) => ownData.show()));
createEngineChoice(page);
createShare(page, { follow, settle: () => writer.soon() });
createFrame(page, { onLanguage: switchLanguage, onTheme: switchTheme });
const story = createStory(page, { follow, trainFromScratch, engine: client });

store.subscribe(map.follow);
store.subscribe(preview.follow);
store.subscribe((state, changed) => {
  if (changed.has('pixels') || changed.has('label') || (changed.has('model') && state.progress?.state !== 'running'))
    digitTerms.refresh();
  else if (changed.has('progress') && state.progress?.state === 'running') digitTerms.follow();
});

/** Images with names of classes are no digits. */
const areImages = () => Boolean(store.get().digits?.labelNames);
store.subscribe(async (_, changed) => {
  if (!changed.has('digits')) return;
  const wanted = areImages();
  // The texts about images are not among those of the first screen.
  if (wanted) await inTime(loadDeferredTexts()).catch(() => {});
  if (areImages() !== wanted) return;
  showImages(wanted);
  applyTexts(document);
});

/** @param {string} wanted */
async function speak(wanted) {
  const language = await setLanguage(wanted).catch((error) => showError(networkError(error)));
  if (!language) return;
  document.documentElement.lang = language;
  document.title = t('page.title');
  find(document, 'meta[name="description"]').setAttribute('content', t('page.description'));
  applyTexts(document);
  store.set({ language });
}

/** @param {string} language */
function switchLanguage(language) {
  saveLanguage(language);
  speak(language);
}

function switchTheme() {
  const theme = store.get().scheme === 'dark' ? 'light' : 'dark';
  saveTheme(theme);
  applyTheme(theme);
}

/** @param {'light' | 'dark' | null} theme */
function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  colors.value = readColors();
  // The system's theme may have changed while the page's did not.
  store.set({ theme, scheme: theme ?? (darkness.matches ? 'dark' : 'light') });
}

/** Paper is white in either theme: canvases must be redrawn before printing. @param {boolean} isPrinting */
function paint(isPrinting) {
  if (isPrinting) {
    colors.value = readColors(true);
    store.set({ scheme: 'paper' });
  } else applyTheme(store.get().theme);
  drawNow();
}

function listen() {
  client.addEventListener('progress', (event) => training.onProgress(/** @type {CustomEvent} */ (event).detail));
  client.addEventListener('scatter', (event) => training.onScatter(/** @type {CustomEvent} */ (event).detail));
  client.addEventListener('restarted', (event) => {
    const { error, info, instead } = /** @type {CustomEvent} */ (event).detail;
    store.set({ engine: info });
    if (instead === undefined) training.onRestarted(error);
    else void training.onModelDropped(error, instead).then(() => instead ?? files.loadShippedWeights());
  });
  client.addEventListener('snapshotFailed', (event) =>
    training.onNotKept(/** @type {CustomEvent} */ (event).detail.error),
  );
  client.addEventListener('interrupted', (event) => showError(/** @type {CustomEvent} */ (event).detail.error));
  client.addEventListener('failed', (event) => fail(/** @type {CustomEvent} */ (event).detail.error));
  // Paper is light: a browser that prints reports a change of the system's theme.
  darkness.addEventListener('change', () => store.get().scheme !== 'paper' && applyTheme(store.get().theme));
  listenToPrinting(paint);
  // Writes pending data: pagehide is the last event of a page, and too late to wait for the engine; a
  // hidden tab may not receive it. beforeunload fires before the next page is fetched, which leaves time.
  const flush = () => {
    writer.flush();
    void snapshots.flush();
  };
  for (const name of ['beforeunload', 'pagehide']) window.addEventListener(name, flush);
  window.addEventListener('pagehide', kept.leave);
  window.addEventListener('pageshow', (event) => event.persisted && kept.comeBack());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
}

/** @param {unknown} error */
function fail(error) {
  endBootNotice(document);
  store.set({ engine: null, notice: { kind: 'error', key: 'notice.failed', params: { message: messageOf(error) } } });
}

/**
 * The page does not request a failed module again; a reload restores its state from the URL and the snapshot.
 * @param {unknown} error
 */
function onSectionUnavailable(error) {
  store.set({
    notice: {
      kind: 'error',
      key: 'notice.section',
      params: { message: messageOf(networkError(error)) },
      action: { key: 'notice.reload', run: () => window.location.reload() },
    },
  });
}

/**
 * A section that is fetched when it comes near the viewport.
 * @param {string} selector
 * @param {() => Promise<void>} begin
 */
const section = (selector, begin) => beginWhenNear(find(document, selector), begin, onSectionUnavailable);

/** Loaded when files are chosen or dropped. @type {Promise<ReturnType<typeof import('./features/own-data/own-data.js').startOwnData>> | undefined} */
let ownData;
/** @param {(ownData: ReturnType<typeof import('./features/own-data/own-data.js').startOwnData>) => void} use */
function withOwnData(use) {
  ownData ??= loadDeferredTexts()
    .then(() => import('./features/own-data/own-data.js'))
    .then(({ startOwnData }) => startOwnData(page));
  return inTime(ownData).then(use, onSectionUnavailable);
}

/** The walks, loaded when they come near the viewport or a digit is saved for them. @type {Promise<{keep: (slot: number) => void}> | undefined} */
let walks;
const openExplore = () =>
  (walks ??= loadDeferredTexts()
    .then(() => import('./features/explore/explore.js'))
    .then(({ startExplore }) => startExplore(page, client)));
/** @param {number} slot */
async function keep(slot) {
  await inTime(openExplore()).then((opened) => opened.keep(slot), onSectionUnavailable);
}

async function start() {
  const found = snapshots.find(location.hash),
    hasFonts = fontsLoaded(document);
  await speak(firstLanguage(link.values.lang, navigator.languages));
  applyTheme(link.values.theme ?? savedTheme());
  files.prefetch();
  code.refresh();
  drawNow();
  // Without its texts and fonts everything would move when they arrive (base.css).
  void hasFonts.then(() => {
    document.body.dataset.filled = '';
  });
  story.begin();
  listen();
  const fetchArticle = section('#article', async () =>
    (await import('./features/article/article.js')).startArticle({ store, colors: page.colors, follow }, client),
  );
  // Not during development, where files change under the same name.
  const offline = import.meta.env.PROD ? startOffline(window) : null;
  try {
    engines.adopt(await client.ready);
    endBootNotice(document);
  } catch (error) {
    return fail(error);
  }
  const snapshot = await found;
  const isBack = snapshot !== null && (await snapshots.restore(snapshot));
  const values = isBack ? restOfLink(link.values, store.get().progress?.step ?? 0) : link.values;
  await links.begin({ ...link, values }, refused);
  snapshots.arm();
  writer.arm();
  await inTime(loadDeferredTexts()).then(() => applyTexts(document), onSectionUnavailable);
  section('#explore', async () => void (await openExplore()));
  // The map shows the digits saved for them.
  if (store.get().explore.kept.some(Boolean)) void openExplore().catch(onSectionUnavailable);
  section('#compare', async () => (await import('./features/compare/compare.js')).startCompare(sectionContext));
  void import('./features/tips/tips.js').then(({ startTips }) => startTips(page)).catch(() => {});
  section('#lab', async () => (await import('./features/fvbn/fvbn.js')).startFvbn(sectionContext, client));
  offline?.keep(import.meta.url);
  // Printing from the top of the page must include the article.
  whenIdle(fetchArticle, () => store.get().progress?.state === 'running');
}

/** @type {import('./page-context.js').SectionContext} */
const sectionContext = {
  store,
  colors: () => colors.value,
  async openEngine() {
    const source = await present(store, 'digitsSource');
    const engine = createClient(engines.besides());
    engines.follow(engine);
    await engine.ready;
    return { engine, digits: await engine.loadDigits(source) };
  },
  fetchWeights,
  fetchClassifier,
};

const links = createLinkActions(store, {
  code,
  training,
  engines,
  files,
  fetchWeights,
  speak,
  paint: applyTheme,
  goTo: (place, signal) => void lesson.arrived().then(() => goTo(document, place, signal)),
  painted,
  canFuse: isFusing,
  showError,
});

/**
 * Follows a link within the page or a new URL, one after the other.
 * @param {ReturnType<typeof parseLink>} wanted
 * @returns {Promise<void>}  when it has been applied
 */
function follow(wanted) {
  const signal = untilReturn();
  following = following.then(() => links.apply(wanted, signal)).then(writer.soon, showError);
  return following;
}
let following = start();
