import { hasCode, hasSpread } from './model-kind.js';

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

/** The kind whose texts and code a stage shows: a conditional VAE's step is a VAE's. @param {string} kind @returns {'vae' | 'ae'} */
export const textKindOf = (kind) => (hasSpread({ model: kind }) ? 'vae' : 'ae');

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
