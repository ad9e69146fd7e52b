import { curveUntil } from '../lib/curve.js';
import { messageOf } from '../lib/message-of.js';

/**
 * One press makes a new model in the place of a run of hours. The run is held until the next one makes way.
 * @typedef {import('./page-state.js').PageState} PageState
 */

/** In epochs: what takes no longer to train again than to read of is not offered back. Until then nothing was measured. */
const WORTH = 0.5;

/**
 * @param {import('./store.js').Store<PageState>} store
 * @param {object} page
 * @param {Pick<import('../engine/client.js').EngineClient, 'modelToKeep' | 'restoreModel'>} page.keeper
 * @param {Pick<ReturnType<typeof import('./training-actions.js').createTrainingActions>, 'restore' | 'onProgress'>} page.training
 */
export function createUndoActions(store, { keeper, training }) {
  /** The run as it is, to come back later; null where there is little to lose. @returns {Promise<(() => Promise<void>) | null>} */
  async function holdRun() {
    const { progress, model } = store.get();
    if (!model || (progress?.epoch ?? model.epoch) < WORTH) return null;
    const held = await keeper.modelToKeep().catch(() => null);
    const { run, digits, trainCurve, heldOutCurve, dimensions } = store.get();
    return held && (async () => {
      /** @type {import('../engine/messages.js').Progress | undefined} */
      let back;
      await training.restore(async () => {
        const restored = await keeper.restoreModel(held);
        back = restored.progress;
        return restored.info;
      }, run);
      if (!back) return;
      // It may have gone on for a moment after it was saved. On other digits its measurements are another curve.
      const { step } = back;
      if (store.get().digits === digits) store.set({ trainCurve: curveUntil(trainCurve, step), heldOutCurve: curveUntil(heldOutCurve, step), dimensions });
      training.onProgress(back);
    });
  }

  /**
   * Does what may put another model in the place of the one at work, and offers that one back: also after it has come back.
   * @param {() => unknown} replace
   */
  async function undoably(replace) {
    const restore = await holdRun(), { model, progress, notice } = store.get();
    const step = progress?.step ?? model?.step ?? 0;
    await replace();
    if (!restore || store.get().model?.config === model?.config) return;
    const run = () => {
      store.set({ notice: null });
      void undoably(restore).catch((error) => store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: messageOf(error) } } }));
    };
    const said = store.get().notice;
    // What was said of the replacement itself, such as of a file that was loaded, stands.
    const sentence = said && said !== notice ? said : { kind: /** @type {const} */ ('news'), key: 'notice.replaced', params: { step } };
    store.set({ notice: { ...sentence, action: sentence.action ?? { key: 'pad.undo', run } } });
  }
  return { undoably };
}
