import { COMPARED_MODELS } from './compare-rows.js';
import { DIGIT_SIZE, isSameSize } from '../../core/pictures/digit-image.js';
import { helpOf } from '../../core/texts/message-of.js';
import { hasCode, hasDensity } from '../../core/model/model-kind.js';
import { pace } from './pace.js';
import { epochOf, stepOf } from './compare-state.js';
import { createContenderActions } from './compared-model.js';

/**
 * @typedef {import('./compare-state.js').CompareState} CompareState
 * @typedef {import('./compare-state.js').ContenderName} ContenderName
 */

/** For models without shipped weights. */
const FIRST_SEED = 1;

/** @param {ContenderName} name */
const weightsOf = (name) => (hasCode({ model: name }) ? `${name}-2d` : name);

/** Nothing has kept its codes near N(0, I). @param {ContenderName} name */
const isWithoutPrior = (name) => hasCode({ model: name }) && !hasDensity({ model: name });

/** The others do not wait for this model. @param {import('./compare-state.js').ComparedModel} model */
const isOut = ({ failure, progress }) => failure !== '' || progress?.state === 'diverged';

/**
 * Trains three models on the same digits side by side and measures them; each is created or loaded from shipped weights.
 * @param {import('../../core/state/store.js').Store<CompareState>} store
 * @param {object} page
 * @param {() => Promise<{engine: import('./compared-model.js').ContenderEngine, digits: import('../../engine/messages.js').Digits}>} page.openEngine
 *   an engine of its own, with the page's digits
 * @param {(name: string) => Promise<ArrayBuffer | null>} page.fetchWeights   null if the page ships none
 * @param {() => Promise<ArrayBuffer | null>} page.fetchClassifier   null if the page ships none
 * @param {() => number} [page.atOnce]   so many train at a time
 */
