import { basisOf, movedTo } from '../../core/scatter/basis.js';
import { latest } from '../../core/state/latest.js';
import { hasCode } from '../../core/model/model-kind.js';
import { shownZ } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 */

/**
 * Decodes the point under the pointer as a preview. No other part of the page depends on it.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 */
export function createPreviewActions(store, decoder) {
  /** The latest point, in the plane. @type {[number, number] | null} */
  let place = null;

  const decoded = latest(async () => {
    const state = store.get(),
      { model, label, decodeAs } = state;
    if (!place || !model || !hasCode(model.config)) return;
    const { latentDim } = model.config;
    const z = movedTo(basisOf(state, latentDim), shownZ(state) ?? new Float32Array(latentDim), ...place);
    // A failed preview is not reported: a press on the same point reports the failure.
    const pixels = await decoder.decodeBatch(z, decodeAs ?? label).catch(() => null);
    if (pixels && place && store.get().model?.config === model.config) store.set({ preview: { z, pixels } });
  });

  function end() {
    place = null;
    store.set({ preview: null });
  }

  return {
    /** @param {number} across @param {number} up */
    at(across, up) {
      place = [across, up];
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
