import { hasCode, hasLearnedPrior, hasSpread } from './model-kind.js';

/**
 * The stages of one training step, in order, and the parts of the pipeline that each involves.
 * @typedef {'encode' | 'sample' | 'decode' | 'loss' | 'gradients' | 'update' | 'changed'} Stage
 */

/** @type {readonly Stage[]} */
const STAGES = Object.freeze(['encode', 'sample', 'decode', 'loss', 'gradients', 'update', 'changed']);

/**
 * The stages of a kind of model: none without a code; an AE does not sample.
 * @param {string} kind
 * @returns {readonly Stage[]}
 */
export function stagesOf(kind) {
  if (!hasCode({ model: kind })) return [];
  return hasSpread({ model: kind }) ? STAGES : STAGES.filter((stage) => stage !== 'sample');
}

/** Stages in which the prior counts. @type {readonly Stage[]} */
const OF_PRIOR = Object.freeze(['loss', 'gradients']);

/**
 * Whose texts and code a stage shows: a conditional VAE's step is a VAE's, and with a learned prior only the stages of the KL term
 * differ.
 * @param {{model: string, prior?: string}} config
 * @param {Stage} stage
 * @returns {'vae' | 'ae' | 'learned'}
 */
export const textKindOf = (config, stage) =>
  !hasSpread(config) ? 'ae' : hasLearnedPrior(config) && OF_PRIOR.includes(stage) ? 'learned' : 'vae';

/** The parts of the pipeline, by the names of their elements. @type {Record<Stage, readonly string[]>} */
export const LIT = Object.freeze({
  encode: ['sees', 'encoder', 'code'],
  sample: ['code', 'z'],
  decode: ['z', 'decoder', 'xhat'],
  loss: ['sees', 'code', 'xhat'],
  gradients: ['encoder', 'code', 'z', 'decoder', 'xhat'],
  update: ['encoder', 'decoder'],
  changed: ['code', 'z', 'xhat'],
});
