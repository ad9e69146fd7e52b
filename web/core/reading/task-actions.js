import { afterDrawing } from '../dom/once-a-frame.js';
import { leavePlace, showPlace } from '../dom/places.js';
import { hasKeys, parseLink } from '../link/link.js';
import { runName } from '../model/run-name.js';
import { takeGhost } from '../state/ghost.js';
import { t } from '../texts/translate.js';

/**
 * The links of a text, and its tasks: predict, run, compare.
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {import('../state/page-state.js').Task} Task
 * @typedef {ReturnType<typeof parseLink>} Link
 */

/**
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {(link: Link) => Promise<void>} follow   resolves once the link is applied
 * @param {ReturnType<typeof import('./task-measures.js').createTaskMeasures>} measures
 * @param {object} [text]
 * @param {boolean} [text.isBeside]   whether what the links change is seen beside the text, so that one stays there
 * @param {(config: unknown) => void} [text.onModel]   a task has created a model
 */
export function createTaskActions(store, follow, measures, { isBeside = false, onModel } = {}) {
  /** Tasks whose run has ended once: their outcome is known. @type {Map<string, {strip: import('./task-measures.js').NoiseStrip | null}>} */
  const done = new Map();
  /** The number of runs: only the last one is shown. */
  let last = 0;

  /** Resolves to whether the run has ended by its own rule, and its end was measured; false if another model replaced it. */
  const runEnds = () =>
    new Promise((/** @type {(hasEnded: boolean) => void} */ resolve) => {
      const { config } = store.get().model ?? {};
      const look = () => {
        const { model, progress, heldOutCurve } = store.get();
        const measured = heldOutCurve.step.at(-1) ?? progress?.step;
        const isReplaced = model?.config !== config,
          hasEnded =
            progress?.state === 'diverged'
            || (progress?.state === 'paused' && progress.stopped !== null && measured === progress.step);
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

  /**
   * Follows a link of a task.
   * @param {Link} link
   * @param {(config: unknown) => void} onApplied   gets the configuration of the model, before its run has ended
   * @returns {Promise<boolean>}   once its run has ended: false if it has not by its own rule
   */
  async function ends(link, onApplied) {
    const { weights } = link.values;
    const before = store.get().model?.config;
    await follow(link);
    const config = store.get().model?.config;
    if (weights === 'fresh') {
      // A model that was refused leaves the one before it, and its progress.
      if (config === before) return false;
      onModel?.(config);
    }
    onApplied(config);
    return trains(link) ? runEnds() : true;
  }

  return {
    /** Whether the task's outcome is known. @param {string} name */
    isDone: (name) => done.has(name),
    /** The reconstructions that the task has made. @param {string} name */
    stripOf: (name) => done.get(name)?.strip ?? null,

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
     * Runs a task, after the run that it is compared with; its outcome is shown when the run has ended.
     * @param {import('./reading-view.js').Prediction} task
     * @param {string} href
     * @param {string} [controlHref]   of the control run
     */
    async run(task, href, controlHref) {
      const mine = ++last;
      // Another text may have started a task meanwhile.
      const isCurrent = () => mine === last && store.get().task?.name === task.name;
      const link = parseLink(href),
        control = controlHref ? parseLink(controlHref) : null;
      const { at } = link.values,
        isAway = !isBeside && at !== undefined;
      store.set({ task: { ...task, state: 'running', isAway, part: null, outcome: null }, ghost: null });
      if (isAway) leavePlace(`run-${task.name}`, at);

      /** @param {1 | 2} number */
      const begin = (number) => {
        const { model } = store.get();
        if (model && control && trains(control) && isCurrent())
          change({ part: { number, name: runName(model.config, model.training, t) } });
      };
      /** @type {Omit<import('../state/ghost.js').Ghost, 'replacedBy'> | null} */
      let ghost = null;
      if (control) {
        const hasEnded = await ends(control, () => begin(1));
        if (!isCurrent()) return;
        if (!hasEnded) return store.set({ task: null });
        const run = takeGhost(store.get()),
          outcome = await measures.outcomeOf(link.values);
        ghost = run && { ...run, task: task.name, outcome };
      }
      // One is there already.
      const own = control ? { ...link, values: { ...link.values, at: undefined } } : link;
      const hasEnded = await ends(own, (replacedBy) => {
        store.set({ ghost: ghost && { ...ghost, replacedBy } });
        begin(2);
      });
      if (!isCurrent()) return;
      if (!hasEnded) return store.set({ task: null });
      const outcome = await measures.outcomeOf(link.values),
        strip = await measures.noiseStripOf(link.values);
      done.set(task.name, { strip });
      if (isCurrent()) change({ state: 'done', outcome });
    },

    /** The words of a task in another language. @param {Pick<Task, 'label' | 'said' | 'right'>} words */
    translate: (words) => change(words),

    /** Returns to the task in the text. */
    goBack() {
      const { task } = store.get();
      if (!task) return;
      change({ isAway: false });
      store.set({ view: 'bench' });
      afterDrawing(() => showPlace(`run-${task.name}`));
    },
    dismiss: () => change({ isAway: false }),
    /** Back has shown a place. @param {string} place */
    returned(place) {
      if (place === `run-${store.get().task?.name}`) change({ isAway: false });
    },
  };
}

/** Whether the link starts a run. @param {Link} link */
const trains = ({ values }) => Boolean(values.play) || values.steps !== undefined;
