/** The pipeline: encoder → μ, σ → z → decoder → x̂. */
import { byTestId, find } from '../../core/dom/dom.js';
import { watch } from '../../core/dom/watch.js';
import { allHidden, layerSizes } from '../../core/model/layers.js';
import { isOfGrey } from '../../core/model/likelihood.js';
import { hasCode, hasLearnedPrior, labelCountOf } from '../../core/model/model-kind.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { imageSize } from '../../core/state/image-size.js';
import { configOf, modelKindOf, latentDimOf, shownEpsilon, shownZ } from '../../core/state/shown-code.js';
import { createCodeView } from './code-view.js';
import { createConditionView } from './condition-view.js';
import { createKindView } from './kind-view.js';
import { createPixelSampleView } from './pixel-sample-view.js';
import { createNetworkView } from './network-view.js';

/** @param {import('../../page-context.js').Page} page */
export function createCode({ store: { state }, colors, code }) {
  const encoder = createNetworkView(find(document, '#encoder-stage'), 'last');
  const decoder = createNetworkView(find(document, '#decoder-stage'), 'first');
  const codeView = createCodeView(find(document, '#code-stage'), find(document, '#z-stage'), {
    onResample: code.resample,
    onAtMean: code.setAtMean,
    onProbeEnd: code.endProbe,
    onScale: code.setSigmaScale,
  });
  const condition = createConditionView(find(document, '#sees-stage'), find(document, '#decoder-stage'), {
    onLabel: code.setLabel,
    onDecodeAs: code.setDecodeAs,
  });
  const kind = createKindView(document);
  const pixelSample = createPixelSampleView(find(document, '#xhat-stage'), { onSamples: code.setSamplesPixels });
  const echo = /** @type {HTMLCanvasElement} */ (byTestId(document, 'pad-echo'));
  const reconstruction = /** @type {HTMLCanvasElement} */ (byTestId(document, 'reconstruction'));

  watch(() => {
    const coded = state.model !== null && hasCode(state.model.config);
    const config = state.model?.config ?? { hidden: [], activation: 'relu' };
    const { width, height } = imageSize(state),
      pixels = width * height;
    const latentDim = latentDimOf(state),
      { activations } = state,
      { activation } = config,
      sizes = layerSizes(allHidden(config), { width, height }),
      silent = sizes.map(() => null);
    encoder.update({
      sizes: coded ? [pixels, ...sizes, latentDim] : [],
      layers: [state.pixels, ...(activations?.encoder ?? silent), null],
      activation,
    });
    decoder.update({
      sizes: coded ? [latentDim, ...sizes.toReversed(), pixels] : [],
      layers: [null, ...(activations?.decoder ?? silent), state.reconstruction],
      activation,
    });
  });
  watch(() =>
    codeView.update({
      code: state.code,
      sigmaScale: state.sigmaScale,
      atMean: state.atMean,
      probe: state.probe,
      z: shownZ(state),
      epsilon: shownEpsilon(state),
      latentDim: latentDimOf(state),
      kind: modelKindOf(state),
      isPriorLearned: hasLearnedPrior(configOf(state)),
      prior: state.prior,
    }),
  );
  watch(() =>
    condition.update({
      label: state.label,
      decodeAs: state.decodeAs,
      digits: state.digits,
      labelCount: state.model ? labelCountOf(state.model.config) : 0,
    }),
  );
  watch(() =>
    kind.update({
      kind: modelKindOf(state),
      preview: state.preview?.z ?? null,
      isProbe: state.probe !== null,
      scale: state.atMean ? 1 : state.sigmaScale,
      isGrey: isOfGrey(state.model?.config ?? {}),
    }),
  );
  watch(() =>
    pixelSample.update({
      probabilities: isOfGrey(state.model?.config ?? {}) ? null : (state.preview?.pixels ?? state.reconstruction),
      isPreview: state.preview !== null,
      samplesPixels: state.samplesPixels,
      seed: state.noiseSeed,
      size: imageSize(state),
      colors: colors(),
    }),
  );
  watch(() => {
    const { reconstruction: pixels, preview } = state,
      size = imageSize(state);
    paintDigit(reconstruction, preview?.pixels ?? pixels, colors(), size);
    // A copy beside the pad: on a phone the pipeline is vertical and its end is off screen.
    paintDigit(echo, pixels, colors(), size);
    reconstruction.setAttribute('data-value', preview ? 'preview' : pixels ? 'shown' : 'blank');
  });
}
