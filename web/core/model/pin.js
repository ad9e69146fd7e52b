/**
 * A run that is pinned in the charts, for comparison with later ones.
 * @typedef {object} Pin
 * @property {number} id
 * @property {number} slot     0 … 3: its dash pattern in the charts
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {import('../../engine/messages.js').TrainingConfig} training
 * @property {import('./curve.js').Curve} curve   of the held-out digits
 */

export const MAX_PINS = 4;
