/** The drawing pad, and the model's input beside it. */
import { imageSize } from '../../core/state/image-size.js';
import { announce } from '../../core/dom/announce.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { BUILT_IN } from '../../core/model/run-record.js';
import { isExample } from '../../core/pictures/drawing.js';
import { t } from '../../core/texts/translate.js';
import { animateExample } from './example-animation.js';
import { labelName } from '../../core/model/digit-labels.js';
import { createModelInputView } from './model-input-view.js';
import { createPadView } from './pad-view.js';
import { createSaveDigitView } from './save-digit-view.js';

/** @param {import('../../page-context.js').Page} page */
export function createPad({ store, colors, code, pictures, keep }) {
  const { state } = store;
  const pad = createPadView(find(document, '#pad-stage'), {
    onStrokeBegin: code.beginStroke,
    onStrokeMove: code.extendStroke,
    onClear: code.clear,
    onUndo: code.undo,
    onRandom: code.showRandomDigit,
    onPen: code.setPenWidth,
    onPicture: pictures.open,
  });
  const sees = createModelInputView(find(document, '#sees-stage'), { onPrepare: code.setPrepare });
  const letters = createSaveDigitView(find(document, '#sees-stage'), {
    onKeep: (slot) => void keep(slot).then(() => announce(() => t('pad.kept', { name: 'ABCD'[slot] }))),
  });
  const showPad = () =>
    pad.update({
      drawing: state.drawing,
      penWidth: state.penWidth,
      hasDigits: state.digits !== null,
      areOwn: state.digits !== null && state.digits.name !== BUILT_IN,
      colors: colors(),
      share: example.share(),
    });
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const example = animateExample({
    isWanted: () => store.get().view === 'story' && isExample(store.get().drawing) && !isCalm,
    isShown: () => 'filled' in document.body.dataset,
    redraw: () => showPad(),
  });
  // The canvas is drawn at its current size.
  new ResizeObserver(showPad).observe(byTestId(document, 'pad'));

  watch(showPad);
  watch(() =>
    sees.update({
      pixels: state.pixels,
      digit: heldOutDigit(state),
      isPicture: state.drawing.picture !== null,
      prepare: state.prepare,
      size: imageSize(state),
      colors: colors(),
    }),
  );
  watch(() => letters.update({ canKeep: state.pixels !== null, kept: state.walkMarks }));
}

/** @param {Readonly<import('../../core/state/page-state.js').PageState>} state */
function heldOutDigit({ drawing: { digit }, digits }) {
  return digit && { index: digit.index, name: labelName(digits, digit.label) };
}
