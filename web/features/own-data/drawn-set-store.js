/** The drawn data set in this browser's IndexedDB. Storage is optional: if it is forbidden or full, the set lasts as long as the page. */
import { createStore, get, set } from 'idb-keyval';
import { emptySet, isDrawnSet } from './drawn-set.js';

const KEY = 'set';

export function createDrawnSetStore() {
  /** @type {ReturnType<typeof createStore> | null} */
  let store = null;
  const open = () => (store ??= createStore('latentpad-drawn-set', 'sets'));
  return {
    /** @returns {Promise<import('./drawn-set.js').DrawnSet>} */
    async read() {
      try {
        const kept = await get(KEY, open());
        return isDrawnSet(kept) ? kept : emptySet();
      } catch {
        return emptySet();
      }
    },
    /** @param {import('./drawn-set.js').DrawnSet} value */
    async write(value) {
      try {
        await set(KEY, value, open());
      } catch {
        // The set remains in the page.
      }
    },
  };
}
