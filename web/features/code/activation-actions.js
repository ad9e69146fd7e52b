import { hasCode } from '../../core/model/model-kind.js';
import { latest } from '../../core/state/latest.js';
import { shownZ } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'activations'>} ActivationEngine
 */

/** While training runs, the pictures of the networks follow this often. */
const TRAINING_MS = 250;
/** What z and the encoder's layers depend on. @type {(keyof PageState)[]} */
const CAUSES = ['code', 'probe', 'atMean', 'epsilon', 'sigmaScale', 'label', 'decodeAs', 'model'];

/**
 * Keeps the layers' activations those of the digit and the z that are shown.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {ActivationEngine} engine
 * @param {(error: unknown) => void} showError
 */
export function followActivations(store, engine, showError) {
  const activations = latest(async () => {
    const { pixels, model, label, decodeAs } = store.get(), z = shownZ(store.get());
    if (!pixels || !model || !hasCode(model.config) || z?.length !== model.config.latentDim) return store.set({ activations: null });
    try {
      const answer = await engine.activations({ pixels, z, label, decodeLabel: decodeAs ?? label });
      // Overtaken, or about a drawing or a model that is gone.
      if (answer && store.get().pixels && store.get().model?.config === model.config) store.set({ activations: answer });
    } catch (error) {
      if (store.get().model?.config === model.config) showError(error);
    }
  });

  store.subscribe(({ progress }, changed) => {
    if (!CAUSES.some((key) => changed.has(key))) return;
    void activations.request({ everyMs: progress?.state === 'running' ? TRAINING_MS : 0 });
  });
}
