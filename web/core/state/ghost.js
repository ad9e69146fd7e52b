import { likelihoodOf } from '../model/likelihood.js';
import { hasCode } from '../model/model-kind.js';
import { basisOf } from '../scatter/basis.js';
import { cloudPoints } from '../scatter/cloud.js';

/**
 * The control run of a task: shown faintly beside the task's own, for comparison.
 * @typedef {object} Ghost
 * @property {string} task             whose control it is
 * @property {unknown} replacedBy      the configuration object of the new model
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {import('../../engine/messages.js').TrainingConfig} training
 * @property {Float32Array} points     [digit][2], the codes of the held-out digits on the plane that the map showed
 * @property {import('../model/curve.js').Curve} curve   of the held-out digits
 * @property {import('../reading/task-measures.js').Outcome} outcome
 *
 * @typedef {import('./page-state.js').PageState} PageState
 */

/**
 * The current run, as a later one will be compared with it.
 * @param {Readonly<PageState>} state
 * @returns {Pick<Ghost, 'config' | 'training' | 'points' | 'curve'> | null}   null without a model, or if its codes are not known
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

/** The ghost, as long as the task's model is there. @param {Pick<PageState, 'ghost' | 'model'>} state */
export const shownGhost = ({ ghost, model }) => (ghost && ghost.replacedBy === model?.config ? ghost : null);

/** The ghost on the map; null if it has another number of latent dimensions, and so another plane. @param {Pick<PageState, 'ghost' | 'model'>} state */
export function ghostOnMap(state) {
  const ghost = shownGhost(state);
  return ghost?.config.latentDim === state.model?.config.latentDim ? ghost : null;
}

/**
 * The ghost's curve; null if its nats cannot be compared with those of the task's run, for another likelihood or other pixels
 * or digits.
 * @param {Pick<PageState, 'ghost' | 'model'>} state
 */
export function ghostCurve(state) {
  const ghost = shownGhost(state);
  if (!ghost || !state.model || ghost.curve.step.length < 2) return null;
  return measuredBy(ghost) === measuredBy(state.model) ? ghost.curve : null;
}

/** @param {Pick<Ghost, 'config' | 'training'>} run */
const measuredBy = ({ config, training: { pixels, digits } }) => [likelihoodOf(config), pixels, digits].join(' ');