export function createCompareActions(store, { openEngine, fetchWeights, fetchClassifier, atOnce = () => Infinity }) {
  /** @type {Partial<Record<ContenderName, ReturnType<typeof createContenderActions>>>} */
  const models = {};
  /** Whether a link can no longer reproduce these runs. */
  let isModified = false;
  /** Whether all are being paused, and whether the slower ones are training up to the furthest. */
  let isPausing = false,
    isCatchingUp = false;
  /** Links are applied one after the other. */
  let following = Promise.resolve();

  const everyone = () => COMPARED_MODELS.flatMap((name) => models[name] ?? []);

  /** @param {ContenderName} name */
  async function open(name) {
    /** @param {Partial<import('./compare-state.js').ComparedModel>} patch */
    const set = (patch) => store.set({ [name]: { ...store.get()[name], ...patch } });
    const { seed } = store.get();
    try {
      let weights = seed === null ? fetchWeights(weightsOf(name)) : null;
      // Handled below; without its shipped weights the model can still be trained from scratch.
      weights?.catch(() => {});
      const { engine, digits } = await openEngine();
      if (!isSameSize(digits, DIGIT_SIZE)) weights = null;
      models[name] = createContenderActions(name, engine, {
        get: () => store.get()[name],
        set,
        sampleSeed: () => store.get().sampleSeed,
        density: () => (isWithoutPrior(name) ? store.get().density : 'normal'),
        classifier: () => fetchClassifier().catch(() => null),
        onMoved: keepPace,
      });
      store.set({ labels: digits.labels });
      await models[name].take(weights, seed ?? FIRST_SEED);
    } catch (error) {
      set({ failure: helpOf(error) });
    }
  }

  /** The faster models wait for the slowest, so that all are compared at the same epoch. */
  function keepPace() {
    const state = store.get(),
      { goal } = state;
    if (!state.playing || isPausing) return;
    const racing = COMPARED_MODELS.filter((name) => models[name]);
    const runners = racing.map((name) => ({
      epoch: epochOf(state[name]),
      running: state[name].progress?.state === 'running',
      out: isOut(state[name]) || (goal !== null && stepOf(state[name]) >= goal.steps),
    }));
    if (runners.every(({ out }) => out)) return rest();
    pace(runners, atOnce()).forEach((order, i) => {
      const runner = models[racing[i]];
      if (order === 'wait') void runner?.pause();
      if (order === 'go') void runner?.play(goal?.steps ?? null);
    });
  }

  function rest() {
    isCatchingUp = false;
    store.set({ playing: false, goal: null });
  }

  /** @param {CompareState['goal']} [goal] */
  async function play(goal = null) {
    store.set({ playing: true, goal });
    await Promise.all(everyone().map((compared) => compared.play(goal?.steps ?? null)));
  }

  async function halt() {
    isPausing = true;
    await Promise.all(everyone().map((compared) => compared.pause()));
    isPausing = false;
  }

  /**
   * The slower models continue to the step of the furthest, so that the three runs are compared, and can be reproduced, at
   * one step. A second call pauses all.
   */
  async function pause() {
    const wasCatchingUp = isCatchingUp;
    await halt();
    const state = store.get();
    // The models may have been reset meanwhile.
    if (!state.playing) return;
    const steps = COMPARED_MODELS.filter((name) => models[name] && !isOut(state[name])).map((name) =>
      stepOf(state[name]),
    );
    if (wasCatchingUp || new Set(steps).size < 2) return rest();
    isCatchingUp = true;
    await play({ seed: state.seed, steps: Math.max(...steps) });
  }

  /** @param {number | null} seed   null: the shipped weights */
  async function takeAll(seed) {
    store.set({ playing: false, seed });
    await Promise.all(
      COMPARED_MODELS.map((name) =>
        models[name]?.take(seed === null ? fetchWeights(weightsOf(name)) : null, seed ?? FIRST_SEED),
      ),
    );
    setModified(false);
  }

  async function resetAll() {
    store.set({ playing: false });
    await Promise.all(everyone().map((compared) => compared.reset()));
    setModified(false);
  }

  /** Trains to the step in a link. A run that is past it, or that no link can reproduce, is restarted. @param {CompareState['goal']} goal */
  async function reach(goal) {
    if (!goal || store.get().phase !== 'ready') return;
    await halt();
    if (goal.seed !== store.get().seed) await takeAll(goal.seed);
    else if (isModified || COMPARED_MODELS.some((name) => stepOf(store.get()[name]) > goal.steps)) await resetAll();
    await play(goal);
  }

  const sample = () => Promise.all(everyone().map((compared) => compared.sample()));

  store.subscribe((_, changed) => {
    if (changed.has('density')) void models.ae?.changeDensity();
  });
  store.subscribe((state, changed) => {
    if (!changed.has('playing') && !COMPARED_MODELS.some((name) => changed.has(name))) return;
    isModified ||= COMPARED_MODELS.some((name) => state[name].progress?.state === 'diverged');
    store.set({ steps: stepsOf(state) });
  });

  /** @param {boolean} now */
  function setModified(now) {
    isModified = now;
    store.set({ steps: stepsOf(store.get()) });
  }

  /** The step of all models, or the slowest one's while they train. @param {Readonly<CompareState>} state */
  function stepsOf(state) {
    const steps = COMPARED_MODELS.map((name) => state[name])
        .filter(({ failure }) => failure === '')
        .map(stepOf),
      least = Math.min(...steps);
    return isModified || steps.length === 0 || (!state.playing && steps.some((step) => step > least)) ? null : least;
  }

  return {
    async start() {
      if (store.get().phase !== 'closed') return;
      const { goal } = store.get();
      store.set({ phase: 'opening', ...(goal ? { seed: goal.seed } : {}) });
      await Promise.all(COMPARED_MODELS.map(open));
      store.set({ phase: 'ready' });
      await reach(store.get().goal);
    },
    togglePlay: () => (store.get().playing ? pause() : play()),
    step: () => Promise.all(everyone().map((compared) => compared.step())),
    async reset() {
      rest();
      await resetAll();
    },
    /** Creates three new models from one seed. @param {number} seed */
    async fromScratch(seed) {
      rest();
      await takeAll(seed);
      await play();
    },
    /** Applies the changes from a link. @param {ReadonlySet<keyof import('../../core/state/section-state.js').CompareShare>} changed */
    follow(changed) {
      const { goal } = store.get();
      if (changed.has('goal')) following = following.then(() => reach(goal));
      if (changed.has('sampleSeed')) void sample();
    },
    /** For example when the engine is changed during a run. */
    markModified: () => setModified(isModified || COMPARED_MODELS.some((name) => stepOf(store.get()[name]) > 0)),
    /**
     * @param {Parameters<import('./compared-model.js').ContenderEngine['loadDigits']>[0]} source
     * @param {import('../../core/pictures/digit-image.js').ImageSize} size   of its images
     */
    async changeDigits(source, size) {
      rest();
      const seed = store.get().seed ?? FIRST_SEED;
      const [labels] = await Promise.all(everyone().map((compared) => compared.changeDigits(source, size, seed)));
      store.set({ labels: labels ?? null });
    },
    async otherSamples() {
      store.set({ sampleSeed: store.get().sampleSeed + 1 });
      await sample();
    },
  };
}
