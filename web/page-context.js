/**
 * The context that main.js passes to the features: the state, the actions, and functions of the whole page. Types only.
 *
 * @typedef {import('./core/state/page-state.js').PageState} PageState
 *
 * @typedef {object} Page
 * @property {import('./core/state/store.js').Store<PageState>} store
 * @property {() => import('./core/dom/colors.js').Colors} colors
 * @property {ReturnType<typeof import('./features/code/code-actions.js').createCodeActions>} code
 * @property {ReturnType<typeof import('./features/pad/picture-actions.js').createPictureActions>} pictures
 * @property {ReturnType<typeof import('./features/training/training-actions.js').createTrainingActions>} training
 * @property {ReturnType<typeof import('./features/files/file-actions.js').createFileActions>} files
 * @property {ReturnType<typeof import('./features/training/pin-actions.js').createPinActions>} pins
 * @property {ReturnType<typeof import('./features/engine-choice/engine-actions.js').createEngineActions>} engines
 * @property {ReturnType<typeof import('./features/map/map-actions.js').createMapActions>} map
 * @property {ReturnType<typeof import('./features/map/preview-actions.js').createPreviewActions>} preview
 * @property {(name: string | null) => void} onSymbol   highlights the symbol of a canvas under the pointer everywhere
 * @property {(replace: () => unknown) => Promise<void>} undoably   replaces the model, and offers to undo that
 * @property {() => Promise<void>} reset                     resets to the initial weights, and offers to undo that
 * @property {() => boolean} undoLast                        restores the run that was replaced last; false if there is none
 * @property {(slot: number) => Promise<void>} keep          saves the digit as A … D of the walks
 * @property {(error: unknown) => void} showError             shows an error
 * @property {(error: unknown) => void} onSectionUnavailable             shows that a part of the page could not be fetched
 *
 * @typedef {object} SectionContext   passed by main.js to the sections below the first screen
 * @property {import('./core/state/store.js').Store<PageState>} store
 * @property {() => import('./core/dom/colors.js').Colors} colors
 * @property {() => Promise<{engine: import('./engine/client.js').EngineClient, digits: import('./engine/messages.js').Digits}>} openEngine
 *   a further engine, with the page's digits
 * @property {(name: string) => Promise<ArrayBuffer | null>} fetchWeights  weights of this site; null if it has none of that name
 * @property {() => Promise<ArrayBuffer | null>} fetchClassifier   its classifier, fetched once; null if it has none
 */
export {};
