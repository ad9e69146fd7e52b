/** Samples from the prior beside samples from q(z | x). Loaded when the panel is first opened. */
import { linkToShipped } from '../../core/link/link-targets.js';
import { parseLink } from '../../core/link/link.js';
import { isConditional } from '../../core/model/model-kind.js';
import { painted } from '../../core/dom/painted.js';
import { watch } from '../../core/dom/watch.js';
import { createMonteCarloActions } from './monte-carlo-actions.js';
import { createMonteCarloView } from './monte-carlo-view.js';

/**
 * @param {HTMLElement} root
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'showError'>} page
 * @param {import('./monte-carlo-actions.js').SamplingEngine} engine
 * @param {(link: ReturnType<typeof parseLink>) => Promise<void>} follow
 */
export function startSampling(root, { store, showError }, engine, follow) {
  const { state } = store;
  const actions = createMonteCarloActions(store, engine, { painted, showError });
  const view = createMonteCarloView(root, {
    onStop: actions.stop,
    onAgain: actions.again,
    onLatent: (size) => void follow(parseLink(linkToShipped({ latent: size }))),
  });
  watch(() => {
    const { digitTerms, pixels, model } = state;
    view.update({
      run: actions.store.state.run,
      elbo: digitTerms?.pixels === pixels ? (digitTerms?.likelihood?.elbo ?? null) : null,
      seed: state.monteCarlo.seed,
      latentDim: model?.config.latentDim ?? 0,
      isConditional: model !== null && isConditional(model.config),
      isWaiting: state.progress?.state === 'running',
    });
  });
}
