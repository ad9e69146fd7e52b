import { createStore, delMany, get, keys, set } from 'idb-keyval';

/**
 * The user's own images in this browser's IndexedDB, so that a run on them can continue after a reload. Storage is optional: if it
 * is forbidden or full, the run continues on the page's digits, as far as it can.
 *
 * @typedef {import('../../engine/image-set.js').RawImages & {images: Uint8Array<any>, labels: Uint8Array<any>, heldOut: number, name: string}} OwnImages
 * @typedef {{source: OwnImages, labelNames: readonly string[] | null}} StoredData
 */

/** Larger sets are not stored: copying them would block the page. */
export const MAX_BYTES = 16 * 1024 * 1024;
/** Of several tabs. Older ones are deleted. */
const MAX_SETS = 4;

const isText = (/** @type {unknown} */ value) => typeof value === 'string';

/** @param {any} kept @returns {kept is StoredData} */
function isStored(kept) {
  const { source, labelNames } = kept ?? {};
  return (
    typeof source === 'object'
    && source !== null
    && source.images instanceof Uint8Array
    && source.labels instanceof Uint8Array
    && [source.width, source.height, source.heldOut].every(Number.isInteger)
    && isText(source.name)
    && (labelNames === null || (Array.isArray(labelNames) && labelNames.every(isText)))
  );
}

export function createDataStore() {
  /** @type {ReturnType<typeof createStore> | null} */
  let store = null;
  const open = () => (store ??= createStore('latentpad-own-data', 'sets'));

  async function forgetOldest() {
    const oldest = (await keys(open())).sort().slice(0, -MAX_SETS);
    await delMany(oldest, open());
  }

  return {
    /** @param {StoredData} data @returns {Promise<string | null>}  its id; null if it could not be stored */
    async write({ source, labelNames }) {
      if (source.images.byteLength > MAX_BYTES) return null;
      try {
        // In the order of time: the sets themselves need not be read to find the oldest.
        const id = `${Date.now()}-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
        // Memory that is shared between threads cannot be stored.
        const own = { ...source, images: new Uint8Array(source.images), labels: new Uint8Array(source.labels) };
        await set(id, { source: own, labelNames: labelNames && [...labelNames] }, open());
        await forgetOldest();
        return id;
      } catch {
        return null;
      }
    },
    /** @param {string} id @returns {Promise<StoredData | null>} */
    async read(id) {
      try {
        const kept = await get(id, open());
        return isStored(kept) ? { source: kept.source, labelNames: kept.labelNames } : null;
      } catch {
        return null;
      }
    },
  };
}
