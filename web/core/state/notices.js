import { own } from './own.js';

/**
 * The page's notices. An error stays until it is dismissed or resolved: later
 * news wait behind it, and of several errors the newest is shown and the others are counted.
 *
 * Setting `notice` adds a notice; setting it to null removes the one that is shown. `resolved()` returns the
 * patch that removes notices that no longer apply, shown or waiting.
 *
 * @typedef {import('./page-state.js').Notice} Notice
 * @typedef {{notice: Notice | null, waiting: readonly Notice[]}} Notices
 */

/** While this one applies, nothing works, so no other is shown in its place. */
const FATAL = 'notice.failed';

/** Notices about the last steps: removed with the next ones. @type {ReadonlySet<string>} */
const OF_STEPS = new Set(['notice.diverged', 'notice.restarted']);
/** Notices about the current model, or its absence. The reason why the engine stopped stays visible with the next model. @type {ReadonlySet<string>} */
const OF_MODEL = new Set([
  'notice.diverged',
  'notice.noShipped',
  'notice.replaced',
  'notice.reset',
  'snapshot.back',
  'snapshot.backOtherDigits',
]);

/**
 * The notices that a success resolves: an error that requests another file is obsolete once that file is loaded. @type
 * {Record<string, ReadonlySet<string>>}
 */
const ANSWERED_BY = (() => {
  const files = new Set(['notice.loadFailed', 'notice.notWeights', 'notice.dropUnknown']);
  const copies = new Set(['share.byHand']);
  return {
    'notice.loaded': files,
    'notice.loadedPaused': files,
    'share.copied': copies,
    'share.copiedRun': copies,
    'share.copiedRunning': copies,
  };
})();

/** @param {Notice | null} notice */
const isError = (notice) => notice?.kind === 'error';
/** A notice with the same cause replaces the earlier one. @param {Notice} a @param {Notice} b */
const isSame = (a, b) => a.kind === b.kind && a.key === b.key && a.about === b.about;

/** Shows the newest error, otherwise the news. @param {readonly Notice[]} all  oldest first @returns {Notices} */
function arrange(all) {
  const shown = all.find(({ key }) => key === FATAL) ?? all.findLast(isError) ?? all.at(-1) ?? null;
  return { notice: shown, waiting: all.filter((one) => one !== shown) };
}

/** @param {Notices} notices @returns {Notice[]} */
const allOf = ({ notice, waiting }) => (notice ? [...waiting, notice] : [...waiting]);

/**
 * The shown and waiting notices after a notice is set.
 * @param {Notices} before
 * @param {Notice | null} notice   null: removes the one that is shown
 * @returns {Notices}
 */
export function said(before, notice) {
  if (notice === before.notice) return { notice, waiting: before.waiting };
  if (!notice) return arrange([...before.waiting]);
  const answered = isError(notice) ? undefined : own(ANSWERED_BY, notice.key);
  const others = allOf(before).filter(
    (one) =>
      !isSame(one, notice)
      && !answered?.has(one.key)
      // Of news only the last is retained; beside an error, also earlier news with an action.
      && (isError(one) || (isError(notice) && one.action !== undefined)),
  );
  return arrange([...others, notice]);
}

/**
 * The patch that removes each notice for which `isResolved` returns true.
 * @param {Readonly<Notices>} notices
 * @param {(notice: Notice) => boolean} isResolved
 * @returns {Partial<Notices>}
 */
export function resolved(notices, isResolved) {
  const all = allOf(notices),
    left = all.filter((one) => !isResolved(one));
  return left.length === all.length ? {} : arrange(left);
}

/** After further steps. @param {Readonly<Notices>} notices */
export const afterSteps = (notices) => resolved(notices, ({ key }) => OF_STEPS.has(key));

/** After a change of the model. @param {Readonly<Notices>} notices */
export const afterModel = (notices) => resolved(notices, ({ key }) => OF_MODEL.has(key));

/**
 * Wraps a store so that setting a notice adds it to the existing ones.
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
