/** The row x → encoder → μ, σ → z → decoder → x̂, and what the digit weighs in nats. */
import { t } from '../i18n/translate.js';
import { hasCode, isConditional } from '../lib/model-kind.js';
import { shownEpsilon, shownZ } from '../state/code-actions.js';
import { createCodeView } from '../views/code-view.js';
import { paintDigit } from '../views/digit-canvas.js';
import { byTestId, find } from '../views/dom.js';
import { createConditionView } from '../views/condition-view.js';
import { createKeepView } from '../views/keep-view.js';
import { createKindView } from '../views/kind-view.js';
import { createNatsView } from '../views/nats-view.js';
import { createNetworkView } from '../views/network-view.js';
import { createPadView } from '../views/pad-view.js';
import { announce } from '../views/page-views.js';
import { createSeesView } from '../views/sees-view.js';
import { kindOf, latentDimOf } from './page.js';

/**
 * @param {import('./page.js').Page} page
 * @returns {import('./page.js').Part[]}
 */
export function createSpine({ store, colors, code, pictures, keep }) {
  const pad = createPadView(find(document, '#pad-stage'), {
    onStrokeBegin: code.beginStroke, onStrokeMove: code.extendStroke, onClear: code.clear, onUndo: code.undo, onRandom: code.showRandomDigit,
    onPen: code.setPenWidth, onPicture: pictures.open,
  });
  const sees = createSeesView(find(document, '#sees-stage'), { onPrepare: code.setPrepare });
  const letters = createKeepView(find(document, '#sees-stage'), {
    onKeep: (slot) => void keep(slot).then(() => announce(() => t('pad.kept', { name: 'ABCD'[slot] }))),
  });
  const encoder = createNetworkView(find(document, '#encoder-stage'));
  const decoder = createNetworkView(find(document, '#decoder-stage'));
  const codeView = createCodeView(find(document, '#code-stage'), find(document, '#z-stage'), {
    onResample: code.resample, onAtMean: code.setAtMean, onProbeEnd: code.endProbe, onScale: code.setSigmaScale,
  });
  const condition = createConditionView(find(document, '#sees-stage'), find(document, '#decoder-stage'), { onLabel: code.setLabel, onPaintAs: code.setPaintAs });
  const kind = createKindView(document);
  const nats = createNatsView(find(document, '#nats'));
  const echo = /** @type {HTMLCanvasElement} */ (byTestId(document, 'pad-echo'));
  const reconstruction = /** @type {HTMLCanvasElement} */ (byTestId(document, 'reconstruction'));

  /** @type {import('./page.js').Part['update']} */
  const showPad = ({ drawing, penWidth, digits }) => pad.update({ drawing, penWidth, hasDigits: digits !== null, colors: colors() });
  // Its canvas is drawn for the size it has.
  new ResizeObserver(() => showPad(store.get())).observe(byTestId(document, 'pad'));

  return [
    { keys: ['drawing', 'penWidth', 'digits', 'scheme'], update: showPad },
    { keys: ['pixels', 'drawing', 'prepare', 'scheme', 'language'], update: ({ pixels, drawing, prepare }) => sees.update({
      pixels, digit: drawing.digit, isPicture: drawing.picture !== null, prepare, colors: colors(),
    }) },
    { keys: ['pixels', 'walkMarks', 'language'], update: ({ pixels, walkMarks }) => letters.update({ canKeep: pixels !== null, kept: walkMarks }) },
    { keys: ['model', 'activations', 'pixels', 'reconstruction', 'language'], update(state) {
      const coded = state.model !== null && hasCode(state.model.config);
      const { hidden, activation } = state.model?.config ?? { hidden: [], activation: 'relu' };
      const latentDim = latentDimOf(state), { activations } = state, silent = hidden.map(() => null);
      encoder.update({
        sizes: coded ? [784, ...hidden, latentDim] : [], layers: [state.pixels, ...(activations?.encoder ?? silent), null], activation,
      });
      decoder.update({
        sizes: coded ? [latentDim, ...hidden.toReversed(), 784] : [], layers: [null, ...(activations?.decoder ?? silent), state.reconstruction], activation,
      });
    } },
    { keys: ['code', 'epsilon', 'sigmaScale', 'atMean', 'probe', 'model', 'language'], update: (state) => codeView.update({
      ...state, z: shownZ(state), epsilon: shownEpsilon(state), latentDim: latentDimOf(state), kind: kindOf(state),
    }) },
    { keys: ['model', 'label', 'paintAs', 'language'], update: (state) => condition.update({
      ...state, isConditional: isConditional({ model: kindOf(state) }),
    }) },
    { keys: ['model', 'sigmaScale', 'atMean', 'preview', 'language'], update: (state) => kind.update({ kind: kindOf(state), preview: state.preview?.z ?? null, scale: state.atMean ? 1 : state.sigmaScale }) },
    { keys: ['nats', 'usual', 'pixels', 'model', 'language'], update: (state) => nats.update({ ...state, kind: kindOf(state) }) },
    { keys: ['reconstruction', 'preview', 'scheme'], update({ reconstruction: pixels, preview }) {
      paintDigit(reconstruction, preview?.pixels ?? pixels, colors());
      // The same beside the pad, where the row runs down a phone and its end is out of sight.
      paintDigit(echo, pixels, colors());
      reconstruction.setAttribute('data-value', preview ? 'preview' : pixels ? 'shown' : 'blank');
    } },
  ];
}
