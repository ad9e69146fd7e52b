import { leavePlace, showPlace } from '../dom/places.js';
import { hasKeys, parseLink } from '../link/link.js';
import { takeGhost } from '../state/ghost.js';

/**
 * The links of a text, and its tasks: predict, run, compare.
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {import('../state/page-state.js').Task} Task
 * @typedef {ReturnType<typeof parseLink>} Link
 */

/**
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {(link: Link) => Promise<void>} follow   resolves once the link is applied
 * @param {object} [text]
 * @param {boolean} [text.isBeside]   whether what the links change is seen beside the text, so that one stays there
 * @param {(config: unknown) => void} [text.onModel]   a task has created a model
 */
export function createTaskActions(store, follow, { isBeside = false, onModel } = {}) {
  /** Tasks whose run has ended once: their outcome is known. @type {Set<string>} */
  const done = new Set();
  /** The number of runs: only the last one is shown. */
  let last = 0;

  /** Resolves to whether the run has ended by its own rule; false if another model replaced it. */
  const runEnds = () =>
    new Promise((/** @type {(hasEnded: boolean) => void} */ resolve) => {
      const { config } = store.get().model ?? {};
      const look = () => {
        const { model, progress } = store.get();
        const isReplaced = model?.config !== config,
          hasEnded = progress?.state === 'diverged' || (progress?.state === 'paused' && progress.stopped !== null);
        if (!isReplaced && !hasEnded) return;
        stop();
        resolve(!isReplaced);
      };
      const stop = store.subscribe(look);
      look();
    });

  /** @param {Partial<Task>} patch */
  const change = (patch) => {
    const { task } = store.get();
    if (task) store.set({ task: { ...task, ...patch } });
  };

  return {
    /** Whether the task's outcome is known. @param {string} name */
    isDone: (name) => done.has(name),

    /**
     * Follows a link of the text; Back returns to it.
     * @param {string} place  data-testid of the link
     * @param {string} href
     * @returns {boolean}     false if it is not a link to a state of the page
     */
    show(place, href) {
      if (!hasKeys(href)) return false;
      const link = parseLink(href);
      if (!isBeside) leavePlace(place, link.values.at ?? 'masthead');
      void follow(link);
      return true;
    },

    /**
     * Runs a task; its outcome is shown when the run has ended.
     * @param {Omit<Task, 'state' | 'isAway'>} task
     * @param {string} href
     */
    async run(task, href) {
      const mine = ++last;
      const link = parseLink(href);
      store.set({ task: { ...task, state: 'running', isAway: !isBeside } });
      if (!isBeside) leavePlace(`run-${task.name}`, link.values.at ?? 'masthead');
      const before = store.get().model?.config,
        ghost = takeGhost(store.get());
      await follow(link);
      // A model that was refused leaves the one before it, and its progress.
      const isRefused = link.values.weights === 'fresh' && store.get().model?.config === before;
      if (link.values.weights === 'fresh' && !isRefused) {
        const replacedBy = store.get().model?.config;
        store.set({ ghost: ghost && { ...ghost, task: task.name, replacedBy } });
        onModel?.(replacedBy);
      }
      const trains = link.values.play || link.values.steps !== undefined;
      const hasEnded = !isRefused && (!trains || (await runEnds()));
      // Another text may have started a task meanwhile.
      if (mine !== last || store.get().task?.name !== task.name) return;
      if (!hasEnded) return store.set({ task: null });
      done.add(task.name);
      change({ state: 'done' });
    },

    /** The words of a task in another language. @param {Pick<Task, 'label' | 'said' | 'right'>} words */
    translate: (words) => change(words),

    /** Returns to the task in the text. */
    goBack() {
      const { task } = store.get();
      if (!task) return;
      change({ isAway: false });
      store.set({ view: 'bench' });
      requestAnimationFrame(() => showPlace(`run-${task.name}`));
    },
    dismiss: () => change({ isAway: false }),
    /** Back has shown a place. @param {string} place */
    returned(place) {
      if (place === `run-${store.get().task?.name}`) change({ isAway: false });
    },
  };
}
