import { curveUntil } from '../../core/model/curve.js';
import { isModelFor } from '../../core/model/model-for-images.js';
import { stepOf } from '../../core/model/run-record.js';
import { helpOf } from '../../core/texts/message-of.js';
import { resolved } from '../../core/state/notices.js';

/**
 * Undo for replacing or resetting a model, which could discard hours of training. The run is held
 * until the next one is replaced.
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 */

/** In epochs: a replaced run can be restored if it is at least this long. A reset always can be undone. */
const WORTH = 0.5;

/**
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {object} page
 * @param {Pick<import('../../engine/client.js').EngineClient, 'saveForRestore' | 'restoreModel'>} page.keeper
 * @param {Pick<ReturnType<typeof import('./training-actions.js').createTrainingActions>, 'restore' | 'onProgress' | 'reset'>} page.training
 */
export function createUndoActions(store, { keeper, training }) {
  /** Restores the run that was replaced last. @type {(() => void) | null} */
  let undo = null;

  /**
   * Saves the run for later restoring; null if there is none, or if the engine cannot write it, which
   * must not block the user's action.
   * @returns {Promise<(() => Promise<void>) | null>}
   */
  async function holdRun() {
    const held = await keeper.saveForRestore().catch(() => null);
    const { model, run, digits, digitsSource, dataId, trainCurve, heldOutCurve, dimensions } = store.get();
    return (
      held
      && (async () => {
        /** @type {import('../../engine/messages.js').Progress | undefined} */
        let back;
        // The run can only continue on images of its size and, of a conditional model, of its classes.
        const { digits: now } = store.get();
        const isForOthers = now !== null && now !== digits && model !== null && !isModelFor(model.config, now);
        await training.restore(
          async () => {
            const restored = await keeper.restoreModel(held, (isForOthers && digitsSource) || undefined);
            back = restored.progress;
            return restored.info;
          },
          run,
          () => (isForOthers ? { digits, digitsSource, dataId } : {}),
        );
        if (!back) return;
        // It may have continued for a moment after it was saved. Measurements on other digits start a new curve.
        const { step } = back;
        if (store.get().digits === digits)
          store.set({
            trainCurve: curveUntil(trainCurve, step),
            heldOutCurve: curveUntil(heldOutCurve, step),
            dimensions,
          });
        training.onProgress(back);
      })
    );
  }

  /** @param {() => Promise<void>} restore @param {string} key @param {number} step @param {import('../../core/state/page-state.js').Notice | null} [said] */
  function offer(restore, key, step, said = null) {
    /** @type {import('../../core/state/page-state.js').Notice} */
    let offered;
    const run = () => {
      if (undo === run) undo = null;
      store.set(resolved(store.get(), (notice) => notice === offered));
      void undoably(restore).catch((error) =>
        store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: helpOf(error) } } }),
      );
    };
    undo = run;
    const sentence = said ?? { kind: /** @type {const} */ ('news'), key, params: { step } };
    offered = { ...sentence, action: sentence.action ?? { key: 'pad.undo', run } };
    store.set({ notice: offered });
  }

  /**
   * Performs an action that may replace the current model, and offers to restore it: also after a restore.
   * @param {() => unknown} replace
   */
  async function undoably(replace) {
    const before = store.get(),
      { model, progress, notice } = before;
    const isWorth = model !== null && (progress?.epoch ?? model.epoch) >= WORTH;
    const restore = isWorth ? await holdRun() : null,
      step = stepOf(before);
    await replace();
    if (store.get().model?.config === model?.config) return;
    // The run held before belongs to an older model.
    undo = null;
    if (!restore) return;
    const said = store.get().notice;
    // A notice about the replacement itself, such as a loaded file, remains.
    offer(restore, 'notice.replaced', step, said && said !== notice ? said : null);
  }

  async function resetOnce() {
    const before = store.get(),
      step = stepOf(before);
    const restore = step > 0 ? await holdRun() : null;
    await training.reset();
    if (restore && before.model?.config === store.get().model?.config && stepOf(store.get()) !== step)
      offer(restore, 'notice.reset', step);
  }
  /** A second press must not save the weights that the first has reset. @type {Promise<void> | null} */
  let resetting = null;

  return {
    undoably,
    /** Resets to the initial weights and offers to restore the run. */
    reset: () =>
      (resetting ??= resetOnce().finally(() => {
        resetting = null;
      })),
    /** Restores the run that was replaced last. @returns {boolean}  whether there was one */
    undoLast() {
      if (!undo) return false;
      undo();
      return true;
    },
  };
}
