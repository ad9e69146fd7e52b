import { basisOf, movedTo } from '../../core/scatter/basis.js';
import { latest } from '../../core/state/latest.js';
import { hasCode } from '../../core/model/model-kind.js';
import { shownZ } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 */

/**
 * Decodes the point under the pointer as a preview, or the code of the held-out digit whose mark is there. No other part of the page depends on it.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 */
export function createPreviewActions(store, decoder) {
  /** The latest point, in the plane. @type {{across: number, up: number, digit: number | null} | null} */
  let place = null;

  /** The z to decode, and for a conditional model its label. @param {Readonly<PageState>} state @param {number} latentDim */
  function wanted(state, latentDim) {
    const { label, decodeAs, digits, scatter } = state;
    const { across, up, digit } = /** @type {NonNullable<typeof place>} */ (place);
    if (digit !== null && digits && scatter?.latentDim === latentDim && digit < scatter.mu.length / latentDim) {
      return {
        z: scatter.mu.slice(digit * latentDim, (digit + 1) * latentDim),
        as: decodeAs ?? digits.labels[digit],
        digit,
      };
    }
    const z = movedTo(basisOf(state, latentDim), shownZ(state) ?? new Float32Array(latentDim), across, up);
    return { z, as: decodeAs ?? label, digit: null };
  }

  const decoded = latest(async () => {
    const state = store.get(),
      { model } = state;
    if (!place || !model || !hasCode(model.config)) return;
    const { z, as, digit } = wanted(state, model.config.latentDim);
    // A failed preview is not reported: a press on the same point reports the failure.
    const pixels = await decoder.decodeBatch(z, as).catch(() => null);
    if (pixels && place && store.get().model?.config === model.config) store.set({ preview: { z, pixels, digit } });
  });

  function end() {
    place = null;
    store.set({ preview: null });
  }

  return {
    /** @param {number} across @param {number} up @param {number | null} [digit]  the index of the digit whose mark is there */
    at(across, up, digit = null) {
      place = { across, up, digit };
      void decoded.request();
    },
    end,
    /** @param {Readonly<PageState>} state @param {ReadonlySet<keyof PageState>} changed */
    follow({ model, preview }, changed) {
      if (changed.has('model') && preview && preview.z.length !== model?.config.latentDim) return end();
      if (place && ['progress', 'label', 'decodeAs'].some((key) => changed.has(/** @type {keyof PageState} */ (key))))
        void decoded.request();
    },
  };
}
