/** What is remembered between visits. Storage may be forbidden: then nothing is kept. */

/** @typedef {Required<import('../engine/messages.js').EngineOptions>} EngineChoice */

const THEME = 'latentpad.theme', ENGINE = 'latentpad.engine', LANGUAGE = 'latentpad.language';

/** What the page speaks. @typedef {'en' | 'ko'} Language */

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
    // Not kept, and the page works all the same.
  }
}

/** @returns {'light' | 'dark' | null} */
export function savedTheme() {
  const value = saved(THEME);
  return value === 'light' || value === 'dark' ? value : null;
}

/** @param {'light' | 'dark'} theme */
export const saveTheme = (theme) => save(THEME, theme);

/** @param {Language} language */
export const saveLanguage = (language) => save(LANGUAGE, language);

/**
 * The language to begin with: the link's; else the one chosen last; else the first that the visitor reads and the page speaks.
 * @param {Language | undefined} ofLink
 * @param {readonly string[]} [wanted]   as in navigator.languages
 * @returns {Language}
 */
export function firstLanguage(ofLink, wanted = []) {
  const known = [ofLink, saved(LANGUAGE), ...wanted.map((tag) => tag.toLowerCase().split('-')[0])];
  return /** @type {Language | undefined} */ (known.find((language) => language === 'en' || language === 'ko')) ?? 'en';
}

/**
 * @param {boolean} canFuse  a browser that could when this was saved may not be able to any more
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
