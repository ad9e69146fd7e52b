/** The story: chapters beside a stage that shows what each is about, and the switch to the workbench. */
import { CHAPTERS } from '../../core/state/view-state.js';
import { saveView } from '../../core/state/preferences.js';
import { createReadingView } from '../../core/reading/reading-view.js';
import { createTaskActions } from '../../core/reading/task-actions.js';
import { linkToShipped } from '../../core/link/link-targets.js';
import { parseLink } from '../../core/link/link.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { LANGUAGES } from '../../languages/languages.js';
import { createChapterView } from './chapter-view.js';
import { createFan } from './fan.js';
import { createStageView } from './stage-view.js';
import { createPresenter } from './presenter.js';
import { STATES } from './story-links.js';

/** @typedef {import('../../core/state/view-state.js').Chapter} Chapter */

/** Chapters whose stage does not show the page's own model, or is about its training. @type {readonly Chapter[]} */
const ANY_MODEL = ['train', 'compare', 'fvbn'];

/** @param {string} language */
const loadText = (language) =>
  /** @type {NonNullable<typeof LANGUAGES.en.story>} */ (LANGUAGES[language]?.story ?? LANGUAGES.en.story)();

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors'>} page
 * @param {object} parts
 * @param {(link: ReturnType<typeof parseLink>) => Promise<void>} parts.follow
 * @param {() => unknown} parts.trainFromScratch
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} parts.decoder
 */
export function createStory({ store, colors }, { follow, trainFromScratch, decoder }) {
  const { state } = store;
  const root = find(document, '#story');
  /** The model that a task has created. @type {unknown} */
  let ofTask = null;

  const tasks = createTaskActions(store, follow, { isBeside: true });
  const chapters = createChapterView(root, { onRead: (index) => enter(CHAPTERS[index]) });
  const reading = createReadingView(
    root,
    { name: 'story', load: loadText },
    {
      onShow: tasks.show,
      async onRun(task, href) {
        await tasks.run(task, href);
        if (href.includes('weights=fresh')) ofTask = store.get().model?.config;
        showRan(task.name);
      },
      onWords: tasks.translate,
      isDone: tasks.isDone,
      onWritten: () => chapters.written(store.get().chapter),
    },
  );
  const stage = createStageView(document);
  const fan = createFan(root.ownerDocument, store, decoder);
  const train = /** @type {HTMLButtonElement} */ (byTestId(root, 'story-train'));
  train.addEventListener('click', trainFromScratch);

  /** What a task is about is hidden until it has been run. @param {string} name */
  function showRan(name) {
    const ran = new Set((document.documentElement.dataset.ran ?? '').split(' ').filter(Boolean));
    document.documentElement.dataset.ran = [...ran.add(name)].join(' ');
  }

  /** The reader has come to a chapter: it sets what its text is about. @param {Chapter} chapter */
  function enter(chapter) {
    if (store.get().chapter === chapter) return;
    store.set({ chapter });
    const isOfTask = ofTask !== null && store.get().model?.config === ofTask && !ANY_MODEL.includes(chapter);
    void follow(parseLink(STATES[chapter]));
    if (isOfTask) void follow(parseLink(linkToShipped({})));
  }
  /** @param {number} by */
  function turn(by) {
    const index = CHAPTERS.indexOf(store.get().chapter) + by;
    if (!CHAPTERS[index]) return;
    enter(CHAPTERS[index]);
    chapters.show(index);
  }
  byTestId(root, 'story-previous').addEventListener('click', () => turn(-1));
  byTestId(root, 'story-next').addEventListener('click', () => turn(1));

  createPresenter(document, {
    isStory: () => store.get().view === 'story',
    isPresenting: () => store.get().presenting,
    onPresent: (presenting) => store.set({ presenting }),
    onTurn: turn,
  });

  byTestId(document, 'view-switch').addEventListener('click', () => {
    const view = store.get().view === 'story' ? 'bench' : 'story';
    saveView(view);
    store.set({ view, presenting: false });
    window.scrollTo({ top: 0, behavior: 'instant' });
  });

  watch(() => stage.update({ view: state.view, chapter: state.chapter, presenting: state.presenting }));
  watch(() => {
    if (state.view === 'story') reading.update({ language: state.language, task: state.task });
  });
  watch(() => chapters.update({ view: state.view, chapter: state.chapter, presenting: state.presenting }));
  watch(() => {
    train.disabled = !state.model || !state.digits;
  });
  watch(() => fan.update({ colors: colors() }));

  return {
    /** Shows the view before the first paint. */
    begin: () => stage.update(store.get()),
  };
}
