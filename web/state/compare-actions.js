import { CONTENDERS } from '../lib/compare-rows.js';
import { helpOf } from '../lib/message-of.js';
import { pace } from '../lib/pace.js';
import { epochOf } from './compare-state.js';
import { createContenderActions } from './contender.js';

/**
 * @typedef {import('./compare-state.js').CompareState} CompareState
 * @typedef {import('./compare-state.js').ContenderName} ContenderName
 */

/**
 * Three models on the same digits: made or fetched, trained side by side, measured.
 * @param {import('./store.js').Store<CompareState>} store
 * @param {object} page
 * @param {() => Promise<{engine: import('./contender.js').ContenderEngine, labels: Uint8Array}>} page.openEngine
 *   an engine of its own, with the page's digits
 * @param {(name: string) => Promise<ArrayBuffer | null>} page.fetchWeights   null where the page ships none
 */
export function createCompareActions(store, { openEngine, fetchWeights }) {
  /** @type {Partial<Record<ContenderName, ReturnType<typeof createContenderActions>>>} */
  const contenders = {};
  /** @type {Promise<ArrayBuffer | null> | undefined} */
  let classifier;

  const everyone = () => CONTENDERS.flatMap((name) => contenders[name] ?? []);

  /** @param {ContenderName} name */
  async function open(name) {
    /** @param {Partial<import('./compare-state.js').Contender>} patch */
    const set = (patch) => store.set({ [name]: { ...store.get()[name], ...patch } });
    try {
      const weights = fetchWeights(`${name === 'fvbn' ? name : `${name}-2d`}`);
      // Heard below; without its shipped weights it can still be trained from scratch.
      weights.catch(() => {});
      const { engine, labels } = await openEngine();
      contenders[name] = createContenderActions(name, engine, {
        get: () => store.get()[name],
        set,
        sampleSeed: () => store.get().sampleSeed,
        classifier: () => (classifier ??= fetchWeights('classifier').catch(() => null)),
        onMoved: keepPace,
      });
      store.set({ labels });
      await contenders[name].take(await weights, store.get().seed);
    } catch (error) {
      set({ failure: helpOf(error) });
    }
  }

  /** Those ahead wait for the slowest, so that what is compared is compared at the same epoch. */
  function keepPace() {
    const state = store.get();
    if (!state.playing) return;
    const racing = CONTENDERS.filter((name) => contenders[name]);
    const runners = racing.map((name) => ({
      epoch: epochOf(state[name]),
      running: state[name].progress?.state === 'running',
      out: state[name].failure !== '' || state[name].progress?.state === 'diverged',
    }));
    if (runners.every(({ out }) => out)) return store.set({ playing: false });
    pace(runners).forEach((order, i) => {
      const runner = contenders[racing[i]];
      if (order === 'wait') void runner?.pause();
      if (order === 'go') void runner?.play();
    });
  }

  async function pause() {
    store.set({ playing: false });
    await Promise.all(everyone().map((contender) => contender.pause()));
  }

  return {
    async start() {
      if (store.get().phase !== 'closed') return;
      store.set({ phase: 'opening' });
      await Promise.all(CONTENDERS.map(open));
      store.set({ phase: 'ready' });
    },
    async togglePlay() {
      if (store.get().playing) return pause();
      store.set({ playing: true });
      await Promise.all(everyone().map((contender) => contender.play()));
    },
    step: () => Promise.all(everyone().map((contender) => contender.step())),
    async reset() {
      store.set({ playing: false });
      await Promise.all(everyone().map((contender) => contender.reset()));
    },
    /** Three new models, from the same seed. @param {number} seed */
    async fromScratch(seed) {
      store.set({ playing: false, seed });
      await Promise.all(everyone().map((contender) => contender.take(null, seed)));
      store.set({ playing: true });
      await Promise.all(everyone().map((contender) => contender.play()));
    },
    /** @param {Parameters<import('./contender.js').ContenderEngine['loadDigits']>[0]} source */
    async changeDigits(source) {
      store.set({ playing: false });
      const [labels] = await Promise.all(everyone().map((contender) => contender.changeDigits(source)));
      store.set({ labels: labels ?? null });
    },
    async otherSamples() {
      store.set({ sampleSeed: store.get().sampleSeed + 1 });
      await Promise.all(everyone().map((contender) => contender.sample()));
    },
  };
}
