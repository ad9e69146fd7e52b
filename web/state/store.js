/**
 * One object holds all that the page shows; whoever shows a part of it subscribes.
 * @template {object} State
 * @typedef {object} Store
 * @property {() => Readonly<State>} get
 * @property {(patch: Partial<State>) => void} set
 * @property {(listener: (state: Readonly<State>, changed: ReadonlySet<keyof State>) => void) => () => void} subscribe
 *   The listener hears of each set that changed something; returns how to stop.
 */

/**
 * @template {object} State
 * @param {State} initial
 * @returns {Store<State>}
 */
export function createStore(initial) {
  let state = { ...initial };
  /** @type {Set<(state: Readonly<State>, changed: ReadonlySet<keyof State>) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(patch) {
      const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
      const changed = new Set(keys.filter((key) => !Object.is(patch[key], state[key])));
      if (changed.size === 0) return;
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener(state, changed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The value of a key, once there is one.
 * @template {object} State
 * @template {keyof State} Key
 * @param {Store<State>} store
 * @param {Key} key
 * @returns {Promise<NonNullable<State[Key]>>}
 */
export function present(store, key) {
  return new Promise((resolve) => {
    const look = () => {
      const value = store.get()[key];
      if (value === null || value === undefined) return;
      stop();
      resolve(value);
    };
    const stop = store.subscribe((_, changed) => changed.has(key) && look());
    look();
  });
}
