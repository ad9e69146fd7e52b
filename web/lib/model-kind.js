/**
 * What kinds of model there are, and what each has.
 * @typedef {'vae' | 'ae' | 'fvbn' | 'made'} ModelKind
 */

/** @type {readonly ModelKind[]} */
export const MODEL_KINDS = Object.freeze(['vae', 'ae', 'fvbn', 'made']);

/** Whether there is a code, and so a map and a reconstruction. @param {{model: string}} config */
export const hasCode = ({ model }) => model === 'vae' || model === 'ae';

/** Whether the code is a Gaussian, and not a point. @param {{model: string}} config */
export const hasSpread = ({ model }) => model === 'vae';

/** Its name, as it is written. @param {string} kind */
export const kindName = (kind) => kind.toUpperCase();
