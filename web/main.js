/** Wiring only: the engine's client, the one state and its actions, and the instruments. */
import digitsSha256 from 'virtual:digits-digest';
import { takeWorker } from './engine/early-worker.js';
import { canFuse } from './engine/can-fuse.js';
import { createClient } from './engine/client.js';
import { applyTexts } from './i18n/apply-texts.js';
import { readRest, setLanguage, t } from './i18n/translate.js';
import { createFrame } from './instruments/frame.js';
import { createLesson } from './instruments/lesson.js';
import { createMap } from './instruments/map.js';
import { createRenderer } from './instruments/page.js';
import { createShare } from './instruments/share.js';
import { createSpine } from './instruments/spine.js';
import { createTrain } from './instruments/train.js';
import { inTime } from './lib/in-time.js';
import { helpOf, messageOf, networkError } from './lib/message-of.js';
import { DIGITS, WEIGHTS, addressOfWeights } from './shipped.js';
import { followActivations } from './state/activation-actions.js';
import { createCodeActions } from './state/code-actions.js';
import { createEngineActions } from './state/engine-actions.js';
import { createFileActions, fetchBytes } from './state/file-actions.js';
import { createMapActions } from './state/map-actions.js';
import { createNatsActions } from './state/nats-actions.js';
import { withNotices } from './state/notices.js';
import { startOffline } from './state/offline.js';
import { createPageState } from './state/page-state.js';
import { createPictureActions } from './state/picture-actions.js';
import { createPinActions } from './state/pin-actions.js';
import { createPreviewActions } from './state/preview-actions.js';
import { createLinkWriter, parseLink } from './state/link.js';
import { createLinkActions, engineOf, patchOf } from './state/link-actions.js';
import { restOfLink } from './state/link-run.js';
import { firstLanguage, saveLanguage, saveTheme, savedEngineChoice, savedTheme } from './state/preferences.js';
import { followRun } from './state/run-record.js';
import { createSnapshotActions } from './state/snapshot-actions.js';
import { createSnapshotStore } from './state/snapshot-store.js';
import { createStore, present } from './state/store.js';
import { createTrainingActions } from './state/training-actions.js';
import { createUndoActions } from './state/undo-actions.js';
import { followUsual } from './state/usual-actions.js';
import { endBootNotice } from './views/boot-notice.js';
import { readColors } from './views/colors.js';
import { find } from './views/dom.js';
import { download } from './views/files-view.js';
import { createHoverLinks } from './views/hover-links.js';
import { goTo } from './views/links.js';
import { drawNow } from './views/once-a-frame.js';
import { painted } from './views/painted.js';
import { createPictureButtons } from './views/picture-buttons.js';
import { listenToPrinting } from './views/printing.js';
import { createSectionsView } from './views/sections-view.js';
import { beginWhenNear, whenIdle } from './views/when-near.js';

const isFusing = canFuse();
/** What the page was opened with; what it says of the state is there from the first paint. */
const link = parseLink(location.hash);
const { choice: engineChoice, refused } = engineOf(link.values, savedEngineChoice(isFusing), isFusing);
const client = createClient({ ...engineChoice, createWorker: takeWorker });
Object.assign(window, { latentpad: client });

const first = createPageState();
const store = withNotices(createStore({ ...first, engineChoice, ...patchOf(link.values, first) }));
/** @param {unknown} error @param {string} [about]  the command, whose next success answers it */
const complain = (error, about) => store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: helpOf(error) }, ...(about ? { about } : {}) } });
const code = createCodeActions(store, client, complain);
const nats = createNatsActions(store, client);
const map = createMapActions(store, client, { decode: code.decode, complain });
const preview = createPreviewActions(store, client);
const engines = createEngineActions(store, client, complain);
const training = createTrainingActions(store, client, { encode: code.encode, complain });
const pictures = createPictureActions(store, { refresh: code.refresh });
const files = createFileActions(store, client, { weightsUrl: WEIGHTS, digitsUrl: DIGITS, digitsSha256, addressOfWeights, training, download, openPicture: pictures.open });

followActivations(store, client, complain);
followUsual(store, client);
const hoverLinks = createHoverLinks(document, (linked) => store.set({ linked }));
createPictureButtons(document, { colors: () => colors, onFailed: complain });
const kept = createSnapshotStore();
const snapshots = createSnapshotActions(store, { kept, keeper: client, training, files });
const writer = createLinkWriter(store, window, kept.noteLink);
followRun(store);

const darkness = window.matchMedia('(prefers-color-scheme: dark)');
let colors = readColors();

/** @type {import('./instruments/page.js').Page} */
const page = { store, colors: () => colors, code, pictures, training, files, engines, map, preview, pins: createPinActions(store), onSymbol: hoverLinks.point, keep, ...createUndoActions(store, { keeper: client, training }), complain, missPart };
const lesson = createLesson(page, client, missPart);
const renderer = createRenderer(store, [
  ...createSpine(page),
  ...createMap(page),
  ...createTrain(page),
  ...lesson.parts,
  ...createFrame(page, { onLanguage: switchLanguage, onTheme: switchTheme }),
  ...createShare(page, { follow, settle: () => writer.soon() }),
  { keys: ['hiddenPanels'], update: createSectionsView(find(document, '#sections')).update },
]);

