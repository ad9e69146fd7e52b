import { curveUntil } from '../../core/model/curve.js';
import { helpOf } from '../../core/texts/message-of.js';
import { resolved } from '../../core/state/notices.js';

/**
 * One press makes a new model in the place of a run of hours, or takes the run back to its first weights. The run is held
 * until the next one makes way.
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 */

/** In epochs: a run that is replaced by another model is offered back from then on. What one asks to reset always is. */
const WORTH = 0.5;

/**
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {object} page
 * @param {Pick<import('../../engine/client.js').EngineClient, 'saveForRestore' | 'restoreModel'>} page.keeper
 * @param {Pick<ReturnType<typeof import('./training-actions.js').createTrainingActions>, 'restore' | 'onProgress' | 'reset'>} page.training
 */
export function createUndoActions(store, { keeper, training }) {
  /** How to bring back the run that has made way last. @type {(() => void) | null} */
  let undo = null;

  const stepOf = (/** @type {Readonly<PageState>} */ { progress, model }) => progress?.step ?? model?.step ?? 0;

  /**
   * The run as it is, to come back later; null where there is nothing to hold, or where the engine cannot write it, which
   * must not stand in the way of what one wants to do.
   * @returns {Promise<(() => Promise<void>) | null>}
   */
  async function holdRun() {
    const held = await keeper.saveForRestore().catch(() => null);
    const { run, digits, trainCurve, heldOutCurve, dimensions } = store.get();
    return held && (async () => {
      /** @type {import('../../engine/messages.js').Progress | undefined} */
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

  /** @param {() => Promise<void>} restore @param {string} key @param {number} step @param {import('../../core/state/page-state.js').Notice | null} [said]  of what has just been done */
  function offer(restore, key, step, said = null) {
    /** @type {import('../../core/state/page-state.js').Notice} */
    let offered;
    const run = () => {
      if (undo === run) undo = null;
      store.set(resolved(store.get(), (notice) => notice === offered));
      void undoably(restore).catch((error) => store.set({ notice: { kind: 'error', key: 'notice.command', params: { message: helpOf(error) } } }));
    };
    undo = run;
    const sentence = said ?? { kind: /** @type {const} */ ('news'), key, params: { step } };
    offered = { ...sentence, action: sentence.action ?? { key: 'pad.undo', run } };
    store.set({ notice: offered });
  }

  /**
   * Does what may put another model in the place of the one at work, and offers that one back: also after it has come back.
   * @param {() => unknown} replace
   */
  async function undoably(replace) {
    const before = store.get(), { model, progress, notice } = before;
    const isWorth = model !== null && (progress?.epoch ?? model.epoch) >= WORTH;
    const restore = isWorth ? await holdRun() : null, step = stepOf(before);
    await replace();
    if (store.get().model?.config === model?.config) return;
    // Whatever was held before is of a model that is two back.
    undo = null;
    if (!restore) return;
    const said = store.get().notice;
    // What was said of the replacement itself, such as of a file that was loaded, stands.
    offer(restore, 'notice.replaced', step, said && said !== notice ? said : null);
  }

  async function resetOnce() {
    const before = store.get(), step = stepOf(before);
    const restore = step > 0 ? await holdRun() : null;
    await training.reset();
    if (restore && before.model?.config === store.get().model?.config && stepOf(store.get()) !== step) offer(restore, 'notice.reset', step);
  }
  /** A second press must not hold the weights that the first has reset. @type {Promise<void> | null} */
  let resetting = null;

  return {
    undoably,
    /** Back to the first weights; the run is offered back. */
    reset: () => (resetting ??= resetOnce().finally(() => { resetting = null; })),
    /** Brings back the run that has made way last. @returns {boolean}  whether there was one */
    undoLast() {
      if (!undo) return false;
      undo();
      return true;
    },
  };
}
