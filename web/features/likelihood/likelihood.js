/** The terms of the bound for the digit, in nats, and the KL of each dimension over the held-out digits. */
import { find } from '../../core/dom/dom.js';
import { hasSpread } from '../../core/model/model-kind.js';
import { watch } from '../../core/dom/watch.js';
import { configOf, latentDimOf, modelKindOf } from '../../core/state/shown-code.js';
import { createHeldOutKlView } from './held-out-kl-view.js';
import { createLikelihoodView } from './likelihood-view.js';

/** @param {Pick<import('../../page-context.js').Page, 'store'>} page */
export function createLikelihood({ store: { state } }) {
  const digit = createLikelihoodView(find(document, '#nats'));
  const heldOut = createHeldOutKlView(find(document, '#train'));
  watch(() =>
    digit.update({
      digitTerms: state.digitTerms,
      typicality: state.typicality,
      pixels: state.pixels,
      probe: state.probe,
      kind: modelKindOf(state),
      config: state.model?.config ?? {},
    }),
  );
  watch(() =>
    heldOut.update({ dimensions: state.dimensions, latentDim: hasSpread(configOf(state)) ? latentDimOf(state) : 0 }),
  );
}
