/**
 * A run that stays in the charts, to be compared with later ones.
 * @typedef {object} Pin
 * @property {number} id
 * @property {number} slot     0 … 3, a free one: which dashes it has in the charts
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {import('../../engine/messages.js').TrainingConfig} training
 * @property {import('./curve.js').Curve} curve   of the held-out digits
 */

export const MAX_PINS = 4;
