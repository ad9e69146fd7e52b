import { sizeOfConfig } from '../model/config-size.js';
import { DIGIT_SIZE, isSameSize } from '../pictures/digit-image.js';

/**
 * The size of the images that the page computes with: those of its model, or before there is one, those of the data.
 * @param {Pick<import('./page-state.js').PageState, 'model' | 'digits'>} state
 */
export const imageSize = ({ model, digits }) => sizeOfConfig(model?.config ?? digits ?? {});

/**
 * Whether they are of the size of MNIST's digits, of which the shipped models and the classifier are.
 * @param {Parameters<typeof imageSize>[0]} state
 */
export const hasDigitSize = (state) => isSameSize(imageSize(state), DIGIT_SIZE);