store.subscribe(map.follow);
store.subscribe(preview.follow);
store.subscribe((state, changed) => {
  if (changed.has('pixels') || changed.has('label') || (changed.has('model') && state.progress?.state !== 'running')) nats.rest();
  else if (changed.has('progress') && state.progress?.state === 'running') nats.follow();
});

/** @param {string} wanted */
async function speak(wanted) {
  const language = await setLanguage(wanted).catch((error) => complain(networkError(error)));
  if (!language) return;
  document.documentElement.lang = language;
  find(document, 'meta[name="description"]').setAttribute('content', t('page.description'));
  applyTexts(document);
  store.set({ language });
}

function switchLanguage() {
  const language = store.get().language === 'ko' ? 'en' : 'ko';
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
  colors = readColors();
  // The system's theme may have changed while ours did not.
  store.set({ theme, scheme: theme ?? (darkness.matches ? 'dark' : 'light') });
}

/** Paper is white in either theme, and what is drawn must be so before it is printed. @param {boolean} isPrinting */
function paint(isPrinting) {
  if (isPrinting) {
    colors = readColors(true);
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
  client.addEventListener('notKept', (event) => training.onNotKept(/** @type {CustomEvent} */ (event).detail.error));
  client.addEventListener('interrupted', (event) => complain(/** @type {CustomEvent} */ (event).detail.error));
  client.addEventListener('failed', (event) => fail(/** @type {CustomEvent} */ (event).detail.error));
  // Paper is light: a browser that prints says that the system's theme has changed.
  darkness.addEventListener('change', () => store.get().scheme !== 'paper' && applyTheme(store.get().theme));
  listenToPrinting(paint);
  // What may be about to go is written: pagehide is the last word of a page, and comes too late to wait for the engine; a
  // hidden tab may not get to say it. Before a page is left, its next one is still to be fetched, which leaves time.
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
 * A module that did not come is not asked for again by the page as it is; the address and what is kept bring all else back.
 * @param {unknown} error
 */
function missPart(error) {
  store.set({ notice: {
    kind: 'error', key: 'notice.section', params: { message: messageOf(networkError(error)) }, action: { key: 'notice.reload', run: () => window.location.reload() },
  } });
}

/**
 * A part of the page that is fetched when it comes near.
 * @param {string} selector
 * @param {() => Promise<void>} begin
 */
const section = (selector, begin) => beginWhenNear(find(document, selector), begin, missPart);

/** The walks, when one comes near or keeps a digit for them. @type {Promise<{keep: (slot: number) => void}> | undefined} */
let walks;
const openWalks = () => (walks ??= readRest().then(() => import('./instruments/explore.js')).then(({ startExplore }) => startExplore(page, client)));
/** @param {number} slot */
async function keep(slot) {
  await inTime(openWalks()).then((opened) => opened.keep(slot), missPart);
}

async function start() {
  const found = snapshots.find(location.hash);
  await speak(firstLanguage(link.values.lang, navigator.languages));
  applyTheme(link.values.theme ?? savedTheme());
  files.prefetch();
  code.refresh();
  renderer.render();
  listen();
  const fetchArticle = section('#article', async () => (await import('./instruments/article.js')).startArticle({ store }));
  // Not while developing, where files change under the same name.
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
  await inTime(readRest()).then(() => applyTexts(document), missPart);
  section('#explore', async () => void (await openWalks()));
  // The map shows what is kept for them.
  if (store.get().explore.kept.some(Boolean)) void openWalks().catch(missPart);
  section('#compare', async () => (await import('./instruments/compare.js')).startCompare(below));
  void import('./instruments/tips.js').then(({ startTips }) => startTips(page)).catch(() => {});
  section('#lab', async () => (await import('./instruments/lab.js')).startLab(below));
  offline?.keep(import.meta.url);
  // A page that is printed from its top has the article as well.
  whenIdle(fetchArticle, () => store.get().progress?.state === 'running');
}

/** @type {import('./instruments/page.js').Below} */
const below = {
  store,
  colors: () => colors,
  async openEngine() {
    const source = await present(store, 'digitsSource');
    const engine = createClient(engines.besides());
    engines.follow(engine);
    await engine.ready;
    const { labels } = await engine.loadDigits(source);
    return { engine, labels };
  },
  async fetchWeights(name) {
    const url = addressOfWeights(name);
    return url ? fetchBytes(url) : null;
  },
};

const links = createLinkActions(store, {
  code, training, engines, files, fetchWeights: below.fetchWeights, speak, paint: applyTheme, goTo: (place) => void lesson.arrived().then(() => goTo(document, place)), painted, canFuse: isFusing, complain,
});

/** A link within the page, or another address typed into it: one after the other. @param {ReturnType<typeof parseLink>} wanted */
function follow(wanted) {
  following = following.then(() => links.apply(wanted)).then(writer.soon, complain);
}
let following = start();
