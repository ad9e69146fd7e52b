import { isInUse } from '../../core/state/in-use.js';
import { thresholdAtHalf } from '../../core/pictures/digit-image.js';
import { stagesOf } from '../../core/model/lesson-stages.js';
import { helpOf } from '../../core/texts/message-of.js';
import { isOfGrey } from '../../core/model/likelihood.js';
import { hasCode, hasSpread, isConditional, isHierarchical } from '../../core/model/model-kind.js';
import { createSectionState } from '../../core/state/section-state.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../engine/messages.js').StepTrace} StepTrace
 * @typedef {import('../../core/model/lesson-stages.js').Stage} Stage
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'traceStep' | 'gradientNoise'>} Tracer
 *
 * @typedef {import('../../core/state/section-state.js').LessonShare & OwnState} LessonState
 * @typedef {object} OwnState
 * @property {boolean} playing        in slow motion
 * @property {StepTrace | null} trace
 * @property {Float32Array | null} pixels   those of the trace
 * @property {Float32Array} epsilon   that of the trace
 * @property {import('../../engine/measures.js').GradientNoise[] | null} noise   of the gradient of the trace's digit; null: not measured
 * @property {'' | 'blank' | 'noModel' | 'noCode' | 'severalLayers' | 'otherLikelihood' | 'training'} waitsFor   why there is no trace
 * @property {import('../../core/texts/message-of.js').Message} failure         the engine's error message; '' otherwise
 */

/** Duration of a stage in slow motion: the time to read its sentence and its numbers once. */
export const STAGE_MS = 6000;

/** Draws of epsilon for the noise of the gradient: enough for two digits of it. */
export const NOISE_DRAWS = 100;

/** @returns {LessonState} */
export const createLessonState = () => ({
  ...createSectionState().lesson,
  playing: false,
  trace: null,
  pixels: null,
  epsilon: new Float32Array(0),
  noise: null,
  waitsFor: '',
  failure: '',
});

/**
 * The noise of a training step on this digit: the noise shown in the pipeline.
 * @param {Readonly<PageState>} state
 */
function noiseOf(state) {
  const { code, atMean, epsilon, sigmaScale } = state;
  const count = code?.logVar.length ?? 0;
  if (atMean || epsilon.length !== count) return new Float32Array(count);
  return sigmaScale === 1 ? epsilon : epsilon.map((value) => sigmaScale * value);
}

/** @param {Readonly<PageState>} state @returns {LessonState['waitsFor']} */
function whyWait({ model, pixels, code, progress }) {
  if (!model) return 'noModel';
  if (!hasCode(model.config)) return 'noCode';
  if (isHierarchical(model.config)) return 'severalLayers';
  if (isOfGrey(model.config)) return 'otherLikelihood';
  if (progress?.state === 'running') return 'training';
  return pixels && code ? '' : 'blank';
}

/**
 * One training step on the drawn digit, stage by stage, with the displayed digit, noise and model.
 * @param {import('../../core/state/store.js').Store<LessonState>} store
 * @param {import('../../core/state/store.js').Store<PageState>} page
 * @param {Tracer} tracer
 */
export function createLessonActions(store, page, tracer) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** The trace whose noise is measured or has been. @type {StepTrace | null} */
  let measured = null;
  let measuring = new AbortController();

  /** Measures the noise of the gradient once its stage is shown; leaving it ends that. */
  async function measureNoise() {
    const { open, stage, trace: found, pixels } = store.get(),
      { model, label } = page.get();
    const isAsked = open && stage === 'gradients' && model !== null && hasSpread(model.config);
    const wanted = isAsked && pixels ? found : null;
    if (wanted === measured) return;
    measuring.abort();
    measuring = new AbortController();
    measured = wanted;
    if (!wanted || !model || !pixels) return;
    const { signal } = measuring;
    try {
      const noise = await tracer.gradientNoise({
        pixels,
        draws: NOISE_DRAWS,
        ...(isConditional(model.config) ? { label } : {}),
        signal,
      });
      if (store.get().trace === wanted) store.set({ noise });
    } catch (error) {
      if (!signal.aborted && isInUse(page.get(), model.config)) store.set({ failure: helpOf(error) });
    }
  }
  store.subscribe((_, changed) => {
    if (['open', 'stage', 'trace'].some((key) => changed.has(/** @type {keyof LessonState} */ (key))))
      void measureNoise();
  });

  const stages = () => stagesOf(page.get().model?.config.model ?? 'vae');

  async function trace() {
    if (!store.get().open) return;
    const { model, pixels } = page.get(),
      waitsFor = whyWait(page.get());
    // During training the last trace is retained; otherwise an outdated trace is removed.
    if (waitsFor === 'training') return store.set({ waitsFor });
    if (waitsFor || !model || !pixels) return store.set({ waitsFor, trace: null, noise: null, failure: '' });
    const shown = model.training.pixels === 'grey' ? pixels : thresholdAtHalf(pixels),
      epsilon = noiseOf(page.get());
    try {
      const found = await tracer.traceStep({
        pixels: shown,
        epsilon,
        ...(isConditional(model.config) ? { label: page.get().label } : {}),
      });
      // Discards outdated answers and answers about a removed model or digit.
      if (!found || page.get().model?.config !== model.config || !page.get().pixels) return;
      store.set({ trace: found, pixels: shown, epsilon, noise: null, waitsFor: '', failure: '' });
    } catch (error) {
      if (isInUse(page.get(), model.config))
        store.set({ trace: null, noise: null, waitsFor: '', failure: helpOf(error) });
    }
  }

  /** @param {number} by */
  function move(by) {
    const all = stages(),
      at = all.indexOf(store.get().stage);
    store.set({ stage: all[Math.min(all.length - 1, Math.max(0, at + by))] ?? store.get().stage });
  }

  function halt() {
    clearTimeout(timer);
    store.set({ playing: false });
  }

  function playOn() {
    timer = setTimeout(() => {
      move(1);
      if (store.get().stage === stages().at(-1)) halt();
      else playOn();
    }, STAGE_MS);
  }

  page.subscribe((state, changed) => {
    if (changed.has('model') && !stages().includes(store.get().stage)) store.set({ stage: stages()[0] ?? 'encode' });
    const causes = /** @type {(keyof PageState)[]} */ ([
      'code',
      'pixels',
      'epsilon',
      'atMean',
      'model',
      'progress',
      'sigmaScale',
      'label',
    ]);
    // Progress matters only when training starts or stops.
    const rests = whyWait(state) !== 'training';
    if (causes.some((key) => changed.has(key)) && (rests || store.get().waitsFor !== 'training')) void trace();
  });

  return {
    open() {
      store.set({ open: true });
      return trace();
    },
    close() {
      halt();
      store.set({ open: false });
    },
    /** @param {Stage} stage */
    go(stage) {
      halt();
      if (stages().includes(stage)) store.set({ stage });
    },
    next() {
      halt();
      move(1);
    },
    previous() {
      halt();
      move(-1);
    },
    togglePlay() {
      if (store.get().playing) return halt();
      if (store.get().stage === stages().at(-1)) move(-stages().length);
      store.set({ playing: true });
      playOn();
    },
    halt,
    /** Restarts the same step from its beginning. */
    again() {
      halt();
      move(-stages().length);
      return trace();
    },
    /** @param {boolean} mean */
    setMean: (mean) => store.set({ mean }),
  };
}
