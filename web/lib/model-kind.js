/**
 * What kinds of model there are, and what each has.
 * @typedef {'vae' | 'cvae' | 'ae' | 'fvbn' | 'made'} ModelKind
 */

/** @type {readonly ModelKind[]} */
export const MODEL_KINDS = Object.freeze(['vae', 'cvae', 'ae', 'fvbn', 'made']);

/** Whether there is a code, and so a map and a reconstruction. @param {{model: string}} config */
export const hasCode = ({ model }) => model !== 'fvbn' && model !== 'made';

/** Whether the code is a Gaussian, and not a point. @param {{model: string}} config */
export const hasSpread = ({ model }) => model === 'vae' || model === 'cvae';

/** Whether encoder and decoder are told which digit it is. @param {{model: string}} config */
export const isConditional = ({ model }) => model === 'cvae';

/** Its name, as it is written. @param {string} kind */
export const kindName = (kind) => kind.toUpperCase();
