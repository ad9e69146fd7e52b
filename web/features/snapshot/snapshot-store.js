import { createStore, del, entries, get, set } from 'idb-keyval';
import { createTabHolder } from './tab-name.js';

/**
 * Where runs are kept: in this browser's IndexedDB, one for each tab. A tab knows its own by a name in its session
 * storage, which outlives a reload, a crash and a discarded tab, and goes with it. A tab that was duplicated takes a name
 * of its own and begins with the run of the one that it is a copy of. Nothing here is ever required: where storage is
 * forbidden, full or stuck, the answer is that there is nothing.
 */

const TAB = 'latentpad.tab', WRITTEN = 'latentpad.link';
/** Runs of tabs that are gone are dropped when there are more than these with this tab's, or when they are this old. */
const MAX_RUNS = 4, OLDEST_MS = 14 * 24 * 3600 * 1000;
/** A browser may not take the address that a page writes as it is left: it then comes back to one that was written before. */
const LINKS_KNOWN = 3;
/** A page does not wait longer for a storage that hangs. */
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
        // The tab forgets, and works all the same.
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
const soonOr = (answer, instead) => Promise.race([
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
  session: open = () => sessionStorage, newName = () => crypto.getRandomValues(new Uint32Array(2)).join('-'), holder = createTabHolder(),
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
  let isCopy = false, onCopy = () => {};
  async function rename() {
    isCopy = true;
    tab = newName();
    session.set(TAB, tab);
    await holder.hold(tab, lost).catch(() => true);
  }
  function lost() {
    named = rename();
    onCopy();
  }
  /** Once the tab has a name that no other living one is known to have. */
  let named = (async () => {
    if (!(await holder.hold(tab, lost).catch(() => true))) await rename();
  })();
  /** @type {import('idb-keyval').UseStore | undefined} */
  let database;
  const runs = () => (database ??= createStore('latentpad', 'runs'));
  let hasPruned = false;

  /** Once a visit: those of tabs that will not come back. */
  async function prune() {
    if (hasPruned) return;
    hasPruned = true;
    const living = await holder.living().catch(() => new Set());
    const others = (await entries(runs())).filter(([name]) => name !== tab && !living.has(String(name)))
      .map(([name, blob]) => ({ name, savedAt: Number(blob?.savedAt) || 0 })).sort((a, b) => b.savedAt - a.savedAt);
    const old = others.filter(({ savedAt }, i) => i >= MAX_RUNS - 1 || savedAt < Date.now() - OLDEST_MS);
    await Promise.all(old.map(({ name }) => del(name, runs())));
  }

  return {
    /** The tab's name. It changes when another living tab turns out to have it. */
    get tab() {
      return tab;
    },
    /** Whether what was read is another tab's, of which this one is a copy. */
    isCopy: () => isCopy,
    /** @param {() => void} listener  called when that turns out only after something was read or written */
    onCopy(listener) {
      onCopy = listener;
    },
    /** What this tab has kept, or the one of which it is a copy; null at once where the tab is new. @returns {Promise<unknown>} */
    async read() {
      if (!known) return null;
      // A duplicate reads what is there now, whatever its name will be: the other goes on.
      const run = soonOr((async () => (await get(known, runs())) ?? null)(), null);
      await named;
      return run;
    },
    /** As the page leaves: another page of this tab may come. */
    leave: () => holder.release(),
    /** As it comes back out of the browser's memory. */
    comeBack: () => void holder.hold(tab, lost).catch(() => {}),
    /** @param {import('./snapshot.js').Snapshot} snapshot @returns {Promise<boolean>} whether it is kept */
    async write(snapshot) {
      try {
        await named;
        await prune();
        await set(tab, { ...snapshot, tab }, runs());
        return true;
      } catch {
        return false;
      }
    },
    async remove() {
      await named;
      await soonOr((async () => del(tab, runs()))(), undefined);
    },
    /** Whether this tab has written that link lately: one that it did not write is somebody's wish. @param {string} hash */
    hasWritten: (hash) => writtenLinks().includes(hash),
    /** @param {string} hash  that the tab has written into its address */
    noteLink(hash) {
      const before = writtenLinks();
      if (before[0] !== hash) session.set(WRITTEN, JSON.stringify([hash, ...before.filter((link) => link !== hash)].slice(0, LINKS_KNOWN)));
    },
  };
}
