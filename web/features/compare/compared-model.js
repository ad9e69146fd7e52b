import { isSameSize } from '../../core/pictures/digit-image.js';
import { sizeOfConfig } from '../../core/model/config-size.js';
import { latest } from '../../core/state/latest.js';
import { refused } from './compare-rows.js';
import { helpOf, messageOf } from '../../core/texts/message-of.js';
import { hasCode, hasDensity } from '../../core/model/model-kind.js';
import { QUALITY_SAMPLES, STRIP, stepOf } from './compare-state.js';

/**
 * @typedef {import('./compare-state.js').ComparedModel} ComparedModel
 * @typedef {import('../../core/model/gaussian-mixture.js').Mixture} Mixture
 * @typedef {import('../../engine/messages.js').Progress} Progress
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'loadDigits' | 'loadModel' | 'createModel' | 'play' | 'pause' |
 *   'step' | 'reset' | 'encodeHeldOut' | 'encodeTraining' | 'decodeBatch' | 'classify' | 'addEventListener'> & Measurer} ContenderEngine
 *
 * @typedef {object} Measurer
 * @property {(question: {count: number, seed: number}) => Promise<Float32Array>} samplePrior
 * @property {() => Promise<Record<string, any>>} latentMetrics
 * @property {() => Promise<number>} unevenness
 * @property {(question: {classifier: ArrayBuffer, count: number, seed: number}) => Promise<Record<string, any>>} sampleQuality
 */

/** Refresh intervals of samples and measurements during training. */
const SAMPLES_MS = 1500,
  METRICS_MS = 5000;
/** During training a density is fitted again for each strip of samples: that takes at most this share of the time. */
const SAMPLES_SHARE = 0.25;
/** Not needed for samples from N(0, I). */
const fittedSamples = () => import('./fitted-samples.js');
const FRESH = { hidden: [128, 64, 32], latentDim: 2, activation: /** @type {const} */ ('relu') };
const TRAINING = { batchSize: 128, learningRate: 0.001, pixels: /** @type {const} */ ('binarized') };

/**
 * One model of the comparison, with its own engine.
 * @param {'ae' | 'vae' | 'fvbn'} name
 * @param {ContenderEngine} engine
 * @param {object} world
 * @param {() => ComparedModel} world.get
 * @param {(patch: Partial<ComparedModel>) => void} world.set
 * @param {() => number} world.sampleSeed
 * @param {() => import('../../core/state/section-state.js').CodeDensity} world.density   of the samples' codes
 * @param {() => Promise<ArrayBuffer | null>} world.classifier   null if none is shipped
 * @param {() => void} world.onMoved                              its epoch or state has changed
 */
