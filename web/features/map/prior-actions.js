import { hasLearnedPrior } from '../../core/model/model-kind.js';
import { isInUse } from '../../core/state/in-use.js';
import { latest } from '../../core/state/latest.js';

/** Interval between requests during training, as that of the codes on the map, and their maximum share of the time. */
const EVERY_MS = 250,
  MAX_SHARE = 0.1;

/**
 * Asks for the learned prior of the page's model whenever its codes have changed: a step that moves the codes moves the prior.
 * @param {import('../../core/state/store.js').Store<import('../../core/state/page-state.js').PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'prior'>} engine
 * @param {(error: unknown) => void} showError
 */
export function followPrior(store, engine, showError) {
  /** Of the model that was asked for last. @type {object | null} */
  let config = null;

  const asked = latest(
    async () => {
      const { model } = store.get();
      if (!model || !hasLearnedPrior(model.config)) return;
      try {
        const prior = await engine.prior();
        // Discards the prior of a model that has been replaced meanwhile.
        if (store.get().model?.config === model.config) store.set({ prior });
      } catch (error) {
        if (isInUse(store.get(), model.config)) showError(error);
      }
    },
    { maxShare: MAX_SHARE },
  );

  store.subscribe(({ model, progress }, changed) => {
    const isReplaced = changed.has('model') && model?.config !== config;
    if (isReplaced) config = model?.config ?? null;
    if (!model || !hasLearnedPrior(model.config) || !(isReplaced || changed.has('scatter'))) return;
    void asked.request({ everyMs: progress?.state === 'running' ? EVERY_MS : 0 });
  });
}
