import { stepOf } from '../../core/model/run-record.js';
import { heldOutDigit, showDigit, showPicture } from '../../core/pictures/drawing.js';
import { standardNormal } from '../../core/model/gaussian.js';
import { hasCode, labelCountOf } from '../../core/model/model-kind.js';
import { labelFor } from '../../core/state/label.js';
import { SLOT_KEYS, sectionPatchOf } from '../../core/link/link-sections.js';
import { originOfShipped, shippedModel } from '../../core/model/shipped-models.js';
import { planModel } from '../../core/link/link-run.js';
import { resolved } from '../../core/state/notices.js';
import { viewPatchOf } from '../../core/state/view-state.js';

/**
 * Applies a link to the page: all settings on a newly opened page, only those it names on a running one.
 *
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../core/link/link-table.js').LinkValues} LinkValues
 * @typedef {import('../../core/link/link.js').Fault} Fault
 * @typedef {import('../../core/link/link-run.js').Plan} Plan
 */

/**
 * The changes of state in a link that do not need the engine.
 * @param {LinkValues} values
 * @param {Readonly<PageState>} state
 * @returns {Partial<PageState>}
 */
export function patchOf(values, state) {
  /** @type {Partial<PageState>} */
  const patch = {};
  if (values.draw) Object.assign(patch, { drawing: { ...values.draw, before: state.drawing }, probe: null });
  if (values.picture) Object.assign(patch, { drawing: showPicture(state.drawing, values.picture), probe: null });
  if (values.pen !== undefined) patch.penWidth = values.pen;
  if (values.prepare !== undefined) patch.prepare = values.prepare;
  if (values.noise !== undefined) {
    // Without a code it is empty: it is sampled when the first one arrives.
    const epsilon = standardNormal(state.code?.mu.length ?? 0, values.noise);
    Object.assign(patch, { noiseSeed: values.noise, epsilon, probe: null });
  }
  if (values.ink !== undefined) patch.samplesPixels = values.ink;
  if (values.mean !== undefined) Object.assign(patch, { atMean: values.mean, probe: null });
  if (values.scale !== undefined) Object.assign(patch, { sigmaScale: values.scale, probe: null });
  if (values.z === null) patch.probe = null;
  // Another model than the present one may have labels that it does not have: see place().
  const label = (/** @type {number} */ wanted) => labelFor(state.model?.config, wanted);
  if (values.told !== undefined) patch.label = label(values.told);
  if (values.paint !== undefined) patch.decodeAs = values.paint === null ? null : label(values.paint);
  if (values.axes !== undefined)
    Object.assign(patch, values.axes === 'pca' ? { projection: 'pca' } : { projection: 'axes', axes: values.axes });
  const { show } = values;
  if (show) patch.hiddenLabels = new Set([...Array(10).keys()].filter((label) => !show.includes(label)));
  if (values.grid !== undefined || values.range !== undefined) {
    patch.manifold = { side: values.grid ?? state.manifold.side, range: values.range ?? state.manifold.range };
  }
  if (values.epochs !== undefined || values.patience !== undefined) {
    const { epochs = state.stopRule.epochs, patience = state.stopRule.patience } = values;
    patch.stopRule = { epochs, patience };
  }
  if (values.hide) patch.hiddenPanels = new Set(values.hide);
  if (values.open) patch.opened = new Set(values.open);
  return { ...patch, ...viewPatchOf(values), ...sectionPatchOf(values, state) };
}

/** @param {Fault[]} faults @returns {import('../../core/state/page-state.js').Notice | null} one message; if there are several faults, about the first */
export function noticeOf(faults) {
  if (faults.length === 0) return null;
  const [{ key, got, expects }] = faults;
  return { kind: 'error', key: `link.expects.${expects.kind}`, params: { ...expects.params, key, got } };
}

/**
 * The engine to start: the link's choice, if available here, otherwise the saved one. For a link without a choice, the page's default.
 * @param {LinkValues} values
 * @param {import('../../core/state/preferences.js').EngineChoice} saved
 * @param {boolean} canFuse
 * @returns {{choice: import('../../core/state/preferences.js').EngineChoice, refused: boolean}}
 */
export function engineOf({ arith, threads }, saved, canFuse) {
  const refused = arith === 'fused' && !canFuse;
  const variant = arith === undefined ? saved.variant : (arith ?? 'auto');
  return {
    choice: {
      variant: refused ? 'exact' : variant,
      threads: threads === undefined ? saved.threads : (threads ?? 'auto'),
    },
    refused,
  };
}

