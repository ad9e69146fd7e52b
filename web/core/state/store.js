import { batch, signal } from '@preact/signals-core';

/**
 * The state of the page or of a section: one signal for each key. A function that reads `state` inside a `watch` (core/dom/watch.js)
 * runs again when a key that it has read changes.
 * @template {object} State
 * @typedef {object} Store
 * @property {() => Readonly<State>} get   an immutable snapshot of the state; reading it subscribes to nothing
 * @property {Readonly<State>} state       the live state, for use inside a watch; a spread of it is empty: read keys by name
 * @property {() => Readonly<State>} whole the state as from `get`, for a watch that runs again after any change
 * @property {(patch: Partial<State>) => void} set
 * @property {(listener: (state: Readonly<State>, changed: ReadonlySet<keyof State>) => void) => () => void} subscribe
 *   Calls the listener synchronously for each set that changed something; returns a function that unsubscribes.
 */

/**
 * @template {object} State
 * @param {State} initial
 * @returns {Store<State>}
 */
export function createStore(initial) {
  const snapshot = signal({ ...initial });
  const keys = /** @type {(keyof State)[]} */ (Object.keys(initial));
  const signals = /** @type {{[Key in keyof State]: import('@preact/signals-core').Signal<State[Key]>}} */ ({});
  for (const key of keys) signals[key] = signal(initial[key]);
  // On the prototype, so that a spread, which would read every key, copies none.
  const state = /** @type {State} */ (
    Object.create(Object.create(null, Object.fromEntries(keys.map((key) => [key, { get: () => signals[key].value }]))))
  );
  /** @type {Set<(state: Readonly<State>, changed: ReadonlySet<keyof State>) => void>} */
  const listeners = new Set();
  return {
    get: () => snapshot.peek(),
    state,
    whole: () => snapshot.value,
    set(patch) {
      const before = snapshot.peek();
      const changed = new Set(
        /** @type {(keyof State)[]} */ (Object.keys(patch)).filter((key) => !Object.is(patch[key], before[key])),
      );
      if (changed.size === 0) return;
      batch(() => {
        snapshot.value = { ...before, ...patch };
        for (const key of changed) signals[key].value = /** @type {State[typeof key]} */ (patch[key]);
      });
      for (const listener of [...listeners]) listener(snapshot.peek(), changed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Resolves to the value of a key, once it is not null.
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
