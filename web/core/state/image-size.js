import { sizeOfConfig } from '../model/config-size.js';

/**
 * The size of the images that the page computes with: those of its model, or before there is one, those of the data.
 * @param {Pick<import('./page-state.js').PageState, 'model' | 'digits'>} state
 */
export const imageSize = ({ model, digits }) => sizeOfConfig(model?.config ?? digits ?? {});
