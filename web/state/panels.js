/** Parts of the page that a link may hide, in the page's order. Each is the element of that id. */
export const PANELS = /** @type {const} */ (['nats', 'map', 'train', 'settings', 'files', 'lesson', 'explore', 'compare', 'lab', 'article', 'footer']);

/** What is opened on demand, and may be open from the start by a link. */
export const OPENED = /** @type {const} */ (['settings', 'curves', 'sliders', 'table']);

/**
 * @typedef {typeof PANELS[number]} Panel
 * @typedef {typeof OPENED[number]} Opened
 */
