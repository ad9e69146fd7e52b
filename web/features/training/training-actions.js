import { activeAxes } from '../../core/scatter/active-axes.js';
import { appendToCurve, emptyCurve } from '../../core/model/curve.js';
import { helpOf, messageOf } from '../../core/texts/message-of.js';
import { hasCode } from '../../core/model/model-kind.js';
import { originOf } from '../../core/model/run-record.js';
import { MAX_EPOCHS } from '../../core/model/stop-limit.js';
import { labelFor } from '../../core/state/label.js';
import { afterModel, afterSteps, resolved } from '../../core/state/notices.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../engine/messages.js').ModelInfo} ModelInfo
 * @typedef {import('../../engine/messages.js').Progress} Progress
 * @typedef {import('../../core/model/validate-config.js').ValidConfig} ValidConfig
 * @typedef {import('../../core/model/run-record.js').Origin} Origin
 * @typedef {Pick<import('../../engine/client.js').EngineClient,
 *   'createModel' | 'loadModel' | 'setTraining' | 'encodeHeldOut' | 'play' | 'pause' | 'step' | 'reset'>} Trainer
 */

/**
 * The model after a progress report: the same object if nothing was trained, which is then evaluated no second time.
 * @param {ModelInfo} model
 * @param {Progress} progress
 * @returns {ModelInfo}
 */
function modelAt(model, { checksum, step, epoch }) {
  const isSame = model.checksum === checksum && model.step === step && model.epoch === epoch;
  return isSame ? model : { ...model, checksum, step, epoch };
}

/**
 * Creates, loads and trains models.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Trainer} trainer
 * @param {{encode: () => Promise<void>, showError: (error: unknown, about?: string) => void}} page
 */