/**
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {object} page
 * @param {{refresh: () => void, decode: () => Promise<void>, setLabel: (label: number) => void}} page.code
 * @param {import('../../page-context.js').Page['training']} page.training
 * @param {{choose: (choice: import('../../core/state/preferences.js').EngineChoice) => Promise<void>}} page.engines
 * @param {Pick<ReturnType<typeof import('../files/file-actions.js').createFileActions>, 'loadShippedWeights' | 'loadShippedDigits' | 'hasShipped' | 'fitsShipped'>} page.files
 * @param {(name: string) => Promise<ArrayBuffer | null>} page.fetchWeights   null if this site has none of that name
 * @param {(language: string) => void} page.speak
 * @param {(theme: 'light' | 'dark') => void} page.paint
 * @param {(place: NonNullable<LinkValues['at']>, signal?: AbortSignal) => void} page.goTo
 * @param {() => Promise<void>} page.painted   resolves once the current state is rendered
 * @param {boolean} page.canFuse
 * @param {(error: unknown) => void} page.showError
 */
export function createLinkActions(
  store,
  { code, training, engines, files, fetchWeights, speak, paint, goTo, painted, canFuse, showError },
) {
  /** @type {(kind: 'error' | 'news', key: string, params?: Record<string, string | number>) => void} */
  const say = (kind, key, params = {}) => store.set({ notice: { kind, key, params } });

  /** @param {Plan} plan @param {LinkValues} values @returns {Promise<void>} */
  async function takeModel(plan, values) {
    if (plan.weights === 'present') {
      if (Object.keys(plan.training).length > 0) await training.setTraining(/** @type {any} */ (plan.training));
      return;
    }
    if (plan.weights === 'fresh') return training.create(/** @type {any} */ (plan));
    // Links to other shipped models return to the digits too, if the images in use do not fit them.
    if (plan.name === 'vae-2d' || (files.hasShipped(plan.name) && !files.fitsShipped(plan.name))) {
      await files.loadShippedWeights(plan.name);
    } else {
      const bytes = await fetchWeights(plan.name);
      if (!bytes) {
        say('error', 'link.noWeights', { name: plan.name });
        const fresh = planModel({ ...shippedModel(plan.name)?.values, ...values, weights: 'fresh' }, null);
        if (fresh) await takeModel(fresh, values);
        return;
      }
      await training.load(bytes, originOfShipped(plan.name));
    }
    if (Object.keys(plan.training).length > 0) await training.setTraining(/** @type {any} */ (plan.training));
  }

  /**
   * Trains to the link's step. A run that is past it is restarted: a link specifies a state, not a path.
   * @param {LinkValues} values
   */
  async function train({ steps, sum, play }) {
    const { model, digits, progress } = store.get();
    if (!model || !digits) return;
    if (steps === undefined && sum === undefined) {
      if (play === true && progress?.state !== 'running') await training.play();
      if (play === false && progress?.state === 'running') await training.pause();
      return;
    }
    const wanted = steps ?? stepOf(store.get());
    if (progress?.state === 'running') await training.pause();
    if (stepOf(store.get()) > wanted) await training.reset();
    store.set({ goal: { step: wanted, sum: sum ?? null } });
    if (stepOf(store.get()) < wanted) {
      say('news', 'link.training', { count: wanted });
      await training.play({ untilStep: wanted });
    }
    arrive();
    if (play && !store.get().goal) await training.play();
  }

  /** Reports the result once the run reaches the link's step; drops the goal if the run stopped elsewhere. */
  function arrive() {
    const { goal, model, progress } = store.get();
    if (!goal || !model || progress?.state === 'running') return;
    const isThere = stepOf(store.get()) === goal.step;
    const checksum = progress?.checksum || model.checksum;
    store.set({ goal: null, ...resolved(store.get(), ({ key }) => key === 'link.training') });
    if (!isThere || !goal.sum) return;
    const params = { steps: goal.step, checksum };
    say(goal.sum === checksum ? 'news' : 'error', goal.sum === checksum ? 'link.same' : 'link.differs', params);
  }
  let wasRunning = false;
  store.subscribe(({ progress }, changed) => {
    if (!changed.has('progress')) return;
    const hasStopped = wasRunning && progress?.state !== 'running';
    wasRunning = progress?.state === 'running';
    if (hasStopped) arrive();
  });

  /** Applies the settings that need the model, its digits or its dimensions. @param {LinkValues} values @returns {Fault[]} */
  function place(values) {
    const { digit, told, paint, z, axes } = values;
    const { digits, model, drawing } = store.get();
    /** @type {Fault[]} */
    const faults = [];
    const latentDim = model && hasCode(model.config) ? model.config.latentDim : 0;
    /** @param {string} key @param {unknown} got @param {string} kind @param {Record<string, number>} params */
    const refuse = (key, got, kind, params) => void faults.push({ key, got: String(got), expects: { kind, params } });
    if (digit !== undefined && digits) {
      if (digits.labels[digit] === undefined)
        refuse('digit', digit, 'whole', { low: 0, high: digits.labels.length - 1 });
      else store.set({ drawing: showDigit(drawing, heldOutDigit(digits, digit)), probe: null });
    }
    SLOT_KEYS.forEach((key, i) => {
      const kept = values[key],
        { explore } = store.get();
      if (!kept || !digits || !('digit' in kept) || kept.digit < digits.labels.length) return;
      refuse(key, kept.digit, 'whole', { low: 0, high: digits.labels.length - 1 });
      store.set({ explore: { ...explore, kept: explore.kept.with(i, null) } });
    });
    if (Array.isArray(axes) && model) {
      if (Math.max(...axes) < latentDim) store.set({ axes });
      else
        refuse(
          'axes',
          axes.map((axis) => axis + 1),
          'dimensions',
          { count: latentDim },
        );
    }
    const labels = { low: 0, high: (model ? labelCountOf(model.config) : 0) - 1 };
    const isLabel = (/** @type {number} */ label) => labels.high < 0 || label <= labels.high;
    if (told !== undefined && !isLabel(told)) refuse('told', told, 'whole', labels);
    if (typeof paint === 'number') {
      if (!isLabel(paint)) refuse('paint', paint, 'wholeOrNone', labels);
      store.set({ decodeAs: isLabel(paint) ? paint : null });
    }
    if (z && model) {
      if (z.length === latentDim) store.set({ probe: Float32Array.from(z) });
      else refuse('z', z, 'dimensions', { count: latentDim });
    }
    return faults;
  }

  /** @param {LinkValues} values @param {Fault[]} faults @param {AbortSignal} [signal] */
  async function finish(values, faults, signal) {
    const all = [...faults, ...place(values)];
    code.refresh();
    // A held-out digit sets its own label; the link may give the encoder another.
    if (values.told !== undefined) code.setLabel(labelFor(store.get().model?.config, values.told));
    const notice = noticeOf(all);
    store.set(notice ? { notice } : resolved(store.get(), ({ key }) => key.startsWith('link.expects.')));
    await train(values);
    if (values.at) goTo(values.at, signal);
  }

  return {
    /**
     * For a newly opened page, whose state already has patchOf(values): creates the model and runs it.
     * @param {{values: LinkValues, faults: Fault[]}} link
     * @param {boolean} refused   the link's engine is not available
     */
    async begin({ values, faults }, refused) {
      // A run saved in this browser has been restored already.
      const plan = planModel(values, store.get().model);
      if (refused) say('news', 'link.noFused');
      // The output bias of a new model starts at the digits' mean; shipped weights do not depend on them.
      if (plan?.weights === 'fresh') await files.loadShippedDigits();
      if (plan) await takeModel(plan, values).catch(showError);
      const isTaken = store.get().model !== null;
      if (!isTaken) await files.loadShippedWeights();
      if (!store.get().digits) {
        // The digits are large: the drawing is rendered before they are requested.
        await painted();
        await files.loadShippedDigits();
      }
      await finish(
        isTaken || !plan ? values : { ...values, steps: undefined, sum: undefined, play: undefined },
        faults,
      );
    },

    /**
     * For a running page: applies only the settings in the link.
     * @param {{values: LinkValues, faults: Fault[]}} link
     * @param {AbortSignal} signal   aborted when the user has returned from the link; its settings are applied
     */
    async apply({ values, faults }, signal) {
      const { lang, theme, arith, threads } = values;
      if (lang) speak(lang);
      if (theme) paint(theme);
      store.set(patchOf(values, store.get()));
      if (arith !== undefined || threads !== undefined) {
        const { choice, refused } = engineOf(values, store.get().engineChoice, canFuse);
        if (refused) say('news', 'link.noFused');
        await engines.choose(choice);
      }
      const plan = planModel(values, store.get().model);
      if (plan) await takeModel(plan, values).catch(showError);
      await finish(values, faults, signal);
    },
  };
}
