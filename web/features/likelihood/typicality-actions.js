import { logDensityOf, logPriorOverPosterior } from '../../core/model/diagonal-mixture.js';
import { digitFromBytes } from '../../core/pictures/digit-image.js';
import { reparameterize, standardNormal, uniformFrom } from '../../core/model/gaussian.js';
import { scoredPixels } from '../../core/model/likelihood.js';
import { hasCode, hasLearnedPrior, isHierarchical, orderingsOf } from '../../core/model/model-kind.js';
import { priorOf } from '../../core/model/prior.js';
import { latest } from '../../core/state/latest.js';
import { percentWithLargerLoss } from './typicality.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'encodeHeldOut' | 'reconstructionLoss' | 'conditionals' | 'prior'>} TypicalityEngine
 * @typedef {import('../../core/state/page-state.js').Typicality} Typicality
 */

/** Time without changes of the drawing or the weights before an evaluation. */
const REST_MS = 400;
/** Maximum work per decode request, in parameters: a few milliseconds, so that pen input is not delayed. */
const WORK = 4e6;
/** Without a code each digit needs its own request. */
const MAX_EXACT = 250,
  MIN_EXACT = 50;
/** A thousand of ten thousand held-out digits give the percentile to within one or two points, in a tenth of the time. */
const MAX_CODED = 1000;
/** The bound of the drawn digit is averaged over this many samples of z, that of each held-out digit uses one. */
const SAMPLES = 16,
  SEED = 1;

/** @param {Float32Array | number[]} values */
const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);

/**
 * The KL term of one code after another, in nats: the sum of the closed form over the dimensions or, with a learned prior, which has
 * none, log q(z | x) − log p(z) of the sampled z.
 * @param {{z: Float32Array, logVar: Float32Array, epsilon: Float32Array, kl: Float32Array}} codes
 * @param {number} latentDim
 * @param {((z: ArrayLike<number>) => number) | null} logPrior   of a learned prior
 */
function klTerms({ z, logVar, epsilon, kl }, latentDim, logPrior) {
  return Array.from({ length: z.length / latentDim }, (_, i) => {
    const of = (/** @type {Float32Array} */ all) => all.subarray(i * latentDim, (i + 1) * latentDim);
    return logPrior ? -logPriorOverPosterior(logPrior, of(z), of(logVar), of(epsilon)) : sum(of(kl));
  });
}

/**
 * The percentile of the drawing's loss: its −ELBO (for an AE its reconstruction error, for FVBN and MADE −log p(x)) among those of
 * the held-out digits, over the pixels that the likelihood scores. The held-out losses are evaluated once per weights, after training stops.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {TypicalityEngine} engine
 * @param {{restMs?: number}} [options]
 */
