/** The pseudo-inputs of a VampPrior, below the map. Loaded with the first model that has some. */
import { watch } from '../../core/dom/watch.js';
import { imageSize } from '../../core/state/image-size.js';
import { chosenComponent, latentDimOf } from '../../core/state/shown-code.js';
import { createPseudoInputsView } from './pseudo-inputs-view.js';

/**
 * @param {HTMLElement} root
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors' | 'code'>} page
 */
export function startPseudoInputs(root, { store, colors, code }) {
  const { state } = store;
  const view = createPseudoInputsView(root, {
    /** Sets z to the mean of a component, which the map then shows. */
    onPick(index) {
      const { prior } = store.get(),
        latentDim = latentDimOf(store.get());
      if (!prior) return;
      const z = prior.means.slice(index * latentDim, (index + 1) * latentDim);
      store.set({ component: { index, z } });
      code.probeWith(z);
    },
  });
  watch(() =>
    view.update({
      prior: state.prior,
      latentDim: latentDimOf(state),
      component: chosenComponent(state),
      size: imageSize(state),
      colors: colors(),
    }),
  );
}
