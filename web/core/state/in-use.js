/**
 * Whether the failure of a request about a model is an error: the model is in use, and no other is being made. A request that was
 * made for the present model may be served by its successor, before the page has that one's description.
 * @param {Pick<import('./page-state.js').PageState, 'model' | 'busy'>} state
 * @param {unknown} config   of the model that the request is about
 */
export const isInUse = ({ model, busy }, config) => !busy && model?.config === config;
