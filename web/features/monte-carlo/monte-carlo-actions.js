import { uniformFrom } from '../../core/model/gaussian.js';
import { scoredPixels } from '../../core/model/likelihood.js';
import { priorOf } from '../../core/model/prior.js';
import { hasClosedForm, isConditional } from '../../core/model/model-kind.js';
import { codesAtOnce, weightsKeyOf } from '../../core/model/long-requests.js';
import { latest } from '../../core/state/latest.js';
import { createStore } from '../../core/state/store.js';
import { LIMITS } from '../../core/model/validate-config.js';
import { createRunningEstimate } from './running-estimate.js';
import { samplePairs } from './samples.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('./running-estimate.js').Estimate} Estimate
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'encodeInTurn' | 'reconstructionLoss' | 'posteriorGrid' | 'prior'>} SamplingEngine
 *
 * @typedef {object} Run
 * @property {'running' | 'stopped' | 'done' | 'outdated'} state   outdated: of another digit, or of other weights or samples
 * @property {Estimate} prior       from z ~ p(z)
 * @property {Estimate} q           from z ~ q(z | x)
 * @property {number | null} integral   log p(x) by integration on a grid, for two latent dimensions
 * @property {number} latentDim
 * @property {number} seed
 */

/** Samples from each of the two distributions. */
export const SAMPLES = 10_000;
/** The pieces grow with the number of samples: on a logarithmic axis the curves grow evenly. */
const GROWTH = 12;
const REST_MS = 400;
const SIDE = 64;

/**
 * Two running estimates of log p(x) of the drawn digit, while their panel is open: from samples of the prior, and from samples
 * of q(z | x). They begin again after each change of the digit or the weights.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {SamplingEngine} engine
 * @param {object} page
 * @param {() => Promise<void>} page.painted   resolves once the current state is rendered
 * @param {(error: unknown) => void} page.showError
 * @param {number} [page.restMs]
 */
export function createMonteCarloActions(store, engine, { painted, showError, restMs = REST_MS }) {
  const own = createStore({ run: /** @type {Run | null} */ (null) });
  /** What the current run, or the requested one, is about. @type {readonly unknown[] | null} */
  let subject = null;

  /** Null while nothing can be estimated or is to be. @param {Readonly<PageState>} state */
  function subjectOf(state) {
    const { opened, view, pixels, model, progress, label, monteCarlo } = state;
    if (!opened.has('samples') || view !== 'bench' || !pixels || !model || !hasClosedForm(model.config)) return null;
    // Between two pieces training would change the weights.
    if (progress?.state === 'running') return null;
    return [pixels, model.config, weightsKeyOf(state), isConditional(model.config) ? label : null, monteCarlo.seed];
  }

  /** @param {Run['state']} state */
  function end(state) {
    const { run } = own.get();
    if (run) own.set({ run: { ...run, state } });
  }

  /** @param {() => boolean} isOutdated */
  async function sample(isOutdated) {
    const {
      model,
      pixels,
      label,
      monteCarlo: { seed },
    } = store.get();
    if (!model || !pixels) return;
    const { config } = model,
      scored = scoredPixels(config, pixels),
      code = await engine.encodeInTurn(scored, label),
      density = await priorOf(engine, config);
    if (isOutdated()) return;
    const grid = config.latentDim === 2 ? await engine.posteriorGrid({ pixels: scored, label, side: SIDE }) : null;
    const prior = createRunningEstimate(),
      q = createRunningEstimate(),
      random = uniformFrom(seed),
      atOnce = codesAtOnce(model);
    for (let done = 0; done < SAMPLES;) {
      const count = Math.min(SAMPLES - done, atOnce, Math.ceil((done + 1) / GROWTH));
      const { z, logRatios } = samplePairs(density, code, count, random);
      if (isOutdated()) return;
      const losses = await engine.reconstructionLoss({ pixels: scored, z, label });
      if (isOutdated()) return;
      for (let i = 0; i < count; i++) {
        prior.add(logRatios[i] - losses[i]);
        q.add(logRatios[count + i] - losses[count + i]);
      }
      done += count;
      own.set({
        run: {
          state: done < SAMPLES ? 'running' : 'done',
          prior: prior.read(),
          q: q.read(),
          integral: grid?.logIntegral ?? null,
          latentDim: config.latentDim,
          seed,
        },
      });
      await painted();
    }
  }

  const estimates = latest(async (isOutdated) => {
    try {
      await sample(isOutdated);
    } catch (error) {
      // Requests for a removed model fail; the next one begins again.
      if (!isOutdated()) showError(error);
    }
  });

  function follow() {
    const now = subjectOf(store.get());
    if (now === null ? subject === null : now.every((part, i) => part === subject?.[i])) return;
    const isFirst = subject === null;
    subject = now;
    estimates.cancel();
    end('outdated');
    if (now) void estimates.request(isFirst ? {} : { restMs });
  }
  store.subscribe(follow);
  follow();

  return {
    /** The estimates so far. */
    store: own,
    stop() {
      if (own.get().run?.state !== 'running') return;
      estimates.cancel();
      end('stopped');
    },
    /** Begins again with the next seed. */
    again() {
      const { seed } = store.get().monteCarlo;
      store.set({ monteCarlo: { seed: seed < LIMITS.seed ? seed + 1 : 0 } });
    },
  };
}
