import { createSectionState } from '../../core/state/section-state.js';

/**
 * @typedef {import('./compare-rows.js').ContenderName} ContenderName
 *
 * @typedef {object} ComparedModel   one model of the comparison
 * @property {import('../../engine/messages.js').ModelInfo | null} info
 * @property {'shipped' | 'fresh' | null} origin
 * @property {import('../../engine/messages.js').Progress | null} progress
 * @property {{negativeElbo: number, reconstruction: number} | null} heldOut
 * @property {Float32Array | null} scatter    [held-out digit][2]; null for a model without a code
 * @property {Float32Array | null} samples    784 values each
 * @property {import('../../core/model/gaussian-mixture.js').Mixture | null} fitted   the density of the samples' codes; null for N(0, I)
 * @property {Record<string, any> | null} metrics
 * @property {Record<string, any> | null} quality
 * @property {number | null} smoothness
 * @property {import('../../core/texts/message-of.js').Message} failure   the engine's error message if it could not be loaded; '' otherwise
 *
 * @typedef {import('../../core/state/section-state.js').CompareShare & OwnState} CompareState
 * @typedef {object} OwnState
 * @property {'closed' | 'opening' | 'ready'} phase
 * @property {Uint8Array | null} labels       of the held-out digits
 * @property {ComparedModel} ae
 * @property {ComparedModel} vae
 * @property {ComparedModel} fvbn
 */

/** Number of samples shown for each model. */
export const STRIP = 16;

/** Number of samples of each model that are evaluated; those of the strip are the first of them. */
export const QUALITY_SAMPLES = 200;

/** @returns {ComparedModel} */
export function createContender() {
  return {
    info: null,
    origin: null,
    progress: null,
    heldOut: null,
    scatter: null,
    samples: null,
    fitted: null,
    metrics: null,
    quality: null,
    smoothness: null,
    failure: '',
  };
}

/** @returns {CompareState} */
export function createCompareState() {
  return {
    ...createSectionState().compare,
    phase: 'closed',
    labels: null,
    ae: createContender(),
    vae: createContender(),
    fvbn: createContender(),
  };
}

/** @param {ComparedModel} model */
export const stepOf = ({ progress, info }) => progress?.step ?? info?.step ?? 0;

/** @param {ComparedModel} model */
export const epochOf = ({ progress, info }) => progress?.epoch ?? info?.epoch ?? 0;
