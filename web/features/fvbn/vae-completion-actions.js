import { isOfGrey } from '../../core/model/likelihood.js';
import { hasClosedForm, isConditional } from '../../core/model/model-kind.js';
import { SIDE } from '../../core/pictures/digit-image.js';
import { codesAtOnce, weightsKeyOf } from '../../core/model/long-requests.js';
import { priorOf } from '../../core/model/prior.js';
import { latest } from '../../core/state/latest.js';
import { createStore } from '../../core/state/store.js';
import { helpOf } from '../../core/texts/message-of.js';
import { completeByResampling } from './importance-resampling.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'encodeInTurn' | 'decodeBatch' | 'prior'>} CodeEngine
 * @typedef {Pick<import('./fvbn-actions.js').FvbnState, 'digit' | 'rows' | 'completionSeed'>} Question
 *
 * @typedef {object} VaeCompletionState
 * @property {'blank' | 'needs' | 'waiting' | 'running' | 'done'} phase   blank: nothing to complete; needs: the page's model
 *   cannot; waiting: for the end of a training run
 * @property {(import('./importance-resampling.js').Completion & {rows: number}) | null} completion   the last one; while another
 *   is running, of the earlier digit, rows or weights
 * @property {import('../../core/texts/message-of.js').Message} failure
 */

/** S, half from the prior. */
export const SAMPLES = 1000;
export const COMPLETIONS = 4;
const REST_MS = 300;

/** Whether a model has what the weights need: q(z | x), and probabilities of binary pixels. @param {{model: string, likelihood?: string}} config */
export const canComplete = (config) => hasClosedForm(config) && !isOfGrey(config);

/**
 * Completes the lab's digit with the page's model. Begins again after each change of the digit, the given rows, the seed or the weights.
 * @param {import('../../core/state/store.js').Store<any>} lab
 * @param {import('../../core/state/store.js').Store<PageState>} page
 * @param {CodeEngine} engine   with the page's model
 * @param {{restMs?: number}} [options]
 */
export function createVaeCompletionActions(lab, page, engine, { restMs = REST_MS } = {}) {
  const own = createStore(/** @type {VaeCompletionState} */ ({ phase: 'blank', completion: null, failure: '' }));
  /** What the current run, or the requested one, is about. @type {readonly unknown[]} */
  let subject = [];

  /** @returns {{phase: VaeCompletionState['phase'], subject: readonly unknown[]}} */
  function wanted() {
    const { digit, rows, completionSeed } = /** @type {Question} */ (lab.get()),
      { model, progress, label, view } = page.get();
    if (model && !canComplete(model.config)) return { phase: 'needs', subject: [] };
    if (!model || !digit) return { phase: 'blank', subject: [] };
    // Between two requests training would change the weights.
    if (progress?.state === 'running') return { phase: 'waiting', subject: [] };
    // The story does not show the lab.
    if (view !== 'bench') return { phase: 'blank', subject: [] };
    return {
      phase: 'running',
      subject: [
        digit,
        rows,
        completionSeed,
        model.config,
        weightsKeyOf(page.get()),
        isConditional(model.config) ? label : null,
      ],
    };
  }

  /** @param {() => boolean} isOutdated */
  async function complete(isOutdated) {
    const { digit, rows, completionSeed } = /** @type {Question} */ (lab.get()),
      { model, label } = page.get();
    if (!model || !digit) return;
    const completion = await completeByResampling({
      pixels: digit,
      visible: rows * SIDE,
      prior: await priorOf(engine, model.config),
      samples: SAMPLES,
      count: COMPLETIONS,
      seed: completionSeed,
      atOnce: codesAtOnce(model),
      encode: (pixels) => engine.encodeInTurn(pixels, label),
      decode: (z) => engine.decodeBatch(z, label),
      isOutdated,
    });
    if (completion) own.set({ phase: 'done', completion: { ...completion, rows }, failure: '' });
  }

  const completions = latest(async (isOutdated) => {
    try {
      await complete(isOutdated);
    } catch (error) {
      // Requests for a removed model fail; the next one begins again.
      if (!isOutdated()) own.set({ phase: 'blank', completion: null, failure: helpOf(error) });
    }
  });

  function follow() {
    const now = wanted(),
      isSame = now.subject.length === subject.length && now.subject.every((part, i) => part === subject[i]);
    if (now.phase !== 'running') own.set({ phase: now.phase, completion: null, failure: '' });
    if (isSame) return;
    subject = now.subject;
    completions.cancel();
    if (now.phase !== 'running') return;
    own.set({ phase: 'running' });
    void completions.request({ restMs });
  }
  lab.subscribe(follow);
  page.subscribe(follow);
  follow();

  return { store: own };
}
