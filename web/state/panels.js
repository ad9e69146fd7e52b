/** Parts of the page that a link may hide, in the page's order. Each is the element of that id. */
export const PANELS = /** @type {const} */ (['nats', 'map', 'train', 'settings', 'files', 'lesson', 'explore', 'compare', 'lab', 'article', 'footer']);

/** @typedef {typeof PANELS[number]} Panel */
