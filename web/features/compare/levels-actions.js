import { SHIPPED_MODELS } from '../../core/model/shipped-models.js';
import { linkToShipped } from '../../core/link/link-targets.js';
import { helpOf } from '../../core/texts/message-of.js';

/**
 * @typedef {object} LevelsState   of the table of shipped models
 * @property {boolean} isSampling
 * @property {Record<string, Float32Array>} samples    [image][pixel] by the name of the model
 * @property {Record<string, import('../../core/texts/message-of.js').Message>} failures
 *
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'loadModel' | 'samplePrior' | 'dispose'>} SamplingEngine
 */

/** Images of each model. */
export const LEVEL_SAMPLES = 12;

/** The shipped models whose likelihood has been measured, the best one last. */
export const LEVELS = SHIPPED_MODELS.filter(({ level }) => level).sort(
  (a, b) => Number(b.level?.nats) - Number(a.level?.nats),
);

/**
 * The link that starts from a shipped model. It states the kind of a named one too: a page without the file creates such a model.
 * @param {Pick<import('../../core/model/shipped-models.js').ShippedModel, 'name' | 'isNamed' | 'values'>} model
 */
export const linkToLevel = ({ name, isNamed, values: { model, latent } }) =>
  linkToShipped({
    ...(isNamed ? { weights: name } : {}),
    model: String(model),
    ...(latent === undefined ? {} : { latent }),
  });

/** @returns {LevelsState} */
export const createLevelsState = () => ({ isSampling: false, samples: {}, failures: {} });

/**
 * Samples of every shipped model with a density.
 * @param {import('../../core/state/store.js').Store<LevelsState>} store
 * @param {object} page
 * @param {() => Promise<{engine: SamplingEngine}>} page.openEngine   an engine of its own
 * @param {(name: string) => Promise<ArrayBuffer | null>} page.fetchWeights   null if the page ships none
 */
export function createLevelsActions(store, { openEngine, fetchWeights }) {
  let seed = 0;
  /** @param {SamplingEngine} engine @param {string} name */
  async function sample(engine, name) {
    const { samples, failures } = store.get();
    try {
      const bytes = await fetchWeights(name);
      if (!bytes) return;
      await engine.loadModel({ bytes });
      const images = await engine.samplePrior({ count: LEVEL_SAMPLES, seed });
      store.set({ samples: { ...samples, [name]: images } });
    } catch (error) {
      store.set({ failures: { ...failures, [name]: helpOf(error) } });
    }
  }

  return {
    /** Draws other samples with every call. One model after the other: the engine has the memory of one. */
    async sampleAll() {
      if (store.get().isSampling) return;
      store.set({ isSampling: true, failures: {} });
      seed += 1;
      try {
        const { engine } = await openEngine();
        try {
          for (const { name } of LEVELS) await sample(engine, name);
        } finally {
          engine.dispose();
        }
      } catch (error) {
        store.set({ failures: Object.fromEntries(LEVELS.map(({ name }) => [name, helpOf(error)])) });
      } finally {
        store.set({ isSampling: false });
      }
    },
  };
}
