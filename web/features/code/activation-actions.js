import { isInUse } from '../../core/state/in-use.js';
import { hasCode } from '../../core/model/model-kind.js';
import { latest } from '../../core/state/latest.js';
import { shownZ } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'activations'>} ActivationEngine
 */

/** Refresh interval of the network diagrams during training. */
const TRAINING_MS = 250;
/** Inputs of z and of the encoder's layers. @type {(keyof PageState)[]} */
const CAUSES = ['code', 'probe', 'atMean', 'epsilon', 'sigmaScale', 'label', 'decodeAs', 'model'];

/**
 * Updates the layers' activations for the displayed digit and z.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {ActivationEngine} engine
 * @param {(error: unknown) => void} showError
 */
export function followActivations(store, engine, showError) {
  const activations = latest(async () => {
    const { pixels, model, label, decodeAs } = store.get(),
      z = shownZ(store.get());
    if (!pixels || !model || !hasCode(model.config) || z?.length !== model.config.latentDim)
      return store.set({ activations: null });
    try {
      const answer = await engine.activations({ pixels, z, label, decodeLabel: decodeAs ?? label });
      // Discards outdated answers and answers about a removed drawing or model.
      if (answer && store.get().pixels && store.get().model?.config === model.config)
        store.set({ activations: answer });
    } catch (error) {
      if (isInUse(store.get(), model.config)) showError(error);
    }
  });

  store.subscribe(({ progress }, changed) => {
    if (!CAUSES.some((key) => changed.has(key))) return;
    void activations.request({ everyMs: progress?.state === 'running' ? TRAINING_MS : 0 });
  });
}
