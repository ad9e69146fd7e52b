import { PANELS } from '../../core/state/panels.js';

/**
 * Links for a class that a teacher needs most, as a start for further changes. Whatever is not for the purpose is hidden,
 * so that a part that is added later does not appear in them.
 * @param {readonly string[]} shown
 */
const only = (shown) => PANELS.filter((panel) => !shown.includes(panel));

/** @type {Readonly<Record<string, import('./share-link.js').ClassLink>>} */
export const PRESETS = Object.freeze({
  map: { hide: only(['map']), at: '' },
  training: { hide: only(['map', 'train', 'settings']), at: '' },
  lecture: { hide: [], at: '', keys: { view: 'story', present: '1' } },
});
