/** The story: chapters beside a stage that shows what each is about, and the switch to the workbench. */
import { CHAPTERS } from '../../core/state/view-state.js';
import { saveView } from '../../core/state/preferences.js';
import { createReadingView } from '../../core/reading/reading-view.js';
import { createTaskActions } from '../../core/reading/task-actions.js';
import { comparisonOf } from '../../core/reading/task-comparison.js';
import { createTaskMeasures } from '../../core/reading/task-measures.js';
import { hasClosedForm, hasLearnedPrior, isConditional } from '../../core/model/model-kind.js';
import { parseLink } from '../../core/link/link.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { createChapterView } from './chapter-view.js';
import { createFan } from './fan.js';
import { createStageView } from './stage-view.js';
import { createPresenter } from './presenter.js';
import { SHIPPED, STATES, onShipped } from './story-links.js';

/** @typedef {import('../../core/state/view-state.js').Chapter} Chapter */

/** Chapters whose stage does not show the page's own model, or is about its training. @type {readonly Chapter[]} */
const ANY_MODEL = ['train', 'compare', 'fvbn'];

/** Tasks about the codes of a VAE with two of them. */
const ABOUT_CODES = ['spiral', 'sure', 'thrice', 'far'];

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors'>} page
 * @param {object} parts
 * @param {(link: ReturnType<typeof parseLink>) => Promise<void>} parts.follow
 * @param {() => unknown} parts.trainFromScratch
 * @param {Parameters<typeof createTaskMeasures>[1]} parts.engine   of the page's model
 */
export function createStory({ store, colors }, { follow, trainFromScratch, engine }) {
  const { state } = store;
  const root = find(document, '#story');
  /** The model that a task has created. @type {unknown} */
  let ofTask = null;
  /** What a task has drawn, over the user's drawing. @type {unknown} */
  let drawnByTask = null;
  /** Whether the reader scrolls, so that the text is there already. */
  let isScrolling = false;
  /** The chapter that the stage was set for; null in the workbench. */
  let entered = store.get().view === 'story' ? store.get().chapter : null;

  const tasks = createTaskActions(store, follow, createTaskMeasures(store, engine), {
    isBeside: true,
    onModel: (config) => {
      ofTask = config;
    },
  });
  const isOfTask = () => ofTask !== null && store.get().model?.config === ofTask;
  const chapters = createChapterView(root, {
    onRead(index) {
      isScrolling = true;
      if (store.get().chapter !== CHAPTERS[index]) store.set({ chapter: CHAPTERS[index] });
      isScrolling = false;
    },
  });
  const reading = createReadingView(root, 'story', {
    onShow: tasks.show,
    async onRun(task, href, control) {
      const { values } = parseLink(href),
        own = store.get().drawing;
      await tasks.run(task, isAboutShipped(task.name) ? onShipped(href) : href, control);
      const { drawing } = store.get();
      if ((values.draw || values.digit !== undefined) && drawing.before === own) drawnByTask = drawing;
      if (tasks.isDone(task.name)) stage.showRan(task.name);
    },
    onWords: tasks.translate,
    isDone: tasks.isDone,
    stripOf: tasks.stripOf,
    onWritten: () => chapters.written(store.get().chapter),
  });
  const stage = createStageView(document);
  const fan = createFan(document, store, engine);
  const train = /** @type {HTMLButtonElement} */ (byTestId(root, 'story-train'));
  train.addEventListener('click', async () => {
    // Not with the digits, β or epochs of a task.
    if (isOfTask()) await follow(parseLink(SHIPPED));
    await trainFromScratch();
  });

  /** A task about the shipped model cannot be run on a model of another kind. @param {string} name */
  function isAboutShipped(name) {
    const { config } = store.get().model ?? {};
    const isAlike =
      config !== undefined
      && hasClosedForm(config)
      && !hasLearnedPrior(config)
      && config.latentDim === 2
      && !isConditional(config);
    return ABOUT_CODES.includes(name) && !isAlike;
  }

  store.subscribe(({ view, chapter }, changed) => {
    if (!changed.has('view') && !changed.has('chapter')) return;
    const now = view === 'story' ? chapter : null;
    if (now === entered) return;
    entered = now;
    if (now === null) return;
    if (!isScrolling) chapters.show(CHAPTERS.indexOf(now));
    const { drawing } = store.get();
    if (drawing === drawnByTask && drawing.before) store.set({ drawing: drawing.before, probe: null });
    const isLeft = isOfTask() && !ANY_MODEL.includes(now);
    void follow(parseLink(isLeft ? onShipped(STATES[now]) : STATES[now]));
  });
  /** @param {number} by */
  function turn(by) {
    const chapter = CHAPTERS[CHAPTERS.indexOf(store.get().chapter) + by];
    if (chapter) store.set({ chapter });
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
    store.set({ view, usualView: view, presenting: false });
    if (view === 'bench') window.scrollTo({ top: 0, behavior: 'instant' });
  });

  watch(() => stage.update({ view: state.view, chapter: state.chapter, presenting: state.presenting }));
  watch(() => chapters.update({ view: state.view, chapter: state.chapter, presenting: state.presenting }));
  watch(() => {
    train.disabled = !state.model || !state.digits;
  });
  watch(() => fan.update({ colors: colors() }));

  // Before the first paint.
  stage.update(store.get());

  return {
    /** The page's language is known: from now on fetches the text. */
    begin: () =>
      void watch(() => {
        if (state.view === 'story')
          reading.update({
            language: state.language,
            task: state.task,
            comparison: comparisonOf(state),
            colors: colors(),
          });
      }),
  };
}