export function followTypicality(store, engine, { restMs = REST_MS } = {}) {
  /** @type {{losses: Float64Array, weights: unknown} | null} */
  let reference = null;

  /** log p(z) of a learned prior. @param {import('../../engine/messages.js').ModelConfig} config */
  const learnedPrior = async (config) => (hasLearnedPrior(config) ? logDensityOf(await priorOf(engine, config)) : null);

  /** Changes with every step and every model. @param {Readonly<PageState>} state */
  const weightsOf = ({ model, progress, digits }) =>
    model && digits
      ? `${model.checksum} ${progress?.checksum ?? ''} ${progress?.step ?? ''} ${digits.name} ${digits.count}`
      : null;

  /** @param {() => boolean} isOutdated @returns {Promise<Float64Array | null>} */
  async function heldOutLosses(isOutdated) {
    const { model, digits } = store.get();
    if (!model || !digits) return null;
    const { latentDim } = model.config,
      isCoded = hasCode(model.config);
    // Each ordering takes a pass.
    const maxExact = Math.max(MIN_EXACT, Math.floor(MAX_EXACT / orderingsOf(model.config)));
    const count = Math.min(digits.labels.length, isCoded ? MAX_CODED : maxExact);
    const losses = new Float64Array(count);
    if (!isCoded) {
      for (let i = 0; i < count; i++) {
        if (isOutdated()) return null;
        losses[i] = -(await engine.conditionals({ pixels: scoredPixels(model.config, digitFromBytes(digits, i)) }))
          .logLikelihood;
      }
      return losses;
    }
    const { mu, logVar, kl } = await engine.encodeHeldOut();
    const random = uniformFrom(SEED),
      logPrior = await learnedPrior(model.config);
    const atOnce = Math.max(1, Math.floor(WORK / model.parameters));
    for (let from = 0; from < count; from += atOnce) {
      if (isOutdated()) return null;
      const to = Math.min(count, from + atOnce),
        pixels = new Float32Array((to - from) * digits.width * digits.height);
      for (let i = from; i < to; i++)
        pixels.set(scoredPixels(model.config, digitFromBytes(digits, i)), (i - from) * digits.width * digits.height);
      const rows = (/** @type {Float32Array} */ all) => all.subarray(from * latentDim, to * latentDim);
      const epsilon = standardNormal(rows(logVar).length, random),
        z = logVar.length === 0 ? rows(mu) : reparameterize(rows(mu), rows(logVar), epsilon);
      const reconstruction = await engine.reconstructionLoss({
        pixels,
        z,
        label: [...digits.labels.subarray(from, to)],
      });
      const terms = klTerms({ z, logVar: rows(logVar), epsilon, kl: rows(kl) }, latentDim, logPrior);
      reconstruction.forEach((loss, i) => {
        losses[from + i] = loss + terms[i];
      });
    }
    return losses;
  }

  /** @returns {Promise<number | null>} */
  async function ownLoss() {
    const { pixels, code, model, label } = store.get();
    if (!pixels || !model) return null;
    const scored = scoredPixels(model.config, pixels);
    if (!hasCode(model.config)) return -(await engine.conditionals({ pixels: scored })).logLikelihood;
    if (!code || code.mu.length !== model.config.latentDim) return null;
    const { mu, logVar, kl } = code,
      { length } = mu,
      count = logVar.length === 0 ? 1 : SAMPLES;
    const repeated = (/** @type {Float32Array} */ values) => {
      const all = new Float32Array(count * values.length);
      for (let i = 0; i < count; i++) all.set(values, i * values.length);
      return all;
    };
    const images = repeated(scored),
      spreads = repeated(logVar),
      epsilon = standardNormal(spreads.length, uniformFrom(SEED)),
      z = logVar.length === 0 ? mu : reparameterize(repeated(mu), spreads, epsilon);
    const terms = klTerms({ z, logVar: spreads, epsilon, kl: repeated(kl) }, length, await learnedPrior(model.config));
    return (sum(await engine.reconstructionLoss({ pixels: images, z, label })) + sum(terms)) / count;
  }

  const typicality = latest(async (isReplaced) => {
    const { progress, pixels, digits, model } = store.get(),
      weights = weightsOf(store.get());
    if (!pixels || !digits || !model || weights === null || progress?.state === 'running') return;
    // p(x | z) of several layers is no loss of one code.
    if (isHierarchical(model.config)) return;
    const isOutdated = () => isReplaced() || weightsOf(store.get()) !== weights;
    try {
      if (reference?.weights !== weights) {
        const losses = await heldOutLosses(isOutdated);
        if (!losses || isOutdated()) return;
        reference = { losses, weights };
      }
      const loss = await ownLoss();
      if (loss === null || isOutdated() || !reference) return;
      store.set({
        typicality: { percent: percentWithLargerLoss(reference.losses, loss), loss, digits: reference.losses.length },
      });
    } catch {
      // Requests for a removed model fail; the next one is evaluated again. Real failures are reported with the likelihood terms.
      if (!isReplaced()) store.set({ typicality: null });
    }
  });

  store.subscribe((_, changed) => {
    if (
      !['code', 'pixels', 'label', 'model', 'progress', 'digits'].some((key) =>
        changed.has(/** @type {keyof PageState} */ (key)),
      )
    )
      return;
    // Removes an outdated percentile.
    if (store.get().typicality) store.set({ typicality: null });
    if (store.get().progress?.state === 'running') typicality.cancel();
    else void typicality.request({ restMs });
  });
}