export function createContenderActions(name, engine, { get, set, sampleSeed, density, classifier, onMoved }) {
  const isCoded = hasCode({ model: name });

  /**
   * Shows the answer to one request; an error does not affect the other results.
   * @param {() => Promise<Partial<ComparedModel>>} ask
   * @param {(failure: import('../../core/texts/message-of.js').Message) => Partial<ComparedModel>} [onRefused]
   */
  async function show(ask, onRefused = (failure) => ({ failure })) {
    const config = get().info?.config;
    const patch = await ask().catch((error) => onRefused(messageOf(error)));
    // Discards the answer if the model has been replaced.
    if (get().info?.config === config) set(patch);
  }

  /** The last fit, and that of which weights it is. @type {{density: string, config: unknown, step: number, mixture: Mixture} | null} */
  let fit = null;

  /** A density fitted to the codes of the present weights. @param {'gaussian' | 'mixture'} kind */
  async function fitted(kind) {
    const { fitDensity, FITTED_DIGITS } = await fittedSamples();
    const model = get(),
      config = model.info?.config;
    if (fit?.density === kind && fit.config === config && fit.step === stepOf(model)) return fit.mixture;
    const { step, ...codes } = await engine.encodeTraining({ count: FITTED_DIGITS });
    const mixture = await fitDensity(codes, kind);
    fit = { density: kind, config, step, mixture };
    return mixture;
  }

  /** Images decoded from codes of a fitted density. @param {'gaussian' | 'mixture'} kind @param {number} count @param {number} seed */
  async function decodedFrom(kind, count, seed) {
    const [{ sampleMixture }, mixture] = await Promise.all([fittedSamples(), fitted(kind)]);
    return { mixture, images: await engine.decodeBatch(sampleMixture(mixture, count, seed)) };
  }

  const sample = latest(
    async () => {
      const kind = density(),
        seed = sampleSeed();
      await show(async () => {
        if (kind === 'normal') return { samples: await engine.samplePrior({ count: STRIP, seed }), fitted: null };
        const { mixture, images } = await decodedFrom(kind, STRIP, seed);
        // Another may have been chosen meanwhile; its samples follow.
        return density() === kind ? { samples: images, fitted: mixture } : {};
      });
    },
    { maxShare: hasDensity({ model: name }) ? 1 : SAMPLES_SHARE },
  );

  /** @param {ArrayBuffer} classifierBytes @param {ReturnType<typeof density>} kind @param {number} seed */
  async function qualityOfSamples(classifierBytes, kind, seed) {
    if (kind === 'normal') return engine.sampleQuality({ classifier: classifierBytes, count: QUALITY_SAMPLES, seed });
    const { labelQuality, thresholded } = await fittedSamples();
    const { images } = await decodedFrom(kind, QUALITY_SAMPLES, seed);
    const labels = await engine.classify({ pixels: thresholded(images), classifier: classifierBytes });
    return labels && { ...labelQuality(labels), why: { nearestDistance: { key: 'compare.noNearest', params: {} } } };
  }

  const evaluateSamples = latest(async () => {
    const classifierBytes = await classifier();
    if (!classifierBytes) return;
    const kind = density(),
      seed = sampleSeed();
    await show(
      async () => {
        const quality = await qualityOfSamples(classifierBytes, kind, seed);
        return density() === kind && sampleSeed() === seed && quality ? { quality } : {};
      },
      (message) => ({ quality: refused('quality', message) }),
    );
  });

  const measure = latest(async () => {
    if (isCoded) {
      await show(
        async () => ({ metrics: await engine.latentMetrics() }),
        (message) => ({ metrics: refused('metrics', message) }),
      );
      await show(
        async () => ({ smoothness: await engine.unevenness() }),
        () => ({ smoothness: null }),
      );
    }
    await evaluateSamples.request();
  });

  async function look() {
    if (isCoded) await show(async () => ({ scatter: (await engine.encodeHeldOut()).mu }));
    await sample.request();
    await measure.request();
  }

  /** @param {Progress} progress */
  function onProgress(progress) {
    const { info } = get();
    set({
      progress,
      info:
        info && progress.checksum
          ? { ...info, checksum: progress.checksum, step: progress.step, epoch: progress.epoch }
          : info,
      ...(progress.heldOut ? { heldOut: progress.heldOut } : {}),
    });
    const running = progress.state === 'running';
    if (running) void sample.request({ everyMs: SAMPLES_MS });
    if (progress.heldOut) void measure.request({ everyMs: running ? METRICS_MS : 0 });
    onMoved();
  }

  engine.addEventListener('progress', (event) => onProgress(/** @type {CustomEvent} */ (event).detail));
  engine.addEventListener('scatter', (event) => {
    if (isCoded && get().info) set({ scatter: /** @type {CustomEvent} */ (event).detail.mu });
  });
  engine.addEventListener('restarted', () => {
    const { progress } = get();
    set({ progress: progress && { ...progress, state: 'paused', imagesPerSecond: 0 } });
    onMoved();
  });
  engine.addEventListener('failed', (event) =>
    set({ failure: helpOf(/** @type {CustomEvent} */ (event).detail.error) }),
  );

  /** @param {number} seed @returns {import('../../engine/calls.js').ModelSettings} */
  function newModel(seed) {
    const config = { model: name, ...FRESH, ...(isCoded ? {} : { hidden: [], latentDim: 0 }) };
    return { config: /** @type {any} */ (config), training: /** @type {any} */ ({ ...TRAINING, seed }) };
  }

  /** @param {() => Promise<Progress>} command */
  async function run(command) {
    try {
      const progress = await command();
      set({ failure: '' });
      onProgress(progress);
    } catch (error) {
      set({ failure: helpOf(error) });
    }
  }

  return {
    /** Other samples, and their quality; until it is known, that of the former ones is not shown beside them. */
    async sample() {
      set({ quality: null });
      await sample.request();
      await evaluateSamples.request();
    },
    /** Samples with codes of another density. */
    async changeDensity() {
      // A model that is still being loaded is sampled once it is there.
      if (!get().info) return;
      set({ samples: null, fitted: null });
      await this.sample();
    },
    /**
     * Switches measurement and training to other digits; images of another size need a new model.
     * @param {Parameters<ContenderEngine['loadDigits']>[0]} source
     * @param {import('../../core/pictures/digit-image.js').ImageSize} size
     * @param {number} seed   of a new model
     */
    async changeDigits(source, size, seed) {
      const { info: before } = get(),
        isFitting = !before || isSameSize(sizeOfConfig(before.config), size);
      fit = null;
      set({
        progress: null,
        heldOut: null,
        scatter: null,
        fitted: null,
        metrics: null,
        quality: null,
        smoothness: null,
        failure: '',
      });
      const { labels, model: info } = await engine.loadDigits(
        isFitting ? source : { ...source, model: newModel(seed) },
      );
      if (info) set({ info, origin: 'fresh' });
      await look();
      return labels;
    },
    /** @param {number | null} untilStep */
    play: (untilStep) => run(() => engine.play({ untilStep })),
    pause: () => run(() => engine.pause()),
    async step() {
      await run(() => engine.step());
      await sample.request();
    },
    async reset() {
      await run(() => engine.reset());
      await look();
    },
    /**
     * Loads the shipped weights, or creates a model from the seed if there are none.
     * @param {Promise<ArrayBuffer | null> | null} weights
     * @param {number} seed
     */
    async take(weights, seed) {
      try {
        const bytes = await weights;
        const info = bytes ? await engine.loadModel({ bytes }) : await engine.createModel(newModel(seed));
        set({
          info,
          origin: bytes ? 'shipped' : 'fresh',
          fitted: null,
          progress: null,
          heldOut: null,
          failure: '',
          metrics: null,
          quality: null,
          smoothness: null,
        });
        await look();
      } catch (error) {
        set({ failure: helpOf(error) });
      }
    },
  };
}
