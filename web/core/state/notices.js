import { own } from './own.js';

/**
 * What the page says of what has happened. An error stays until one has dismissed it or has done what it asks for: later
 * news wait behind it, and of several errors the newest is shown and the others are counted.
 *
 * Whoever has something to say sets `notice`; setting it to null takes away the one that is shown. `resolved()` makes the
 * patch that takes away what no longer applies, whether it is shown or waits.
 *
 * @typedef {import('./page-state.js').Notice} Notice
 * @typedef {{notice: Notice | null, waiting: readonly Notice[]}} Notices
 */

/** Nothing works while this one applies, so no other is shown in its place. */
const FATAL = 'notice.failed';

/** Said of the last steps: gone with the next ones. @type {ReadonlySet<string>} */
const OF_STEPS = new Set(['notice.diverged', 'notice.restarted']);
/** Said of the model at work, or of there being none. What stopped the engine is still to be read beside the next model. @type {ReadonlySet<string>} */
const OF_MODEL = new Set(['notice.diverged', 'notice.noShipped', 'notice.replaced', 'notice.reset', 'snapshot.back', 'snapshot.backOtherDigits']);

/** What a success answers: an error that asks for another file is of no use once that file is loaded. @type {Record<string, ReadonlySet<string>>} */
const ANSWERED_BY = (() => {
  const files = new Set(['notice.loadFailed', 'notice.notWeights', 'notice.dropUnknown', 'notice.digitFiles']);
  const copies = new Set(['share.byHand']);
  return { 'notice.loaded': files, 'notice.loadedPaused': files, 'share.copied': copies, 'share.copiedRun': copies, 'share.copiedRunning': copies };
})();

/** @param {Notice | null} notice */
const isError = (notice) => notice?.kind === 'error';
/** The same cause told again replaces what was told of it before. @param {Notice} a @param {Notice} b */
const isSame = (a, b) => a.kind === b.kind && a.key === b.key && a.about === b.about;

/** The newest error is shown, else the news. @param {readonly Notice[]} all  oldest first @returns {Notices} */
function arrange(all) {
  const shown = all.find(({ key }) => key === FATAL) ?? all.findLast(isError) ?? all.at(-1) ?? null;
  return { notice: shown, waiting: all.filter((one) => one !== shown) };
}

/** @param {Notices} notices @returns {Notice[]} */
const allOf = ({ notice, waiting }) => (notice ? [...waiting, notice] : [...waiting]);

/**
 * What is shown and what waits once a notice is set.
 * @param {Notices} before
 * @param {Notice | null} notice   null: the one that is shown goes
 * @returns {Notices}
 */
export function said(before, notice) {
  if (notice === before.notice) return { notice, waiting: before.waiting };
  if (!notice) return arrange([...before.waiting]);
  const answered = isError(notice) ? undefined : own(ANSWERED_BY, notice.key);
  const others = allOf(before).filter((one) => !isSame(one, notice) && !answered?.has(one.key)
    // Of news only the last counts; beside an error, what one can still do about the news before is kept.
    && (isError(one) || (isError(notice) && one.action !== undefined)));
  return arrange([...others, notice]);
}

/**
 * The patch that takes away each notice of which this holds.
 * @param {Readonly<Notices>} notices
 * @param {(notice: Notice) => boolean} isResolved
 * @returns {Partial<Notices>}
 */
export function resolved(notices, isResolved) {
  const all = allOf(notices), left = all.filter((one) => !isResolved(one));
  return left.length === all.length ? {} : arrange(left);
}

/** Once other steps are taken. @param {Readonly<Notices>} notices */
export const afterSteps = (notices) => resolved(notices, ({ key }) => OF_STEPS.has(key));

/** Once another model is at work. @param {Readonly<Notices>} notices */
export const afterModel = (notices) => resolved(notices, ({ key }) => OF_MODEL.has(key));

/**
 * The same store, in which a notice that is set takes its place beside those that are there.
 * @template {Notices} State
 * @param {import('./store.js').Store<State>} store
 * @returns {import('./store.js').Store<State>}
 */
export function withNotices(store) {
  return {
    ...store,
    set(patch) {
      const isPlain = !('notice' in patch) || 'waiting' in patch;
      store.set(isPlain ? patch : { ...patch, ...said(store.get(), patch.notice ?? null) });
    },
  };
}
