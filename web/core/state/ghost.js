import { hasCode } from '../model/model-kind.js';
import { basisOf } from '../scatter/basis.js';
import { cloudPoints } from '../scatter/cloud.js';

/**
 * The run before that of a task: shown faintly beside the new one, for comparison.
 * @typedef {object} Ghost
 * @property {string} task             that has replaced it
 * @property {unknown} replacedBy      the configuration object of the new model
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {import('../../engine/messages.js').TrainingConfig} training
 * @property {Float32Array} points     [digit][2], the codes of the held-out digits on the plane that the map showed
 * @property {import('../model/curve.js').Curve} curve   of the held-out digits
 *
 * @typedef {import('./page-state.js').PageState} PageState
 */

/**
 * The current run, as a later one will be compared with it.
 * @param {Readonly<PageState>} state
 * @returns {Omit<Ghost, 'task' | 'replacedBy'> | null}   null without a model, or if its codes are not known
 */
export function takeGhost(state) {
  const { model, scatter, digits, heldOutCurve } = state;
  if (!model || !hasCode(model.config) || !digits || scatter?.latentDim !== model.config.latentDim) return null;
  return {
    config: model.config,
    training: model.training,
    points: cloudPoints(scatter.mu, basisOf(state, scatter.latentDim), digits.labels),
    curve: heldOutCurve,
  };
}

/**
 * The ghost, as long as the task's model is there; null if that has another number of latent dimensions, and so another plane.
 * @param {Pick<PageState, 'ghost' | 'model'>} state
 */
export function shownGhost({ ghost, model }) {
  const isOfSamePlane = ghost?.config.latentDim === model?.config.latentDim;
  return ghost && isOfSamePlane && ghost.replacedBy === model?.config ? ghost : null;
}
