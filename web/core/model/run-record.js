/**
 * The origin of the current weights, and whether a link can reproduce them: it can if they are determined by the initial
 * weights, the settings and the number of steps.
 *
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {'settings' | 'engine' | 'digits' | 'diverged'} Alteration
 *
 * @typedef {object} Origin   of weights
 * @property {'shipped' | 'fresh' | 'file'} weights
 * @property {string} [name]    of shipped weights that a link states by their name (NAMED_WEIGHTS in shipped-models.js)
 *
 * @typedef {object} RunSoFar
 * @property {Alteration | null} altered        what was changed after the first step
 * @property {import('../../engine/messages.js').TrainingConfig | null} training   settings of the new or loaded model
 *
 * @typedef {Origin & RunSoFar} Run
 */

/** The name of the digits shipped with the page. */
export const BUILT_IN = 'built-in';

/** @returns {Run} */
export const createRun = () => ({ weights: 'shipped', altered: null, training: null });

/** @param {Run} run @returns {Origin} */
export const originOf = ({ weights, name }) => (name === undefined ? { weights } : { weights, name });

/**
 * The reason why no link can reproduce these weights; null if one can.
 * @param {Pick<PageState, 'run' | 'digits'>} state
 * @returns {'file' | Alteration | null}
 */
export function whyNotReproducible({ run, digits }) {
  if (run.weights === 'file') return 'file';
  if (digits && digits.name !== BUILT_IN) return 'digits';
  return run.altered;
}

/** @param {Pick<PageState, 'run' | 'digits'>} state */
export const isReproducible = (state) => whyNotReproducible(state) === null;

/**
 * Records changes made during a run.
 * @param {import('../state/store.js').Store<PageState>} store
 * @returns {() => void}
 */
export function followRun(store) {
  let before = store.get();
  return store.subscribe((state, changed) => {
    // An earlier listener may immediately set another value: that must not hide the original change.
    if (!changed.has('progress') && !changed.has('model') && !changed.has('engine') && !changed.has('digits')) return;
    const last = before;
    before = state;
    const { run } = state;
    const altered = alterationOf(last, state);
    const altogether = state.progress?.step === 0 ? null : (run.altered ?? altered);
    if (altogether !== run.altered) store.set({ run: { ...run, altered: altogether } });
  });
}

/** The step of the model, in a run or as it was created or loaded. @param {Pick<PageState, 'progress' | 'model'>} state */
export const stepOf = ({ progress, model }) => progress?.step ?? model?.step ?? 0;

/**
 * @param {Readonly<PageState>} before
 * @param {Readonly<PageState>} now
 * @returns {Alteration | null}
 */
function alterationOf(before, now) {
  // Another model starts another run.
  if (!before.model || !now.model || before.model.config !== now.model.config) return null;
  if (stepOf(now) === 0) return null;
  if (now.progress?.state === 'diverged') return 'diverged';
  if (JSON.stringify(before.model.training) !== JSON.stringify(now.model.training)) return 'settings';
  if (before.engine && now.engine && before.engine.arithmetic !== now.engine.arithmetic) return 'engine';
  return before.digits && before.digits !== now.digits ? 'digits' : null;
}
