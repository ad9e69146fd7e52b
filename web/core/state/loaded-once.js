/**
 * Loads a value at its first use and keeps it. A load that failed is repeated at the next use.
 * @template Value
 * @param {() => Promise<Value>} load
 * @returns {() => Promise<Value>}
 */
export function loadedOnce(load) {
  /** @type {Promise<Value> | undefined} */
  let loaded;
  return () =>
    (loaded ??= load().catch((error) => {
      loaded = undefined;
      throw error;
    }));
}
