import { latest } from '../../core/state/latest.js';
import { refused } from './compare-rows.js';
import { helpOf, messageOf } from '../../core/texts/message-of.js';
import { hasCode } from '../../core/model/model-kind.js';
import { QUALITY_SAMPLES, STRIP } from './compare-state.js';

/**
 * @typedef {import('./compare-state.js').ComparedModel} ComparedModel
 * @typedef {import('../../engine/messages.js').Progress} Progress
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'loadDigits' | 'loadModel' | 'createModel' | 'play' | 'pause' |
 *   'step' | 'reset' | 'encodeHeldOut' | 'addEventListener'> & Measurer} ContenderEngine
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
 * @param {() => Promise<ArrayBuffer | null>} world.classifier   null if none is shipped
 * @param {() => void} world.onMoved                              its epoch or state has changed
 */
export function createContenderActions(name, engine, { get, set, sampleSeed, classifier, onMoved }) {
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

  const sample = latest(async () => {
    await show(async () => ({ samples: await engine.samplePrior({ count: STRIP, seed: sampleSeed() }) }));
  });

  const evaluateSamples = latest(async () => {
    const classifierBytes = await classifier();
    if (!classifierBytes) return;
    const question = { classifier: classifierBytes, count: QUALITY_SAMPLES, seed: sampleSeed() };
    await show(
      async () => ({ quality: await engine.sampleQuality(question) }),
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
    /** Other samples, and their quality. */
    async sample() {
      await sample.request();
      await evaluateSamples.request();
    },
    /** Switches measurement and training to other digits. @param {Parameters<ContenderEngine['loadDigits']>[0]} source */
    async changeDigits(source) {
      set({
        progress: null,
        heldOut: null,
        scatter: null,
        metrics: null,
        quality: null,
        smoothness: null,
        failure: '',
      });
      const { labels } = await engine.loadDigits(source);
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
        const config = { model: name, ...FRESH, ...(isCoded ? {} : { hidden: [], latentDim: 0 }) };
        const info = bytes
          ? await engine.loadModel({ bytes })
          : await engine.createModel({ config: /** @type {any} */ (config), training: { ...TRAINING, seed } });
        set({
          info,
          origin: bytes ? 'shipped' : 'fresh',
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
