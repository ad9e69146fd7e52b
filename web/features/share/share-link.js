import { comparedSteps } from '../../core/link/link-sections.js';
import { formatLink } from '../../core/link/link.js';
import { MAX_STEPS } from '../../core/link/link-table.js';
import { stepOf, whyNotReproducible } from '../../core/model/run-record.js';

/**
 * The link to share: the page's URL and, for a run, its arithmetic and checksum, so
 * that another browser reproduces the weights or reports a difference.
 *
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../core/model/run-record.js').Alteration} Alteration
 *
 * @typedef {{hide: readonly import('../../core/state/panels.js').Hideable[], at: typeof import('../../core/link/link-table.js').PLACES[number] | ''}} ForClass
 *   the hidden parts, and where it opens; '' for the top
 *
 * @typedef {ForClass & {keys?: Record<string, string>}} ClassLink   with further keys of the link
 *
 * @typedef {object} Shared
 * @property {string} hash
 * @property {number} steps      number of training steps; 0 for none
 * @property {string} checksum   '' if it has none
 * @property {'file' | 'long' | Alteration | null} why   the link cannot reproduce these weights; null if it can
 */

/**
 * @param {Readonly<PageState>} state
 * @param {ClassLink} [forClass]   instead of the parts hidden now
 * @returns {Shared}
 */
export function shareLink(state, forClass) {
  const { model, progress, engine } = state;
  /** @type {Record<string, string>} */
  // The number of processors depends on the machine, and a running run has no final step.
  // The language is always included: without it the recipient's choice would apply.
  const orders = { threads: '', play: '', sum: '', lang: state.language };
  if (forClass)
    Object.assign(orders, {
      hide: forClass.hide.join(','),
      at: forClass.hide.some((panel) => panel === forClass.at) ? '' : forClass.at,
      ...forClass.keys,
    });
  const compared = comparedSteps(state, MAX_STEPS) ?? 0;
  if (compared > 0) {
    orders.csteps = String(compared);
    if (engine) orders.arith = engine.arithmetic;
  }
  const steps = stepOf(state);
  const why = whyNotReproducible(state) ?? (steps > MAX_STEPS ? 'long' : null);
  if (!model || steps === 0 || why)
    return { hash: formatLink(state, { ...orders, steps: '' }), steps: 0, checksum: '', why };
  const checksum = progress?.state === 'running' ? '' : progress?.checksum || model.checksum;
  if (engine) orders.arith = engine.arithmetic;
  return { hash: formatLink(state, { ...orders, steps: String(steps), sum: checksum }), steps, checksum, why };
}
