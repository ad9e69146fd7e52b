import { createStore, del, entries, get, set } from 'idb-keyval';
import { createTabHolder } from './tab-name.js';

/**
 * Stores runs in this browser's IndexedDB, one for each tab. A tab identifies its own by a name in its session
 * storage, which survives a reload, a crash and a discarded tab, and is deleted with the tab. A duplicated tab takes a new
 * name and starts with the run of the original. Storage is always optional: if it is
 * forbidden, full or blocked, reads return nothing.
 */

const TAB = 'latentpad.tab',
  WRITTEN = 'latentpad.link';
/** Runs of closed tabs are deleted if there are more than MAX_RUNS including this tab's, or if they are older than OLDEST_MS. */
const MAX_RUNS = 4,
  OLDEST_MS = 14 * 24 * 3600 * 1000;
/** A browser may ignore the URL that a page writes as it closes: it then returns to an earlier one. */
const LINKS_KNOWN = 3;
/** Timeout for a storage that does not respond. */
const PATIENCE_MS = 1500;

/** @param {() => Storage} open */
function sessionOf(open) {
  return {
    /** @param {string} name */
    get(name) {
      try {
        return open().getItem(name);
      } catch {
        return null;
      }
    },
    /** @param {string} name @param {string} value */
    set(name, value) {
      try {
        open().setItem(name, value);
      } catch {
        // Without session storage the tab still works.
      }
    },
  };
}

/**
 * @template T
 * @param {Promise<T>} answer
 * @param {T} instead
 * @returns {Promise<T>}
 */
const soonOr = (answer, instead) =>
  Promise.race([
    answer.catch(() => instead),
    new Promise((/** @type {(value: T) => void} */ done) => setTimeout(() => done(instead), PATIENCE_MS)),
  ]);

/**
 * @param {object} [page]
 * @param {() => Storage} [page.session]
 * @param {() => string} [page.newName]
 * @param {import('./tab-name.js').Holder} [page.holder]
 */
export function createSnapshotStore({
  session: open = () => sessionStorage,
  newName = () => crypto.getRandomValues(new Uint32Array(2)).join('-'),
  holder = createTabHolder(),
} = {}) {
  const session = sessionOf(open);
  const known = session.get(TAB);
  let tab = known ?? newName();
  if (!known) session.set(TAB, tab);
  /** The newest first. @returns {string[]} */
  function writtenLinks() {
    try {
      const links = JSON.parse(session.get(WRITTEN) ?? '[]');
      return Array.isArray(links) ? links : [];
    } catch {
      return [];
    }
  }
  let isCopy = false,
    onCopy = () => {};
  async function rename() {
    const original = tab;
    isCopy = true;
    tab = newName();
    await holder.hold(tab, lost).catch(() => true);
    // The run first: until it has its own, a tab that is reloaded is a copy again, and finds the original's.
    await soonOr(copyRun(original, tab), undefined);
    session.set(TAB, tab);
  }
  /** @param {string} name  of a tab @param {object} run */
  const put = (name, run) => set(name, { ...run, tab: name }, runs());
  /** @param {string} from @param {string} to  names of tabs */
  async function copyRun(from, to) {
    const run = await get(from, runs());
    if (run) await put(to, run);
  }
  function lost() {
    named = rename();
    onCopy();
  }
  /** Resolves once the tab has a name that no other living tab holds. */
  let named = (async () => {
    if (!(await holder.hold(tab, lost).catch(() => true))) await rename();
  })();
  /** @type {import('idb-keyval').UseStore | undefined} */
  let database;
  const runs = () => (database ??= createStore('latentpad', 'runs'));
  let hasPruned = false;

  /** Once per visit: deletes runs of tabs that are closed. */
  async function prune() {
    if (hasPruned) return;
    hasPruned = true;
    const living = await holder.living().catch(() => new Set());
    const others = (await entries(runs()))
      .filter(([name]) => name !== tab && !living.has(String(name)))
      .map(([name, blob]) => ({ name, savedAt: Number(blob?.savedAt) || 0 }))
      .sort((a, b) => b.savedAt - a.savedAt);
    const old = others.filter(({ savedAt }, i) => i >= MAX_RUNS - 1 || savedAt < Date.now() - OLDEST_MS);
    await Promise.all(old.map(({ name }) => del(name, runs())));
  }

  return {
    /** The tab's name. It changes if another living tab holds it. */
    get tab() {
      return tab;
    },
    /** Whether the snapshot that was read belongs to another tab, of which this one is a copy. */
    isCopy: () => isCopy,
    /** @param {() => void} listener  called if that is detected only after a read or write */
    onCopy(listener) {
      onCopy = listener;
    },
    /** Returns the snapshot of this tab, or of the tab that it was copied from; null immediately in a new tab. @returns {Promise<unknown>} */
    async read() {
      if (!known) return null;
      // A duplicate reads the current snapshot, whatever its new name: the original continues to write.
      const run = soonOr((async () => (await get(known, runs())) ?? null)(), null);
      await named;
      return run;
    },
    /** On leaving the page: another page may open in this tab. */
    leave: () => holder.release(),
    /** On return from the back/forward cache. */
    comeBack: () => void holder.hold(tab, lost).catch(() => {}),
    /** @param {import('./snapshot.js').Snapshot} snapshot @returns {Promise<boolean>} whether it was stored */
    async write(snapshot) {
      try {
        await named;
        await prune();
        await put(tab, snapshot);
        return true;
      } catch {
        return false;
      }
    },
    async remove() {
      await named;
      await soonOr((async () => del(tab, runs()))(), undefined);
    },
    /** Whether this tab has recently written that link: any other link is the user's request. @param {string} hash */
    hasWritten: (hash) => writtenLinks().includes(hash),
    /** @param {string} hash  that the tab has written into its URL */
    noteLink(hash) {
      const before = writtenLinks();
      if (before[0] !== hash)
        session.set(WRITTEN, JSON.stringify([hash, ...before.filter((link) => link !== hash)].slice(0, LINKS_KNOWN)));
    },
  };
}
