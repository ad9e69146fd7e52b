/**
 * The stages of one training step, in the order in which it runs, and which parts of the row each is about.
 * @typedef {'encode' | 'sample' | 'decode' | 'loss' | 'gradients' | 'update' | 'changed'} Stage
 */

/** @type {readonly Stage[]} */
const STAGES = Object.freeze(['encode', 'sample', 'decode', 'loss', 'gradients', 'update', 'changed']);

/**
 * Of a model without a code there are none; an AE does not sample.
 * @param {string} kind
 * @returns {readonly Stage[]}
 */
export function stagesOf(kind) {
  if (kind === 'vae' || kind === 'cvae') return STAGES;
  return kind === 'ae' ? STAGES.filter((stage) => stage !== 'sample') : [];
}

/** Whose words and lines of code a stage has: a conditional VAE's step is a VAE's. @param {string} kind @returns {'vae' | 'ae'} */
export const textKindOf = (kind) => (kind === 'ae' ? 'ae' : 'vae');

/** The row's parts, by the names of their elements. @type {Record<Stage, readonly string[]>} */
export const LIT = Object.freeze({
  encode: ['sees', 'encoder', 'code'],
  sample: ['code', 'z'],
  decode: ['z', 'decoder', 'xhat'],
  loss: ['sees', 'code', 'xhat'],
  gradients: ['encoder', 'code', 'z', 'decoder', 'xhat'],
  update: ['encoder', 'decoder'],
  changed: ['code', 'z', 'xhat'],
});
