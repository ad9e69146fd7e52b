/** Wiring only: the engine's client, the one state and its actions, and the instruments. */
import { canFuse } from './engine/can-fuse.js';
import { createClient } from './engine/client.js';
import { applyTexts } from './i18n/apply-texts.js';
import { setLanguage, t } from './i18n/translate.js';
import { createFrame } from './instruments/frame.js';
import { createLesson } from './instruments/lesson.js';
import { createMap } from './instruments/map.js';
import { createRenderer } from './instruments/page.js';
import { createSpine } from './instruments/spine.js';
import { createTrain } from './instruments/train.js';
import { messageOf } from './lib/message-of.js';
import { followActivations } from './state/activation-actions.js';
import { createCodeActions } from './state/code-actions.js';
import { createEngineActions } from './state/engine-actions.js';
import { createFileActions, fetchBytes } from './state/file-actions.js';
import { createMapActions } from './state/map-actions.js';
import { createNatsActions } from './state/nats-actions.js';
import { startOffline } from './state/offline.js';
import { createPageState } from './state/page-state.js';
import { createPinActions } from './state/pin-actions.js';
import { hashWithLanguage, languageInHash, saveTheme, savedEngineChoice, savedTheme } from './state/preferences.js';
import { createStore } from './state/store.js';
import { createTrainingActions } from './state/training-actions.js';
import { readColors } from './views/colors.js';
import { find } from './views/dom.js';
import { download } from './views/files-view.js';
import { createHoverLinks } from './views/hover-links.js';
import { createSectionsView } from './views/sections-view.js';
import { whenNear } from './views/when-near.js';

const WEIGHTS = new URL('../weights/vae-2d.safetensors', import.meta.url);
/** Those that this site has, by path. @type {Record<string, string>} */
const SHIPPED = import.meta.glob(['../weights/{vae-2d,ae-2d,fvbn,made,classifier}.safetensors'], { query: '?url', import: 'default', eager: true });
const DIGITS = new URL('../build/data/digits.bin.gz', import.meta.url);

const engineChoice = savedEngineChoice(canFuse());
const client = createClient(engineChoice);
Object.assign(window, { latentpad: client });

const store = createStore({ ...createPageState(), engineChoice });
/** @param {unknown} error */
const complain = (error) => store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: messageOf(error) } } });
const code = createCodeActions(store, client, complain);
const nats = createNatsActions(store, client);
const map = createMapActions(store, client, { decode: code.decode, complain });
const engines = createEngineActions(store, client, complain);
const training = createTrainingActions(store, client, { encode: code.encode, complain });
const files = createFileActions(store, client, { weightsUrl: WEIGHTS, digitsUrl: DIGITS, training, download });

followActivations(store, client, complain);
createHoverLinks(document);
createSectionsView(find(document, '#sections'));

const darkness = window.matchMedia('(prefers-color-scheme: dark)');
let colors = readColors();

/** @type {import('./instruments/page.js').Page} */
const page = { store, colors: () => colors, code, training, files, engines, map, pins: createPinActions(store), complain };
const renderer = createRenderer(store, [
  ...createSpine(page),
  ...createMap(page),
  ...createTrain(page),
  ...createLesson(page, client),
  ...createFrame(page, { onLanguage: switchLanguage, onTheme: switchTheme }),
]);

store.subscribe(map.follow);
store.subscribe((state, changed) => {
  if (changed.has('pixels') || (changed.has('model') && state.progress?.state !== 'running')) nats.rest();
  else if (changed.has('progress') && state.progress?.state === 'running') nats.follow();
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
  renderer.refresh('theme');
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
  renderer.render();
  listen();
  whenNear(find(document, '#article'), async () => (await import('./instruments/article.js')).startArticle({ store }));
  // Not while developing, where files change under the same name.
  const offline = import.meta.env.PROD ? startOffline(window) : null;
  try {
    engines.adopt(await client.ready);
  } catch (error) {
    return fail(messageOf(error));
  }
  await files.loadShippedWeights();
  await files.loadShippedDigits();
  whenNear(find(document, '#compare'), async () => (await import('./instruments/compare.js')).startCompare(below));
  whenNear(find(document, '#lab'), async () => (await import('./instruments/lab.js')).startLab(below));
  offline?.keep(import.meta.url);
}

/** @type {import('./instruments/page.js').Below} */
const below = {
  store,
  colors: () => colors,
  async openEngine() {
    const engine = createClient(engines.besides());
    engines.follow(engine);
    await engine.ready;
    const { digitsSource } = store.get();
    if (!digitsSource) throw new Error(t('map.loading'));
    const { labels } = await engine.loadDigits(digitsSource);
    return { engine, labels };
  },
  async fetchWeights(name) {
    const url = SHIPPED[`../weights/${name}.safetensors`];
    return url ? fetchBytes(url) : null;
  },
};

void start();
