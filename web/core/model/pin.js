/**
 * A run that is pinned in the charts, for comparison with later ones, as it was when it was pinned.
 * @typedef {object} Pin
 * @property {number} id
 * @property {number} slot     0 … 3: its dash pattern in the charts
 * @property {import('../../engine/messages.js').ModelConfig} config
 * @property {import('../../engine/messages.js').TrainingConfig} training
 * @property {Origin} [origin]   absent in runs of older snapshots
 * @property {string} [checksum]   of its weights; absent if it was pinned while training
 * @property {import('./curve.js').Curve} curve   of the held-out digits
 * @property {PinPictures | null} [pictures]
 *
 * @typedef {Pick<import('./run-record.js').Run, 'weights' | 'altered'>} Origin
 *
 * @typedef {object} PinPictures   of a model with a code
 * @property {Float32Array} points   [digit][2], on the plane that the map showed: at most MAX_POINTS digits
 * @property {Uint8Array} labels     of each
 * @property {number} extent         of the plane
 * @property {Uint8Array | null} samples   PIN_SAMPLES pictures of one byte a pixel; null for a model without a prior
 */

export const MAX_PINS = 4;
/** Of its small map; more dots would only cover each other. */
export const MAX_POINTS = 1000;
export const PIN_SAMPLES = 5;
