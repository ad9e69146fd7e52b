import { SETTINGS_TABLE } from '../model/settings.js';

/** Parts of the page that a link may hide, in page order. Each is the id of its element. */
export const PANELS = /** @type {const} */ ([
  'nats',
  'map',
  'train',
  'settings',
  'files',
  'lesson',
  'explore',
  'compare',
  'lab',
  'article',
  'footer',
]);

/**
 * Single controls that a link may hide, by their panel: the elements with data-control="NAME". If the link has a
 * key for a control's value, the name is that key.
 */
export const CONTROLS = Object.freeze({
  row: /** @type {const} */ ([
    'clear',
    'undo',
    'random',
    'pen',
    'picture',
    'prepare',
    'told',
    'noise',
    'mean',
    'scale',
    'paint',
    'ink',
  ]),
  map: /** @type {const} */ (['grid', 'points', 'sliders', 'table', 'axes', 'show']),
  train: ['reset', 'play', 'step', 'pin', 'curves', 'create', ...SETTINGS_TABLE.map(({ key }) => key), 'stop', 'more'],
  page: /** @type {const} */ (['lang', 'theme', 'png']),
});
/** Everything that a link may hide. */
export const HIDEABLE = Object.freeze([...PANELS, ...Object.values(CONTROLS).flat()]);

/** Panels that are opened on demand, or initially by a link. */
export const OPENED = /** @type {const} */ (['settings', 'curves', 'sliders', 'table', 'samples']);

/**
 * @typedef {typeof PANELS[number]} Panel
 * @typedef {typeof HIDEABLE[number]} Hideable
 * @typedef {typeof OPENED[number]} Opened
 */

/**
 * @param {import('./store.js').Store<import('./page-state.js').PageState>} store
 * @param {Opened} name
 * @param {boolean} isOpen
 */
export function noteOpened(store, name, isOpen) {
  const opened = new Set(store.get().opened);
  if (opened.has(name) === isOpen) return;
  if (!opened.delete(name)) opened.add(name);
  store.set({ opened });
}
