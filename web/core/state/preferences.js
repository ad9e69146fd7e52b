/** Settings stored between visits. If storage is forbidden, nothing is stored. */

import { LANGUAGES, LANGUAGE_CODES } from '../../languages/languages.js';
import { VIEWS } from './view-state.js';

/** @typedef {Omit<Required<import('../../engine/messages.js').EngineOptions>, 'wasmUrl' | 'wasmBinary'>} EngineChoice */

const THEME = 'latentpad.theme',
  VIEW = 'latentpad.view',
  ENGINE = 'latentpad.engine',
  LANGUAGE = 'latentpad.language';

/** @param {string} name */
function saved(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name @param {string} value */
function save(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not stored; the page works anyway.
  }
}

/** @returns {'light' | 'dark' | null} */
export function savedTheme() {
  const value = saved(THEME);
  return value === 'light' || value === 'dark' ? value : null;
}

/** @param {'light' | 'dark'} theme */
export const saveTheme = (theme) => save(THEME, theme);

/** @returns {import('./view-state.js').View | null} */
export const savedView = () => VIEWS.find((view) => view === saved(VIEW)) ?? null;

/** @param {import('./view-state.js').View} view */
export const saveView = (view) => save(VIEW, view);

/** @param {string} language */
export const saveLanguage = (language) => save(LANGUAGE, language);

/**
 * The initial language: the link's, otherwise the saved one, otherwise the first of the user's languages that the page has.
 * @param {string | undefined} ofLink
 * @param {readonly string[]} [wanted]   as in navigator.languages
 * @returns {string}
 */
export function firstLanguage(ofLink, wanted = []) {
  if (ofLink !== undefined && LANGUAGE_CODES.includes(ofLink)) return ofLink;
  const candidates = [saved(LANGUAGE), ...wanted.map((tag) => tag.toLowerCase().split('-')[0])];
  return candidates.find((language) => Object.hasOwn(LANGUAGES, language)) ?? 'en';
}

/**
 * @param {boolean} canFuse  support may have changed since the choice was saved
 * @returns {EngineChoice}
 */
export function savedEngineChoice(canFuse) {
  const [, variant = 'auto', threads = 'auto'] = /^(auto|exact|fused) (auto|[1-8])$/.exec(saved(ENGINE)) ?? [];
  return {
    variant: variant === 'fused' && !canFuse ? 'auto' : /** @type {EngineChoice['variant']} */ (variant),
    threads: threads === 'auto' ? 'auto' : Number(threads),
  };
}

/** @param {EngineChoice} choice */
export const saveEngineChoice = ({ variant, threads }) => save(ENGINE, `${variant} ${threads}`);
