import { digitFromBytes } from '../pictures/digit-image.js';
import { reparameterize, standardNormal } from '../model/gaussian.js';
import { hasSpread, isConditional } from '../model/model-kind.js';

/**
 * What is measured of a run once it has ended, for a task's comparison.
 * @typedef {object} Outcome
 * @property {number | null} negativeElbo   of the held-out digits; null for a model without that bound
 * @property {{samples: number, bound: number} | null} weighted   their importance-weighted −L_k, for a task about it
 * @property {string} checksum              of the weights
 *
 * @typedef {object} NoiseStrip             held-out digits, reconstructed from codes with more or less noise
 * @property {Float32Array[]} digits
 * @property {import('../pictures/digit-image.js').ImageSize} size   of each
 * @property {{scale: number, pictures: Float32Array[], error: number}[]} rows   error: the mean over all held-out digits, in nats
 *
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {import('../link/link-table.js').LinkValues} LinkValues
 */

/** Of the noise in the pictures. */
const SEED = 1;

/**
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'importanceBound' | 'reconstructionAt' | 'encodeHeldOut' | 'decodeBatch'>} engine
 */
export function createTaskMeasures(store, engine) {
  /**
   * @param {import('../../engine/messages.js').Digits} digits
   * @param {number} scale   of the noise, beside the usual
   * @returns {Promise<NoiseStrip>}
   */
  async function noiseStrip(digits, scale) {
    const { labels, width, height } = digits,
      count = width * height;
    const chosen = [...new Set(labels)].sort().map((label) => labels.indexOf(label));
    const { latentDim, mu, logVar } = await engine.encodeHeldOut();
    const epsilon = standardNormal(chosen.length * latentDim, SEED);
    const rows = [];
    for (const factor of [1, scale]) {
      const z = new Float32Array(epsilon.length);
      chosen.forEach((digit, i) => {
        const of = (/** @type {Float32Array} */ codes, at = digit) =>
          codes.subarray(at * latentDim, (at + 1) * latentDim);
        z.set(reparameterize(of(mu), of(logVar), of(epsilon, i), factor), i * latentDim);
      });
      const painted = await engine.decodeBatch(z);
      rows.push({
        scale: factor,
        pictures: chosen.map((_, i) => painted.subarray(i * count, (i + 1) * count)),
        error: await engine.reconstructionAt({ sigmaScale: factor }),
      });
    }
    return { digits: chosen.map((index) => digitFromBytes(digits, index)), size: { width, height }, rows };
  }

  return {
    /**
     * Of the current run, which has ended.
     * @param {LinkValues} values   of the task's link
     * @returns {Promise<Outcome>}
     */
    async outcomeOf({ objective, k = 1 }) {
      const { model, progress, heldOutCurve } = store.get();
      const weighted = objective === 'iwae' ? await engine.importanceBound({ samples: k }).catch(() => null) : null;
      return {
        negativeElbo: model && hasSpread(model.config) ? (heldOutCurve.negativeElbo.at(-1) ?? null) : null,
        weighted: weighted === null ? null : { samples: k, bound: weighted },
        checksum: progress?.checksum ?? '',
      };
    },

    /**
     * One held-out digit of each label, reconstructed with the usual noise and with the link's; null if the link sets no
     * other.
     * @param {LinkValues} values
     * @returns {Promise<NoiseStrip | null>}
     */
    async noiseStripOf({ scale = 1 }) {
      const { model, digits } = store.get();
      if (scale === 1 || !model || !digits || !hasSpread(model.config) || isConditional(model.config)) return null;
      return noiseStrip(digits, scale).catch(() => null);
    },
  };
}
