import { PIXELS, SIDE, thresholdAtHalf } from '../../core/pictures/digit-image.js';
import { helpOf } from '../../core/texts/message-of.js';
import { latest } from '../../core/state/latest.js';
import { createSectionState } from '../../core/state/section-state.js';

/**
 * @typedef {import('../../core/state/section-state.js').FvbnShare['kind']} FvbnKind
 * @typedef {{pixels: Float32Array, probabilities: Float32Array}} ConditionalSample   probabilities: p(x_i = 1 | x_<i)
 *
 * @typedef {import('../../core/state/section-state.js').FvbnShare & OwnState} FvbnState
 * @typedef {object} OwnState
 * @property {'closed' | 'opening' | 'ready'} phase
 * @property {'shipped' | 'fresh' | null} origin
 * @property {import('../../engine/messages.js').Progress | null} progress
 * @property {ConditionalSample | null} sample         the complete sample that is being displayed
 * @property {Float32Array | null} digit        the drawn digit, 0 or 1
 * @property {ConditionalSample[]} completions
 * @property {{digit: Float32Array, probabilities: Float32Array, logLikelihood: number} | null} surprisal
 * @property {import('../../core/texts/message-of.js').Message} failure
 *
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'loadModel' | 'createModel' | 'play' | 'pause' | 'addEventListener'> & Painter} FvbnEngine
 *
 * @typedef {object} Painter
 * @property {(question: {given: Float32Array, seed: number, index: number}) => Promise<ConditionalSample>} sampleGiven
 * @property {(question: {pixels: Float32Array}) => Promise<{probabilities: Float32Array, logLikelihood: number}>} conditionals
 */

const COMPLETIONS = 4;
const REST_MS = 200;
/** Refresh interval of the results during training. */
const TRAINING_MS = 2500;
const CONFIG = {
  fvbn: { model: 'fvbn', hidden: [], latentDim: 0 },
  made: { model: 'made', hidden: [500], latentDim: 0 },
};

/** @returns {FvbnState} */
export function createFvbnState() {
  return {
    ...createSectionState().lab,
    phase: 'closed',
    origin: null,
    progress: null,
    sample: null,
    digit: null,
    completions: [],
    surprisal: null,
    failure: '',
  };
}

/**
 * Functions of an FVBN that a VAE lacks: sampling pixel by pixel, completion, and the exact log p(x).
 * @param {import('../../core/state/store.js').Store<FvbnState>} store
 * @param {object} page
 * @param {() => Promise<{engine: FvbnEngine}>} page.openEngine
 * @param {(name: string) => Promise<ArrayBuffer | null>} page.fetchWeights
 */
export function createFvbnActions(store, { openEngine, fetchWeights }) {
  /** @type {FvbnEngine | null} */
  let engine = null;
  /** The engine once it has the selected model; null before. @type {FvbnEngine | null} */
  let ready = null;
  /** The training step of the weights that produced the displayed sample. */
  let paintedStep = 0;
  /** Number of models requested so far: answers about an earlier one are discarded. */
  let turn = 0;

  /** @param {() => Promise<Partial<FvbnState>>} ask @param {() => boolean} [isWanted]  whether the answer is still needed */
  async function show(ask, isWanted = () => true) {
    const mine = turn;
    const patch = await ask().then(
      (found) => ({ ...found, failure: '' }),
      (error) => ({ failure: helpOf(error) }),
    );
    if (mine === turn && isWanted()) store.set(patch);
  }

  const sample = latest(async () => {
    const sampler = ready;
    if (!sampler) return;
    paintedStep = store.get().progress?.step ?? 0;
    await show(async () => ({
      sample: await sampler.sampleGiven({ given: new Float32Array(0), seed: store.get().seed, index: 0 }),
    }));
  });

  const answers = latest(async () => {
    const sampler = ready;
    if (!sampler) return;
    const { digit, rows, completionSeed } = store.get();
    if (!digit) return store.set({ completions: [], surprisal: null });
    const isStill = () => store.get().digit === digit;
    await show(async () => ({ surprisal: { digit, ...(await sampler.conditionals({ pixels: digit })) } }), isStill);
    const given = digit.slice(0, Math.min(PIXELS, rows * SIDE));
    await show(
      async () => ({
        completions: await Promise.all(
          Array.from({ length: COMPLETIONS }, (_, index) =>
            sampler.sampleGiven({ given, seed: completionSeed, index }),
          ),
        ),
      }),
      isStill,
    );
  });
  const rest = () => void answers.request({ restMs: REST_MS });

  /** @param {FvbnKind} kind */
  async function take(kind) {
    if (!engine) return;
    const sampler = engine,
      mine = ++turn;
    ready = null;
    store.set({ kind, progress: null });
    await show(async () => {
      const bytes = await fetchWeights(kind);
      if (mine !== turn) return {};
      if (bytes) await sampler.loadModel({ bytes });
      else
        await sampler.createModel({
          config: /** @type {any} */ ({ ...CONFIG[kind], activation: 'relu' }),
          training: { seed: 1 },
        });
      return { origin: bytes ? 'shipped' : 'fresh' };
    });
    if (mine !== turn || store.get().failure) return;
    ready = sampler;
    await sample.request();
    await answers.request();
  }

  /** @param {import('../../engine/messages.js').Progress} progress */
  function onProgress(progress) {
    store.set({ progress });
    if (!ready || progress.step === 0) return;
    void answers.request({ everyMs: progress.state === 'running' ? TRAINING_MS : 0 });
    // Not during training: the sampling animation is in progress.
    if (progress.state !== 'running' && progress.step !== paintedStep) void sample.request();
  }

  return {
    async start() {
      if (store.get().phase !== 'closed') return;
      store.set({ phase: 'opening' });
      try {
        ({ engine } = await openEngine());
      } catch (error) {
        return store.set({ failure: helpOf(error) });
      }
      engine.addEventListener('progress', (event) => onProgress(/** @type {CustomEvent} */ (event).detail));
      await take(store.get().kind);
      store.set({ phase: 'ready' });
    },
    /** @param {FvbnKind} kind */
    choose: (kind) => take(kind),
    sampleAgain() {
      store.set({ seed: store.get().seed + 1 });
      void sample.request();
    },
    completeAgain() {
      store.set({ completionSeed: store.get().completionSeed + 1 });
      void answers.request();
    },
    /**
     * Applies changes of state that do not come from the methods above. @param {ReadonlySet<keyof
     * import('../../core/state/section-state.js').FvbnShare>} changed
     */
    follow(changed) {
      if (changed.has('kind')) return void take(store.get().kind);
      if (changed.has('seed')) void sample.request();
      if (changed.has('rows') || changed.has('completionSeed')) rest();
    },
    /** @param {number} rows */
    setRows(rows) {
      store.set({ rows });
      rest();
    },
    /** @param {Float32Array | null} pixels  what is drawn */
    setDigit(pixels) {
      store.set({ digit: pixels && thresholdAtHalf(pixels) });
      rest();
    },
    async toggleTraining() {
      if (!ready) return;
      const trainer = ready;
      await show(async () => ({
        progress: await (store.get().progress?.state === 'running' ? trainer.pause() : trainer.play()),
      }));
    },
  };
}
