/** What is remembered between visits, and what stands in the link. Storage may be forbidden: then nothing is kept. */

const THEME = 'latentpad.theme';

/** @returns {'light' | 'dark' | null} */
export function savedTheme() {
  try {
    const value = localStorage.getItem(THEME);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

/** @param {'light' | 'dark'} theme */
export function saveTheme(theme) {
  try {
    localStorage.setItem(THEME, theme);
  } catch {
    // Not kept, and the page works all the same.
  }
}

/**
 * @param {string} hash   '#lang=ko'
 * @returns {string}      '' where the link names no language
 */
export function languageInHash(hash) {
  return new URLSearchParams(hash.replace(/^#/, '')).get('lang') ?? '';
}

/**
 * @param {string} hash
 * @param {string} language
 * @returns {string}        the hash with its language changed and all else kept
 */
export function hashWithLanguage(hash, language) {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  params.set('lang', language);
  return `#${params}`;
}
