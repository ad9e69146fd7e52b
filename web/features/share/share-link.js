import { comparedSteps } from '../../core/link/link-sections.js';
import { formatLink } from '../../core/link/link.js';
import { MAX_STEPS } from '../../core/link/link-table.js';
import { whyNotReproducible } from '../../core/model/run-record.js';

/**
 * The link one gives to somebody else: what the address says, and with a run also its arithmetic and its checksum, so
 * that another browser ends in the same weights, or can say that it did not.
 *
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../core/model/run-record.js').Alteration} Alteration
 *
 * @typedef {{hide: readonly import('../../core/state/panels.js').Hideable[], at: typeof import('../../core/link/link-table.js').PLACES[number] | ''}} ForClass
 *   what is not there, and where it opens; '' for its top
 *
 * @typedef {object} Shared
 * @property {string} hash
 * @property {number} steps      that it trains; 0 for none
 * @property {string} checksum   '' where it names none
 * @property {'file' | 'long' | Alteration | null} why   it cannot bring these weights back; null where it can
 */

/**
 * @param {Readonly<PageState>} state
 * @param {ForClass} [forClass]   instead of what is hidden now
 * @returns {Shared}
 */
export function shareLink(state, forClass) {
  const { model, progress, engine } = state;
  /** @type {Record<string, string>} */
  // How many processors there are is this machine's own affair, and a run that still goes on has no end to wait for.
  // The language is named always: whoever opens a silent link may have chosen another.
  const orders = { threads: '', play: '', sum: '', lang: state.language };
  if (forClass) Object.assign(orders, { hide: forClass.hide.join(','), at: forClass.hide.some((panel) => panel === forClass.at) ? '' : forClass.at });
  const compared = comparedSteps(state, MAX_STEPS) ?? 0;
  if (compared > 0) {
    orders.csteps = String(compared);
    if (engine) orders.arith = engine.arithmetic;
  }
  const steps = progress?.step ?? model?.step ?? 0;
  const why = whyNotReproducible(state) ?? (steps > MAX_STEPS ? 'long' : null);
  if (!model || steps === 0 || why) return { hash: formatLink(state, { ...orders, steps: '' }), steps: 0, checksum: '', why };
  const checksum = progress?.state === 'running' ? '' : progress?.checksum || model.checksum;
  if (engine) orders.arith = engine.arithmetic;
  return { hash: formatLink(state, { ...orders, steps: String(steps), sum: checksum }), steps, checksum, why };
}
