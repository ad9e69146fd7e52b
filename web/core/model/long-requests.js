/** What computations that take several requests to the engine share. */
import { stepOf } from './run-record.js';

/** Maximum work per request, in parameters times codes: about 30 ms, as of a slice of training. */
const WORK = 5e7;

/** The number of codes to decode in one request. @param {{parameters: number}} model */
export const codesAtOnce = ({ parameters }) => Math.max(1, Math.floor(WORK / parameters));

/**
 * Which weights the page's model has: changes with every step and every model.
 * @param {Pick<import('../state/page-state.js').PageState, 'model' | 'progress'>} state
 */
export const weightsKeyOf = (state) => `${state.progress?.checksum ?? state.model?.checksum} ${stepOf(state)}`;
