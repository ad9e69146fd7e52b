/** Says when a reconstruction shows another digit than the drawing. */
import { find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { isConditional } from '../../core/model/model-kind.js';
import { latentDimOf } from '../../core/state/shown-code.js';
import { confusionCause } from './confusion-cause.js';
import { createRecognitionView } from './recognition-view.js';

/** The shipped model with more dimensions, and their number. */
const MORE = 'vae-20d',
  MORE_DIMENSIONS = 20;

/** @param {Pick<import('../../page-context.js').Page, 'store' | 'files' | 'undoably'>} page */
export function createRecognition({ store, files, undoably }) {
  const { state } = store;
  const view = createRecognitionView(find(document, '#xhat-stage'), {
    onMore: () => void undoably(() => files.loadShippedWeights(MORE)),
  });
  watch(() =>
    view.update({
      recognition: state.recognition,
      cause:
        state.recognition && 'drawn' in state.recognition
          ? confusionCause({
              drawn: state.recognition.drawn,
              trainedOn: state.model?.training.digits,
              activeUnits: state.dimensions?.activeUnits,
            })
          : null,
      latentDim: latentDimOf(state),
      hasMore: state.model !== null && !isConditional(state.model.config) && latentDimOf(state) < MORE_DIMENSIONS,
    }),
  );
}