export function createTrainingActions(store, trainer, { encode, showError }) {
  /** Number of pending models: the page is busy until the last is ready. */
  let making = 0;
  /** The last command without an answer. @type {'play' | 'pause' | null} */
  let asked = null;
  let commands = 0;
  /**
   * The axes with which a trained model was opened, until its codes are known: those replace inactive axes, unless the user or
   * a link has chosen others meanwhile.
   * @type {PageState['axes'] | null}
   */
  let openedOn = null;

  async function refreshScatter() {
    const { digits, model } = store.get();
    if (!digits || !model || !hasCode(model.config)) return;
    showCodes(await trainer.encodeHeldOut());
  }

  /** @param {{latentDim: number, mu: Float32Array}} codes */
  function showCodes({ latentDim, mu }) {
    const { model, axes } = store.get();
    // Discards codes of the previous model.
    if (latentDim !== model?.config.latentDim) return;
    store.set({ scatter: { latentDim, mu }, ...(axes === openedOn && { axes: activeAxes({ latentDim, mu }, axes) }) });
    openedOn = null;
  }

  /**
   * @param {ModelInfo} model
   * @param {Origin} origin
   * @param {Partial<PageState>} patch   what changes with it
   */
  async function adopt(model, origin, patch = {}) {
    const last = Math.max(0, model.config.latentDim - 1);
    const { axes, label, decodeAs } = store.get(),
      [across, up] = axes;
    /** @type {PageState['axes']} */
    const shown = across > last || up > last || across === up ? [0, Math.min(1, last)] : [across, up];
    openedOn = origin.weights === 'fresh' ? null : shown;
    store.set({
      ...patch,
      run: { ...origin, altered: null, training: model.training },
      model,
      code: null,
      probe: null,
      label: labelFor(model.config, label),
      decodeAs: decodeAs !== null && labelFor(model.config, decodeAs) === decodeAs ? decodeAs : null,
      digitTerms: null,
      reconstruction: null,
      scatter: null,
      prior: null,
      component: null,
      progress: null,
      ...noRun(),
      ...afterModel(store.get()),
      axes: shown,
    });
    await encode();
    await refreshScatter();
  }

  /** A command that succeeds removes the notice of its earlier failure. @param {string} about */
  const withoutFailed = (about) => resolved(store.get(), (notice) => notice.about === about);

  /**
   * @param {() => Promise<ModelInfo>} make
   * @param {Origin} origin
   * @param {() => Partial<PageState>} [patchOf]   what changes with the model, once it is made
   */
  async function replaceModel(make, origin, patchOf) {
    making += 1;
    store.set({ busy: true });
    try {
      await adopt(await make(), origin, patchOf?.());
    } finally {
      making -= 1;
      store.set({ busy: making > 0 });
    }
  }

  /** @param {Progress} progress @param {boolean} [isAnswer]  to requested steps, whose divergence is reported each time */
  function onProgress(progress, isAnswer = false) {
    const { trainCurve, heldOutCurve, progress: before, model } = store.get();
    store.set({
      progress,
      model: model && progress.checksum ? modelAt(model, progress) : model,
      trainCurve: progress.train
        ? appendToCurve(trainCurve, progress.step, progress.train, progress.epoch)
        : trainCurve,
      heldOutCurve: progress.heldOut
        ? appendToCurve(heldOutCurve, progress.heldOut.step, progress.heldOut, progress.heldOut.epoch)
        : heldOutCurve,
      dimensions: progress.heldOut ?? store.get().dimensions,
    });
    if (progress.state === 'diverged' && (isAnswer || before?.state !== 'diverged')) {
      const params = { step: progress.divergedStep ?? progress.step };
      store.set({ notice: { kind: 'error', key: 'notice.diverged', params } });
    }
    void encode();
  }

  /**
   * @param {() => Promise<Progress>} command
   * @param {'play' | 'pause'} wanted
   * @param {boolean} takesSteps   or resets them
   */
  async function run(command, wanted = 'pause', takesSteps = true) {
    const mine = ++commands;
    asked = wanted;
    try {
      const progress = await command();
      store.set({ ...(takesSteps ? afterSteps(store.get()) : {}), ...withoutFailed('steps') });
      onProgress(progress, takesSteps);
    } catch (error) {
      showError(error, 'steps');
    } finally {
      // The last command wins: the answer to an earlier one does not change the state.
      if (mine === commands) asked = null;
    }
  }

  /**
   * The rule under which play continues: a run that has done its epochs trains as many again.
   * @returns {PageState['stopRule']}
   */
  function continued() {
    const { stopRule, progress, model } = store.get();
    const done = progress?.epoch ?? model?.epoch ?? 0;
    if (stopRule.epochs === null || done < stopRule.epochs - 1e-9) return stopRule;
    const more = stopRule === extended.rule ? extended.by : stopRule.epochs;
    const rule = { ...stopRule, epochs: Math.min(MAX_EPOCHS, Math.floor(done + 1e-9) + more) };
    extended = { rule, by: more };
    return rule;
  }
  /** The last rule of continued(), and the number of epochs it added. @type {{rule: PageState['stopRule'] | null, by: number}} */
  let extended = { rule: null, by: 0 };

  const isRunning = () => (asked ? asked === 'play' : store.get().progress?.state === 'running');

  /**
   * Trains under the page's stop rule, or up to a step.
   * @param {{untilStep?: number}} [rule]
   */
  const play = (rule = {}) => run(() => trainer.play({ ...store.get().stopRule, ...rule }), 'play');

  return {
    refreshScatter,
    replaceModel,
    onProgress,
    /** A new worker continues from the last snapshot, paused. @param {unknown} reason */
    onRestarted(reason) {
      const { progress } = store.get();
      store.set({
        progress: progress && { ...progress, state: 'paused', imagesPerSecond: 0 },
        notice: { kind: 'error', key: 'notice.restarted', params: { reason: messageOf(reason) } },
      });
      void encode();
      refreshScatter().catch(showError);
    },
    /**
     * A new worker has the previous model, or none, since the current one has stopped the engine twice.
     * @param {unknown} reason
     * @param {ModelInfo | null} instead
     */
    async onModelDropped(reason, instead) {
      const params = { reason: messageOf(reason) };
      if (instead) await adopt(instead, { weights: 'file' }).catch(showError);
      else
        store.set({
          model: null,
          progress: null,
          code: null,
          reconstruction: null,
          scatter: null,
          prior: null,
          ...noRun(),
        });
      store.set({ notice: { kind: 'error', key: instead ? 'notice.modelBefore' : 'notice.modelDropped', params } });
    },
    /** @param {unknown} reason */
    onNotKept(reason) {
      store.set({ notice: { kind: 'error', key: 'notice.notKept', params: { message: helpOf(reason) } } });
    },
    onScatter: showCodes,
    /** @param {ValidConfig} settings */
    async create(settings) {
      try {
        await replaceModel(() => trainer.createModel(settings), { weights: 'fresh' });
        store.set(withoutFailed('create'));
      } catch (error) {
        showError(error, 'create');
      }
    },
    /** Throws the engine's error about the file. @param {ArrayBuffer | Uint8Array} bytes @param {Origin} [origin] */
    load: (bytes, origin = { weights: 'file' }) => replaceModel(() => trainer.loadModel({ bytes }), origin),
    /**
     * Restores a model by its request, with the record of its run.
     * @param {() => Promise<ModelInfo>} make
     * @param {import('../../core/model/run-record.js').Run} run
     * @param {() => Partial<PageState>} [patchOf]
     */
    async restore(make, run, patchOf = undefined) {
      await replaceModel(make, originOf(run), patchOf);
      store.set({ run });
    },
    /** @param {Partial<ValidConfig['training']>} training   what changes @returns {Promise<boolean>}  whether the engine accepted it */
    async setTraining(training) {
      if (!store.get().model) return false;
      try {
        const { config } = /** @type {ModelInfo} */ (store.get().model);
        // Reuses the config object: the form resets itself only for another model.
        const before = store.get().model?.training,
          info = await trainer.setTraining({ training });
        // Measurements on other pixels or digits start a new curve.
        const isSame =
          before?.pixels === info.training.pixels && String(before?.digits) === String(info.training.digits);
        store.set({ model: { ...info, config }, ...(isSame ? {} : noRun()), ...withoutFailed('settings') });
        return true;
      } catch (error) {
        showError(error, 'settings');
        return false;
      }
    },
    play,
    isRunning,
    pause: () => run(() => trainer.pause(), 'pause', false),
    togglePlay() {
      if (isRunning()) return run(() => trainer.pause(), 'pause', false);
      store.set({ stopRule: continued() });
      return play();
    },
    /** Also applies immediately to a running run. @param {PageState['stopRule']} stopRule */
    async setStopRule(stopRule) {
      store.set({ stopRule });
      const { goal } = store.get();
      if (isRunning()) await play(goal ? { untilStep: goal.step } : {});
    },
    async step() {
      await run(() => trainer.step());
      await refreshScatter().catch(showError);
    },
    async reset() {
      // Clears the curve after the answer: a point sent before it would be the first of the new curve.
      await run(async () => {
        const progress = await trainer.reset();
        store.set(noRun());
        return progress;
      });
      await refreshScatter().catch(showError);
    },
  };
}

/** The state before the first step. */
const noRun = () => ({ trainCurve: emptyCurve(), heldOutCurve: emptyCurve(), dimensions: null });
