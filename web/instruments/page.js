/**
 * What every instrument is given, and what it gives back.
 *
 * @typedef {import('../state/page-state.js').PageState} PageState
 *
 * @typedef {object} Part  one view and the parts of the state it shows; it is told only when one of them has changed
 * @property {(keyof PageState)[]} keys
 * @property {(state: Readonly<PageState>) => void} update
 *
 * @typedef {object} Page
 * @property {import('../state/store.js').Store<PageState>} store
 * @property {() => import('../views/colors.js').Colors} colors
 * @property {ReturnType<typeof import('../state/code-actions.js').createCodeActions>} code
 * @property {ReturnType<typeof import('../state/picture-actions.js').createPictureActions>} pictures
 * @property {ReturnType<typeof import('../state/training-actions.js').createTrainingActions>} training
 * @property {ReturnType<typeof import('../state/file-actions.js').createFileActions>} files
 * @property {ReturnType<typeof import('../state/pin-actions.js').createPinActions>} pins
 * @property {ReturnType<typeof import('../state/engine-actions.js').createEngineActions>} engines
 * @property {ReturnType<typeof import('../state/map-actions.js').createMapActions>} map
 * @property {ReturnType<typeof import('../state/preview-actions.js').createPreviewActions>} preview
 * @property {(name: string | null) => void} onSymbol   what a canvas shows under the pointer is marked everywhere
 * @property {(replace: () => unknown) => Promise<void>} undoably   does what puts another model in the place of the run, and offers that back
 * @property {() => Promise<void>} reset                     back to the first weights, and the run is offered back
 * @property {() => boolean} undoLast                        brings back the run that has made way last, if there is one
 * @property {(slot: number) => Promise<void>} keep          the digit as A … D of the walks
 * @property {(error: unknown) => void} complain
 * @property {(error: unknown) => void} missPart            a part of the page did not come
 *
 * @typedef {object} Below   what the page gives to the sections below its first screen
 * @property {import('../state/store.js').Store<PageState>} store
 * @property {() => import('../views/colors.js').Colors} colors
 * @property {() => Promise<{engine: import('../engine/client.js').EngineClient, labels: Uint8Array}>} openEngine
 *   an engine of its own, with the digits that are here
 * @property {(name: string) => Promise<ArrayBuffer | null>} fetchWeights  that this site has; null where it has none of that name
 */
import { onceAFrame } from '../views/once-a-frame.js';

/** @param {Readonly<PageState>} state */
export const kindOf = ({ model }) => model?.config.model ?? 'vae';

/** @param {Readonly<PageState>} state */
export const latentDimOf = ({ model }) => model?.config.latentDim ?? 2;

/**
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {import('../state/panels.js').Opened} name
 * @param {boolean} isOpen
 */
export function noteOpened(store, name, isOpen) {
  const opened = new Set(store.get().opened);
  if (opened.has(name) === isOpen) return;
  if (!opened.delete(name)) opened.add(name);
  store.set({ opened });
}

/**
 * Shows in one frame all that has changed since the last.
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {Part[]} parts
 */
export function createRenderer(store, parts) {
  /** @type {Set<keyof PageState>} */
  const stale = new Set(/** @type {(keyof PageState)[]} */ (Object.keys(store.get())));
  function render() {
    const state = store.get();
    const changed = new Set(stale);
    stale.clear();
    for (const { keys, update } of parts) if (keys.some((key) => changed.has(key))) update(state);
  }
  const soon = onceAFrame(render);
  store.subscribe((_, changed) => {
    for (const key of changed) stale.add(key);
    soon();
  });
  return {
    /** All that is stale, at once. */
    render,
  };
}
